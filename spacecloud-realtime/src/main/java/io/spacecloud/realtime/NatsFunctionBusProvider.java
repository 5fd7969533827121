package io.spacecloud.realtime;

import io.spacecloud.api.spi.FunctionBus;
import io.spacecloud.api.spi.FunctionBusProvider;

/** Calls over NATS, where a configuration asks for it. */
public final class NatsFunctionBusProvider implements FunctionBusProvider {
  @Override
  public boolean supports(String broker) {
    return broker.equals("nats");
  }

  @Override
  public FunctionBus open(String address) {
    return NatsFunctionBus.connect(address);
  }
}
