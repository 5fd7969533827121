package io.spacecloud.realtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.nats.client.Connection;
import io.nats.client.Nats;
import io.nats.client.Options;
import io.spacecloud.api.contract.ChangeBusContract;
import io.spacecloud.api.contract.HeardMessages;
import io.spacecloud.api.error.BackendException;
import io.spacecloud.api.spi.ChangeBus;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Hints over a real server, also where it goes away. */
class NatsBusTest extends ChangeBusContract {
  private static NatsServer server;

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

  @Override
  protected ChangeBus open() {
    return new NatsBus(link(server));
  }

  private static NatsLink link(NatsServer to) {
    return NatsLink.connect(
        new Options.Builder()
            .server(to.url())
            .maxReconnects(-1)
            .reconnectWait(Duration.ofMillis(20))
            .reconnectJitter(Duration.ofMillis(1))
            .discardMessagesWhenOutgoingQueueFull()
            .build());
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  @Test
  void aServerThatComesBackIsAGapAndThenAllIsHeardAgain() throws Exception {
    try (NatsServer own = NatsServer.start()) {
      ChangeBus here = new NatsBus(link(own));
      ChangeBus there = new NatsBus(link(own));
      HeardMessages heard = new HeardMessages();
      HeardMessages other = new HeardMessages();
      there.subscribe("todos", heard::hear, heard::gap);
      here.subscribe("users", other::hear, other::gap);
      for (int i = 1; i <= 3; i++) {
        own.restart();
        heard.awaitGaps(i);
        other.awaitGaps(i); // who publishes is connected again, too
        here.publish("todos", bytes(String.valueOf(i)));
        heard.await(i);
      }
      here.close();
      there.close();
    }
  }

  @Test
  void whatIsSubscribedWhileTheServerIsAwayIsInEffectAfterAGap() throws Exception {
    try (NatsServer own = NatsServer.start()) {
      ChangeBus bus = new NatsBus(link(own));
      own.kill();
      HeardMessages heard = new HeardMessages();
      bus.subscribe("todos", heard::hear, heard::gap);
      own.restart();
      heard.awaitGaps(1);
      bus.publish("todos", bytes("1"));
      heard.await(1);
      bus.close();
    }
  }

  @Test
  void aConnectionOfTheApplicationsStaysOpen() throws Exception {
    Connection connection = Nats.connect(server.url());
    NatsBus bus = new NatsBus(new NatsLink(connection, false));
    bus.close();
    assertThat(connection.getStatus()).isEqualTo(Connection.Status.CONNECTED);
    connection.close();
  }

  @Test
  void whereNoServerAnswersItIsSaidSo() {
    try (NatsServer own = NatsServer.start()) {
      own.kill();
      assertThatThrownBy(() -> NatsRealtime.connect(own.url()))
          .isInstanceOfSatisfying(
              BackendException.class,
              e -> assertThat(e.reason()).isEqualTo(BackendException.Reason.DOWN));
    }
  }

  @Test
  void whoIsNotLetInIsToldSo() {
    try (NatsServer own = NatsServer.start("--user", "ann", "--pass", "secret")) {
      assertThatThrownBy(() -> NatsRealtime.connect(own.url()))
          .isInstanceOf(BackendException.class)
          .hasMessageNotContaining("secret");
      Options options = Options.builder().server(own.url()).userInfo("ann", "secret").build();
      NatsRealtime.connect(options, LiveOptions.DEFAULT).close();
    }
  }

  @Test
  void aConnectionThatDoesNotHearItselfIsRefused() {
    Options options = Options.builder().server(server.url()).noEcho().build();
    assertThatThrownBy(() -> NatsRealtime.connect(options, LiveOptions.DEFAULT))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
