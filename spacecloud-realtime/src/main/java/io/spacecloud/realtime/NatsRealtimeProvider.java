package io.spacecloud.realtime;

import io.spacecloud.api.spi.Realtime;
import io.spacecloud.api.spi.RealtimeProvider;
import org.jspecify.annotations.Nullable;

/** Live queries as a configuration asks for them: over NATS where it says where that is. */
public final class NatsRealtimeProvider implements RealtimeProvider {
  @Override
  public boolean supports(@Nullable String broker) {
    return broker == null || broker.equals("nats");
  }

  @Override
  public Realtime open(@Nullable String address) {
    return address == null ? LocalRealtime.create() : NatsRealtime.connect(address);
  }
}
