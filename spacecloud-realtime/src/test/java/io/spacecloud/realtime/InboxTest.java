package io.spacecloud.realtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.spacecloud.api.result.Document;
import io.spacecloud.api.spi.ChangeSource;
import io.spacecloud.api.value.ObjectId;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** What is heard of messages that are lost, old, doubled, forged or no messages at all. */
class InboxTest {
  private static final String TOPIC = "project/db/todos";
  private static final Document ONE = Document.of(Map.of("id", 1L));

  private static final class Time extends Clock {
    private Instant now = Instant.parse("2026-01-01T00:00:00Z");

    @Override
    public ZoneId getZone() {
      return ZoneOffset.UTC;
    }

    @Override
    public Clock withZone(ZoneId zone) {
      return this;
    }

    @Override
    public Instant instant() {
      return now;
    }
  }

  private static final class Ear implements ChangeSource.Listener {
    private final List<Document> keys = new ArrayList<>();
    private int losses;

    @Override
    public void touched(Collection<Document> touched) {
      keys.addAll(touched);
    }

    @Override
    public void lost() {
      losses++;
    }
  }

  private final Time time = new Time();
  private final Wire wire = new Wire(bytes("the project's secret"));
  private final Counters counters = new Counters();
  private final Ear ear = new Ear();
  private final Inbox inbox =
      new Inbox(wire, time, "self", TOPIC, ear, counters, LiveOptions.DEFAULT);

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private byte[] message(String publisher, long number, long beat, Message.Kind kind) {
    List<Document> keys = kind == Message.Kind.TOUCHED ? List.of(ONE) : List.of();
    return wire.encode(TOPIC, new Message(publisher, number, beat, time.now, kind, keys));
  }

  private void touch(long number) {
    inbox.hear(message("other", number, 1, Message.Kind.TOUCHED));
  }

  private void beat(long number, long beat) {
    inbox.hear(message("other", number, beat, Message.Kind.BEAT));
  }

  @Test
  void hintsInTheirOrderAreNoGap() {
    beat(0, 1);
    touch(1);
    touch(2);
    beat(2, 2);
    assertThat(ear.keys).containsExactly(ONE, ONE);
    assertThat(ear.losses).isZero();
  }

  @Test
  void aMissingHintIsAGap() {
    touch(1);
    touch(3);
    assertThat(ear.losses).isEqualTo(1);
    touch(4);
    assertThat(ear.losses).isEqualTo(1);
  }

  @Test
  void aHintThatABeatKnowsOfIsAGap() {
    touch(1);
    beat(2, 2);
    assertThat(ear.losses).isEqualTo(1);
  }

  @Test
  void aPublisherThatWasNotHeardFromItsBeginningIsAGap() {
    touch(5);
    assertThat(ear.losses).isEqualTo(1);
  }

  @Test
  void whatWasHeardBeforeIsAReplay() {
    byte[] hint = message("other", 1, 1, Message.Kind.TOUCHED);
    inbox.hear(hint);
    inbox.hear(hint);
    byte[] beat = message("other", 1, 2, Message.Kind.BEAT);
    inbox.hear(beat);
    inbox.hear(beat);
    assertThat(ear.keys).containsExactly(ONE);
    assertThat(counters.replayed.sum()).isEqualTo(2);
  }

  @Test
  void whatIsTooOldIsAReplayAlsoOfAPublisherThatNobodyRemembers() {
    byte[] old = message("other", 1, 1, Message.Kind.TOUCHED);
    time.now = time.now.plus(Inbox.TOLERANCE).plusMillis(1);
    inbox.hear(old);
    assertThat(ear.keys).isEmpty();
    assertThat(counters.replayed.sum()).isEqualTo(1);
  }

  @Test
  void onesOwnMessagesAreNotHeard() {
    inbox.hear(message("self", 7, 1, Message.Kind.TOUCHED));
    assertThat(ear.keys).isEmpty();
    assertThat(ear.losses).isZero();
  }

