package io.spacecloud.engine.functions;

import io.spacecloud.api.contract.FunctionBusContract;
import io.spacecloud.api.spi.FunctionBus;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** Calls within one process; each of the contract's processes sees the servers of the others. */
class LocalFunctionBusTest extends FunctionBusContract {
  private final Map<String, List<FunctionBus.Server>> servers = new ConcurrentHashMap<>();

  @Override
  protected FunctionBus open() {
    return new LocalFunctionBus(servers);
  }
}
