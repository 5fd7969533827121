package io.spacecloud.realtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.nats.client.Message;
import io.nats.client.impl.Headers;
import io.spacecloud.api.error.BackendException;
import io.spacecloud.api.error.BackendException.Reason;
import io.spacecloud.api.function.FunctionRequest;
import io.spacecloud.engine.SpaceCloud;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * Whoever may publish on the broker calls nothing, answers nothing and cancels nothing: messages
 * that are changed, made up, or sent once more, are dropped (classes 2, 3 and 18).
 *
 * <p>Falls if {@code FunctionWire#verified} did not compare the codes, or the code left out the
 * kind, subject, reply subject, time, timeout, status or body; without the comparison of times or
 * {@code SeenCalls} in {@code NatsService#called}; without {@code expect()} where a worker is busy,
 * in {@code NatsCalls}.
 */
@Timeout(120)
class FunctionForgeryTest {
  private static final String SUBJECT = "functions:house.s";

  private static NatsServer server;
  private FunctionNet net;
  private SpaceCloud caller;
  private SpaceCloud worker;

  @BeforeAll
  static void start() {
    server = NatsServer.start();
  }

  @AfterAll
  static void stop() {
    if (server != null) {
      server.close();
    }
  }

  @BeforeEach
  void open() throws Exception {
    net = new FunctionNet(server);
    caller = net.engine("house");
    worker = net.engine("house");
  }

  @AfterEach
  void close() throws Exception {
    net.close();
  }

  private CompletableFuture<Object> call(Duration timeout) {
    FunctionRequest request = new FunctionRequest("s", "f", Map.of("n", 1), timeout);
    return caller.trusted().callAsync(request);
  }

  private static Headers headers(Message message, String name, String value) {
    Headers changed = new Headers(message.getHeaders());
    changed.remove(name);
    if (value != null) {
      changed.put(name, value);
    }
    return changed;
  }

  /** The message with one thing different each time, all else as it is. */
  private static List<Message> mutants(Message message, String otherSubject, Random random) {
    List<Message> all = new ArrayList<>();
    String subject = message.getSubject();
    String to = message.getReplyTo();
    byte[] data = message.getData();
    for (int i = 0; i < data.length; i++) {
      byte[] flipped = data.clone();
      flipped[i] ^= (byte) (1 << random.nextInt(8));
      all.add(FunctionNet.message(subject, to, message.getHeaders(), flipped));
    }
    for (String name : message.getHeaders().keySet()) {
      String value = message.getHeaders().getFirst(name);
      if (!value.isEmpty()) { // one that is missing is empty
        all.add(FunctionNet.message(subject, to, headers(message, name, null), data));
      }
      for (String other : others(value)) {
        all.add(FunctionNet.message(subject, to, headers(message, name, other), data));
      }
    }
    all.add(FunctionNet.message(subject, to, null, data));
    all.add(FunctionNet.message(subject, to, message.getHeaders(), new byte[0]));
    all.add(FunctionNet.message(otherSubject, to, message.getHeaders(), data));
    return all;
  }

  /** Others as far away as can be, and as near. */
  private static List<String> others(String value) {
    List<String> all = new ArrayList<>(List.of("", "0", "x", "1" + value, value + "1"));
    if (value.matches("[0-9]+")) {
      all.add(String.valueOf(Long.parseLong(value) + 1));
      all.add(String.valueOf(Long.parseLong(value) - 1));
    }
    all.remove(value);
    return all;
  }

  private static byte[] replaced(Message message, String what, String by) {
    String text = new String(message.getData(), StandardCharsets.UTF_8);
    assertThat(text).contains(what);
    return text.replace(what, by).getBytes(StandardCharsets.UTF_8);
  }

  @Test
  void aCallThatIsChangedInAnyWayIsNotServed() throws Exception {
    long seed = Long.getLong("spacecloud.seed", System.nanoTime());
    System.out.println("forgery, replay with -Dspacecloud.seed=" + seed);
    CompletableFuture<Object> call = call(FunctionNet.PATIENCE);
    Message genuine = net.hear(SUBJECT);
    net.serve(worker, "s");
    net.serve(worker, "t");
    for (Message each : mutants(genuine, "functions:house.t", new Random(seed))) {
      net.say(each);
    }
    net.say(
        FunctionNet.message(
            SUBJECT,
            genuine.getReplyTo(),
            genuine.getHeaders(),
            replaced(genuine, "\"auth\":null", "\"auth\":{\"id\":\"admin\"}")));
    net.say(FunctionNet.message(SUBJECT, "_INBOX.mine", genuine.getHeaders(), genuine.getData()));
    net.say(FunctionNet.message(SUBJECT, null, genuine.getHeaders(), genuine.getData()));
    long now = System.currentTimeMillis();
    net.say(net.wire.call(SUBJECT, "_INBOX.last", payload("last", 1), now, FunctionNet.PATIENCE));
    net.hear("_INBOX.last");
    assertThat(net.served).as("the last one, and none before it").hasSize(1);
    net.say(genuine);
    assertThat(call.get(60, TimeUnit.SECONDS)).isEqualTo(Map.of("by", "s"));
    assertThat(net.served).hasSize(2);
    assertThat(net.served.get(1).params()).isEqualTo(Map.of("n", 1L));
    assertThat(net.served.get(1).claims()).isEmpty();

    net.say(genuine);
    net.say(genuine);
    net.flush();
    assertThat(call(FunctionNet.PATIENCE).get(60, TimeUnit.SECONDS)).isEqualTo(Map.of("by", "s"));
    assertThat(net.served).as("that, and not what was sent once more").hasSize(3);
  }

  private FunctionPayload payload(String id, Object result) {
    return new FunctionPayload(id, null, result, "s", "f", "");
  }

  @Test
  void aReplyThatIsNotTheWorkersIsNone() throws Exception {
    CompletableFuture<Object> other = call(FunctionNet.PATIENCE);
    String otherInbox = net.hear(SUBJECT).getReplyTo();
    CompletableFuture<Object> call = call(FunctionNet.PATIENCE);
    String inbox = net.hear(SUBJECT).getReplyTo();
    Message forOther = net.wire.reply(otherInbox, FunctionStatus.OK, payload("x", "other"));
    Message genuine = net.wire.reply(inbox, FunctionStatus.OK, payload("x", "genuine"));
    FunctionWire stranger = new FunctionWire("another-secret".getBytes(StandardCharsets.UTF_8));
    net.say(stranger.reply(inbox, FunctionStatus.OK, payload("x", "forged")));
    net.say(stranger.reply(inbox, FunctionStatus.BUSY, payload("x", "forged")));
    net.say(FunctionNet.message(inbox, null, forOther.getHeaders(), forOther.getData()));
    net.say(FunctionNet.message(inbox, null, null, payload("x", "forged").bytes()));
    net.say(net.wire.call(inbox, "x", payload("x", "forged"), 1, Duration.ofSeconds(1)));
    for (FunctionStatus each : FunctionStatus.values()) {
      Headers status = headers(genuine, "Space-Cloud-Status", each.key());
      if (each != FunctionStatus.OK) {
        net.say(FunctionNet.message(inbox, null, status, genuine.getData()));
      }
    }
    for (Message each : mutants(genuine, otherInbox, new Random(1))) {
      net.say(each);
    }
    net.flush();
    assertThat(call).isNotDone();
    net.say(genuine);
    assertThat(call.get(60, TimeUnit.SECONDS)).isEqualTo("genuine");
    assertThat(other).isNotDone();
    net.say(forOther);
    assertThat(other.get(60, TimeUnit.SECONDS)).isEqualTo("other");
  }

  /** Whoever says once more that a worker was busy does not have the call sent twice. */
  @Test
  void aReplyThatIsSentOnceMoreCallsNothingAgain() throws Exception {
    CompletableFuture<Object> call = call(FunctionNet.PATIENCE);
    String inbox = net.hear(SUBJECT).getReplyTo();
    Message busy = net.wire.reply(inbox, FunctionStatus.BUSY, payload("x", null));
    for (int i = 0; i < 10; i++) {
      net.say(busy);
    }
    String second = net.hear(SUBJECT).getReplyTo();
    assertThat(second).isNotEqualTo(inbox);
    CompletableFuture<Object> next =
        call(FunctionNet.PATIENCE); // all that was said before is heard
    String third = net.hear(SUBJECT).getReplyTo();
    net.say(net.wire.reply(third, FunctionStatus.OK, payload("x", "next")));
    assertThat(next.get(60, TimeUnit.SECONDS)).as("and no other was sent").isEqualTo("next");
    net.say(net.wire.reply(second, FunctionStatus.OK, payload("x", "done")));
    assertThat(call.get(60, TimeUnit.SECONDS)).isEqualTo("done");
    assertThat(net.more(SUBJECT)).isZero();
  }

  @Test
  void aCallOfAnotherTimeIsNotServed() throws Exception {
    net.serve(worker, "s");
    long now = System.currentTimeMillis();
    long hour = Duration.ofHours(1).toMillis();
    Duration second = Duration.ofSeconds(1);
    List<Message> bad =
        List.of(
            net.wire.call(SUBJECT, "_INBOX.a", payload("a", null), now - hour, second),
            net.wire.call(SUBJECT, "_INBOX.a", payload("b", null), now - 40_000, second),
            net.wire.call(SUBJECT, "_INBOX.a", payload("c", null), now + 40_000, second),
            net.wire.call(SUBJECT, "_INBOX.a", payload("d", null), now + 2 * hour, second),
            net.wire.call(SUBJECT, "_INBOX.a", payload("e", null), Long.MIN_VALUE, second),
            net.wire.call(SUBJECT, "_INBOX.a", payload("f", null), Long.MAX_VALUE, second),
            net.wire.call(SUBJECT, "_INBOX.a", payload("g", null), now, Duration.ofHours(2)),
            net.wire.reply(SUBJECT, FunctionStatus.OK, payload("h", null)),
            net.wire.cancel(SUBJECT, "i", now));
    bad.forEach(net::say);
    net.say(net.wire.call(SUBJECT, "_INBOX.good", payload("z", "good"), now, second));
    net.hear("_INBOX.good");
    assertThat(net.served).hasSize(1);
    assertThat(net.served.get(0).params()).isEqualTo("good");
  }

  @Test
  void aCancellationThatIsForgedCancelsNothing() throws Exception {
    CountDownLatch begun = new CountDownLatch(1);
    CountDownLatch cancelled = new CountDownLatch(1);
    CompletableFuture<Object> later = new CompletableFuture<>();
    worker
        .functions()
        .register(
            "s",
            "f",
            call -> {
              call.onCancel(cancelled::countDown);
              begun.countDown();
              return later;
            });
    CompletableFuture<Object> call = call(FunctionNet.PATIENCE);
    Message sent = net.hear(SUBJECT);
    assertThat(begun.await(60, TimeUnit.SECONDS)).isTrue();
    String id = FunctionPayload.read(sent.getData()).id();
    FunctionWire stranger = new FunctionWire("another-secret".getBytes(StandardCharsets.UTF_8));
    byte[] body = id.getBytes(StandardCharsets.UTF_8);
    net.say(stranger.cancel(SUBJECT + ".cancel", id, System.currentTimeMillis()));
    net.say(FunctionNet.message(SUBJECT + ".cancel", null, null, body));
    net.say(FunctionNet.message(SUBJECT + ".cancel", null, sent.getHeaders(), body));
    net.say(FunctionNet.message(SUBJECT + ".cancel", null, sent.getHeaders(), sent.getData()));
    net.flush();
    later.complete("done");
    assertThat(call.get(60, TimeUnit.SECONDS)).isEqualTo("done");
    assertThat(cancelled.getCount()).isEqualTo(1);
  }

  @Test
  void whoHasAnotherSecretCallsNothing() throws Exception {
    net.serve(worker, "s");
    SpaceCloud stranger = net.engine("house", "another-secret-of-enough-characters-42");
    FunctionRequest request = new FunctionRequest("s", "f", null, Duration.ofSeconds(1));
    assertThatThrownBy(() -> stranger.trusted().call(request))
        .isInstanceOfSatisfying(
            BackendException.class, e -> assertThat(e.reason()).isEqualTo(Reason.TIMEOUT));
    assertThat(net.served).isEmpty();
  }

  /** Unless a service is opened to Space Cloud's own, which authenticate nothing. */
  @Test
  void whatSpaceCloudSendsIsNotServed() throws Exception {
    net.serve(worker, "s");
    byte[] body = "{\"auth\":{\"id\":\"admin\"},\"params\":1,\"func\":\"f\"}".getBytes("UTF-8");
    net.say(FunctionNet.message("functions:s", "_INBOX.a", null, body));
    net.say(FunctionNet.message(SUBJECT, "_INBOX.a", null, body));
    net.flush();
    assertThat(call(FunctionNet.PATIENCE).get(60, TimeUnit.SECONDS)).isEqualTo(Map.of("by", "s"));
    assertThat(net.served).hasSize(1);
  }
}
