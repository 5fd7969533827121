package io.spacecloud.api.contract;

import io.spacecloud.api.error.NotFoundException;
import io.spacecloud.api.error.UnsupportedFeatureException;
import io.spacecloud.api.request.Aggregate;
import io.spacecloud.api.request.Batch;
import io.spacecloud.api.request.CollectionRequest;
import io.spacecloud.api.request.Create;
import io.spacecloud.api.request.Delete;
import io.spacecloud.api.request.Read;
import io.spacecloud.api.request.Request;
import io.spacecloud.api.request.Update;
import io.spacecloud.api.request.UpdateOperator;
import io.spacecloud.api.request.WriteRequest;
import io.spacecloud.api.result.Result;
import io.spacecloud.api.spi.Capability;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;

/** The contract's own measure: the plainest database, on the reference evaluator. */
final class ReferenceHarness implements Harness {
  private final Map<String, ReferenceTable> tables = new HashMap<>();
  private final boolean renaming;

  ReferenceHarness() {
    this(false);
  }

  /**
   * With or without one of the capabilities.
   *
   * @param renaming whether {@code $rename} is understood
   */
  ReferenceHarness(boolean renaming) {
    this.renaming = renaming;
  }

  @Override
  public String database() {
    return "reference";
  }

  @Override
  public Set<Capability> capabilities() {
    Set<Capability> capabilities = EnumSet.of(Capability.TRANSACTIONS, Capability.JSON);
    if (renaming) {
      capabilities.add(Capability.RENAME);
    }
    return capabilities;
  }

  @Override
  public boolean checksNames() {
    return false;
  }

  @Override
  public void createTable(TableSpec table) {
    tables.put(table.name(), new ReferenceTable(table));
  }

  @Override
  public synchronized Result execute(Request request) {
    if (request instanceof Batch batch) {
      batch.requests().forEach(this::check);
      return atomically(batch.requests().get(0).dryRun(), () -> batch(batch));
    } else if (request instanceof WriteRequest write) {
      check(write);
      return atomically(write.dryRun(), () -> run(write));
    }
    return run((CollectionRequest) request);
  }

  /** The table of that name. */
  ReferenceTable table(String collection) {
    ReferenceTable table = tables.get(collection);
    if (table == null) {
      throw new NotFoundException("no such collection");
    }
    return table;
  }

  private void check(WriteRequest write) {
    refuseRename(write);
    table(write.collection()).check(write);
  }

  private void refuseRename(WriteRequest write) {
    boolean renames =
        write instanceof Update update
            && update.assignments().stream().anyMatch(a -> a.operator() == UpdateOperator.RENAME);
    if (renames && !renaming) {
      throw new UnsupportedFeatureException("$rename");
    }
  }

  private Result batch(Batch batch) {
    List<Long> counts = new ArrayList<>();
    batch.requests().forEach(write -> counts.add(run(write).affected()));
    return Result.ofCounts(counts);
  }

  private Result atomically(boolean rollback, Supplier<Result> work) {
    Map<ReferenceTable, List<Map<String, Object>>> before = new HashMap<>();
    tables.values().forEach(table -> before.put(table, table.rows()));
    boolean keep = false;
    try {
      Result result = work.get();
      keep = !rollback;
      return result;
    } finally {
      if (!keep) {
        before.forEach(ReferenceTable::restore);
      }
    }
  }

  private Result run(CollectionRequest request) {
    ReferenceTable table = table(request.collection());
    if (request instanceof Read read) {
      return table.read(read);
    } else if (request instanceof Create create) {
      return table.create(create);
    } else if (request instanceof Update update) {
      return table.update(update);
    } else if (request instanceof Delete delete) {
      return table.delete(delete);
    } else if (request instanceof Aggregate aggregate) {
      return table.aggregate(aggregate);
    }
    throw new AssertionError(request.getClass());
  }
}
