package io.spacecloud.realtime;

import io.nats.client.Connection;
import io.nats.client.Message;
import io.nats.client.Nats;
import io.nats.client.impl.Headers;
import io.nats.client.impl.NatsMessage;
import io.spacecloud.api.function.FunctionCall;
import io.spacecloud.engine.ProjectConfig;
import io.spacecloud.engine.SpaceCloud;
import io.spacecloud.engine.config.FunctionOptions;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Engines of a project on one broker, and somebody else on it, who hears all that is said there and
 * says what he likes.
 */
final class FunctionNet implements AutoCloseable {
  static final String SECRET = "a-secret-for-this-test-alone-0123456789";
  static final Duration PATIENCE = Duration.ofMinutes(1);

  final FunctionWire wire = new FunctionWire(SECRET.getBytes(StandardCharsets.UTF_8));
  final List<FunctionCall> served = new CopyOnWriteArrayList<>();
  final Connection somebody;

  private final NatsServer server;
  private final List<AutoCloseable> opened = new ArrayList<>();
  private final BlockingQueue<Message> heard = new LinkedBlockingQueue<>();

  FunctionNet(NatsServer server) throws Exception {
    this.server = server;
    somebody = Nats.connect(server.url());
    somebody.createDispatcher(heard::add).subscribe(">");
    flush();
  }

  SpaceCloud engine(String project) {
    return engine(project, SECRET);
  }

  SpaceCloud engine(String project, String secret) {
    SpaceCloud engine =
        SpaceCloud.builder()
            .config(ProjectConfig.builder().id(project).secret(secret).build())
            .functions(NatsFunctionBus.connect(server.url()))
            .functionOptions(FunctionOptions.DEFAULT.withDrain(Duration.ZERO))
            .build();
    opened.add(engine);
    return engine;
  }

  /** Serves it, and takes note of each call. */
  void serve(SpaceCloud engine, String service) {
    engine
        .functions()
        .register(
            service,
            "f",
            call -> {
              served.add(call);
              return Map.of("by", service);
            });
  }

  /** What is said next on a subject that begins so. */
  Message hear(String subject) throws InterruptedException {
    for (Message next = next(); ; next = next()) {
      if (next.getSubject().startsWith(subject) && !next.isStatusMessage()) {
        return next;
      }
    }
  }

  private Message next() throws InterruptedException {
    Message next = heard.poll(PATIENCE.toSeconds(), TimeUnit.SECONDS);
    if (next == null) {
      throw new AssertionError("nothing was said");
    }
    return next;
  }

  /** How much more is heard that begins so, of what was said until now. */
  long more(String subject) throws Exception {
    flush();
    List<Message> all = new ArrayList<>();
    heard.drainTo(all);
    return all.stream().filter(each -> each.getSubject().startsWith(subject)).count();
  }

  void say(Message message) {
    somebody.publish(message);
  }

  /** Until the broker has passed on what was said. */
  void flush() throws Exception {
    somebody.flush(PATIENCE);
  }

  static Message message(
      String subject, @Nullable String replyTo, @Nullable Headers headers, byte[] body) {
    return new NatsMessage(subject, replyTo, headers, body);
  }

  @Override
  public void close() throws Exception {
    for (AutoCloseable each : opened) {
      each.close();
    }
    somebody.close();
  }
}
