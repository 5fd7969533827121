package io.spacecloud.engine.testing;

import io.spacecloud.api.contract.BackendContract;
import io.spacecloud.api.contract.Harness;

/** The contract of every backend, on the one that tests of rules use. */
class InMemoryContractTest extends BackendContract {
  private final Harness harness = new InMemoryHarness();

  @Override
  public Harness harness() {
    return harness;
  }
}
