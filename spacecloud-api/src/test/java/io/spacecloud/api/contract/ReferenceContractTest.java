package io.spacecloud.api.contract;

/** The contract asks of no backend what the reference does not do. */
class ReferenceContractTest extends BackendContract {
  private final Harness harness = new ReferenceHarness();

  @Override
  public Harness harness() {
    return harness;
  }
}
