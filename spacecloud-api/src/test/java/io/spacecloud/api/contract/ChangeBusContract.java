package io.spacecloud.api.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.spacecloud.api.spi.ChangeBus;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What every bus for change hints does while its broker is well. */
@Timeout(120)
public abstract class ChangeBusContract {
  private ChangeBus here;
  private ChangeBus there;

  /** A bus of another process on the same broker. */
  protected abstract ChangeBus open();

  @BeforeEach
  void openBoth() {
    here = open();
    there = open();
  }

  @AfterEach
  void closeBoth() {
    here.close();
    there.close();
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private static AutoCloseable hear(ChangeBus bus, String topic, HeardMessages heard) {
    return bus.subscribe(topic, heard::hear, heard::gap);
  }

  @Test
  void whatIsPublishedOnceATopicIsHeardArrivesInOrder() throws Exception {
    HeardMessages heard = new HeardMessages();
    try (AutoCloseable line = hear(there, "todos", heard)) {
      List<String> all = IntStream.range(0, 1_000).mapToObj(i -> "message " + i).toList();
      all.forEach(each -> here.publish("todos", bytes(each)));
      heard.await(all.size());
      assertThat(heard.texts()).isEqualTo(all);
      assertThat(heard.gaps()).isZero();
    }
  }

  @Test
  void everySubscriberHearsEveryMessageOfItsTopicAndNoOther() throws Exception {
    HeardMessages first = new HeardMessages();
    HeardMessages second = new HeardMessages();
    HeardMessages other = new HeardMessages();
    try (AutoCloseable a = hear(there, "todos", first);
        AutoCloseable b = hear(there, "todos", second);
        AutoCloseable c = hear(there, "users", other)) {
      here.publish("todos", bytes("1"));
      here.publish("users", bytes("2"));
      first.await(1);
      second.await(1);
      other.await(1);
      assertThat(first.texts()).containsExactly("1");
      assertThat(second.texts()).containsExactly("1");
      assertThat(other.texts()).containsExactly("2");
    }
  }

  @Test
  void topicsAreAnyTextAndNoneIsAnothers() throws Exception {
    List<String> topics =
        List.of(
            "a/b",
            "a.b",
            "a",
            "a/",
            "/a",
            "",
            "*",
            ">",
            "a/>",
            "a/*",
            "a b",
            "a\r\nPUB b 0",
            "A",
            "a=2eb",
            "=",
            "ä",
            "\0",
            "\uD83D\uDE00",
            "a".repeat(5_000),
            "a".repeat(5_001));
    List<HeardMessages> heard = new ArrayList<>();
    List<AutoCloseable> lines = new ArrayList<>();
    for (String topic : topics) {
      HeardMessages own = new HeardMessages();
      heard.add(own);
      lines.add(hear(there, topic, own));
    }
    IntStream.range(0, topics.size())
        .forEach(i -> here.publish(topics.get(i), bytes(String.valueOf(i))));
    for (int i = 0; i < topics.size(); i++) {
      heard.get(i).await(1);
    }
    for (int i = 0; i < topics.size(); i++) {
      assertThat(heard.get(i).texts()).as(topics.get(i)).containsExactly(String.valueOf(i));
    }
    for (AutoCloseable line : lines) {
      line.close();
    }
  }

  @Test
  void largeMessagesArrive() throws Exception {
    HeardMessages heard = new HeardMessages();
    try (AutoCloseable line = hear(there, "todos", heard)) {
      String large = "x".repeat(500_000);
      here.publish("todos", bytes(large));
      heard.await(1);
      assertThat(heard.texts()).containsExactly(large);
    }
  }

  @Test
  void aClosedLineHearsNothingMoreAndHarmsNoOther() throws Exception {
    HeardMessages closed = new HeardMessages();
    HeardMessages open = new HeardMessages();
    AutoCloseable line = hear(there, "todos", closed);
    try (AutoCloseable other = hear(there, "todos", open)) {
      here.publish("todos", bytes("1"));
      closed.await(1);
      line.close();
      line.close();
      here.publish("todos", bytes("2"));
      open.await(2);
      assertThat(closed.texts()).containsExactly("1");
    }
  }

  @Test
  void aListenerThatThrowsHarmsNoOther() throws Exception {
    HeardMessages heard = new HeardMessages();
    try (AutoCloseable failing =
            there.subscribe(
                "todos",
                message -> {
                  throw new IllegalStateException("no");
                },
                () -> {});
        AutoCloseable line = hear(there, "todos", heard)) {
      here.publish("todos", bytes("1"));
      here.publish("todos", bytes("2"));
      heard.await(2);
    }
  }

  @Test
  void manyThreadsPublishAndSubscribe() throws Exception {
    HeardMessages heard = new HeardMessages();
    ExecutorService threads = Executors.newFixedThreadPool(8);
    try (AutoCloseable line = hear(there, "todos", heard)) {
      List<Future<?>> all = new ArrayList<>();
      for (int i = 0; i < 8; i++) {
        int number = i;
        all.add(
            threads.submit(
                () -> {
                  for (int j = 0; j < 100; j++) {
                    here.publish("todos", bytes(number + " " + j));
                    hear(there, "other " + number, new HeardMessages()).close();
                  }
                  return null;
                }));
      }
      for (Future<?> each : all) {
        each.get();
      }
      heard.await(800);
      Set<String> different = new HashSet<>(heard.texts());
      assertThat(different).hasSize(800);
    } finally {
      threads.shutdownNow();
    }
  }

  @Test
  void oneThatIsClosedPublishesNothing() {
    there.close();
    there.close();
    assertThatThrownBy(() -> there.publish("todos", bytes("1")))
        .isInstanceOf(RuntimeException.class);
    here.publish("todos", bytes("2"));
  }
}
