package io.spacecloud.api.contract;

/** What every backend does alike; a backend proves it by a subclass that names its harness. */
public abstract class BackendContract
    implements ConditionContract,
        CreateContract,
        ReadContract,
        PageContract,
        UpdateContract,
        JsonUpdateContract,
        UpsertContract,
        DeleteContract,
        BatchContract,
        AggregateContract,
        RaceContract,
        KeyContract,
        TouchedKeysContract,
        TouchedRowsContract,
        RefusalContract {

  @Override
  public abstract Harness harness();
}