  /** It may have died as listening began, with a hint unsaid. */
  @Test
  void whoeverWasNeverHeardIsAGapTwice() {
    List<Integer> gaps = new ArrayList<>();
    for (int tick = 1; tick <= 100; tick++) {
      int before = ear.losses;
      inbox.tick();
      if (ear.losses > before) {
        gaps.add(tick);
      }
    }
    assertThat(gaps).containsExactly(4, 30);
  }

  @Test
  void aPublisherThatFallsSilentIsAGapOnceAndAgainLater() {
    beat(0, 1);
    for (int i = 0; i < 3; i++) {
      inbox.tick();
    }
    assertThat(ear.losses).isZero();
    inbox.tick();
    assertThat(ear.losses).isEqualTo(1);
    for (int i = 0; i < 30; i++) {
      inbox.tick();
    }
    assertThat(ear.losses).isEqualTo(2);
  }

  @Test
  void aPublisherThatSaysGoodbyeMayHaveLeftWritesOnTheirWay() {
    touch(1);
    inbox.hear(message("other", 1, 2, Message.Kind.BYE));
    for (int i = 0; i < 4; i++) {
      inbox.tick();
    }
    assertThat(ear.losses).isEqualTo(1);
    for (int i = 0; i < 100; i++) {
      inbox.tick();
    }
    assertThat(ear.losses).isEqualTo(2);
  }

  @Test
  void everyKindOfKeyArrivesAsItWas() throws Exception {
    Map<String, Object> values = new LinkedHashMap<>();
    values.put("text", "a\uD83D\uDE00\"");
    values.put("integer", Long.MIN_VALUE);
    values.put("real", -0.5);
    values.put("decimal", new BigDecimal("12345678901234567890.10"));
    values.put("yes", true);
    values.put("uuid", UUID.randomUUID());
    values.put("oid", new ObjectId("0123456789abcdef01234567"));
    values.put("at", Instant.parse("2026-01-01T00:00:00.123456789Z"));
    values.put("date", LocalDate.of(1, 2, 3));
    values.put("time", LocalTime.of(1, 2, 3, 4));
    Document key = Document.of(values);
    Message message = new Message("p", 1, 2, time.now, Message.Kind.TOUCHED, List.of(key));
    assertThat(wire.decode(TOPIC, wire.encode(TOPIC, message))).isEqualTo(message);
  }

  @Test
  void whatAnotherKeyMadeIsForged() {
    Message message = new Message("other", 1, 1, time.now, Message.Kind.TOUCHED, List.of(ONE));
    inbox.hear(new Wire(bytes("another secret")).encode(TOPIC, message));
    assertThat(counters.forged.sum()).isEqualTo(1);
    assertThat(ear.keys).isEmpty();
  }

  @Test
  void whatWasSaidOfAnotherCollectionIsForged() {
    Message message = new Message("other", 1, 1, time.now, Message.Kind.TOUCHED, List.of(ONE));
    inbox.hear(wire.encode("project/db/users", message));
    assertThat(counters.forged.sum()).isEqualTo(1);
  }

  @Test
  void everyBitCounts() {
    byte[] good = message("other", 1, 1, Message.Kind.TOUCHED);
    for (int bit = 0; bit < good.length * 8; bit++) {
      byte[] bad = good.clone();
      bad[bit / 8] ^= (byte) (1 << (bit % 8));
      inbox.hear(bad);
    }
    for (int length = 0; length < good.length; length++) {
      inbox.hear(Arrays.copyOf(good, length));
    }
    assertThat(ear.keys).isEmpty();
    assertThat(ear.losses).isZero();
    assertThat(counters.forged.sum() + counters.malformed.sum()).isEqualTo(9L * good.length);
  }

  @Test
  void aFloodOfPublishersIsBounded() {
    for (int i = 0; i < 10_001; i++) {
      inbox.hear(message("p" + i, 0, 1, Message.Kind.BEAT));
    }
    assertThat(counters.replayed.sum()).isEqualTo(1);
  }

  @Test
  void withoutASecretThereIsNothingToAuthenticateWith() {
    assertThatThrownBy(() -> new Wire(new byte[0])).isInstanceOf(IllegalStateException.class);
  }
}
