package io.spacecloud.realtime;

import io.nats.client.Options;
import io.spacecloud.api.contract.FunctionBusContract;
import io.spacecloud.api.spi.FunctionBus;
import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;

/** Calls over a real server, also where it goes away. */
class NatsFunctionBusTest extends FunctionBusContract {
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
  protected FunctionBus open() {
    return NatsFunctionBus.connect(options(server), NatsFunctionOptions.DEFAULT);
  }

  static Options options(NatsServer to) {
    return new Options.Builder()
        .server(to.url())
        .maxReconnects(-1)
        .reconnectWait(Duration.ofMillis(20))
        .reconnectJitter(Duration.ofMillis(1))
        .discardMessagesWhenOutgoingQueueFull()
        .build();
  }
}
