package io.spacecloud.engine.testing;

import io.spacecloud.api.condition.Condition;
import io.spacecloud.api.condition.ConditionEvaluator;
import io.spacecloud.api.condition.Conditions;
import io.spacecloud.api.error.AccessDeniedException;
import io.spacecloud.api.error.ConflictException;
import io.spacecloud.api.request.Read;
import io.spacecloud.api.request.Stage;
import io.spacecloud.api.request.Update;
import io.spacecloud.api.request.WriteRequest;
import io.spacecloud.api.result.Document;
import io.spacecloud.api.result.Result;
import io.spacecloud.api.spi.Backend;
import io.spacecloud.api.spi.Capability;
import io.spacecloud.api.spi.CollectionSchema;
import io.spacecloud.api.spi.Command;
import io.spacecloud.api.spi.CommandExecutor;
import io.spacecloud.api.spi.Outcome;
import io.spacecloud.api.spi.TransactionOptions;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * A backend in memory, of the reference semantics: whole states are copied and put back, under one
 * lock. It records what it was asked to do.
 */
public final class MemoryBackend implements Backend {
  private final Set<Capability> capabilities =
      EnumSet.of(Capability.TRANSACTIONS, Capability.JSON, Capability.STREAMING);
  private final Map<String, MemoryTable> tables = new LinkedHashMap<>();
  private final Map<String, MemoryTable> unseen = new LinkedHashMap<>();
  private final List<Command> commands = new ArrayList<>();
  private final List<TransactionOptions> transactions = new ArrayList<>();
  private final Deque<RuntimeException> failures = new ArrayDeque<>();
  private int refreshes;
  private boolean closed;

  /** Adds a collection with these rows. */
  @SafeVarargs
  public final MemoryBackend with(CollectionSchema schema, Map<String, ?>... rows) {
    MemoryTable table = new MemoryTable(schema);
    for (Map<String, ?> row : rows) {
      table.insert(Document.of(row));
    }
    tables.put(schema.name(), table);
    return this;
  }

  /** A collection that only a refresh finds. */
  public MemoryBackend withUnseen(CollectionSchema schema) {
    unseen.put(schema.name(), new MemoryTable(schema));
    return this;
  }

  public MemoryBackend without(Capability capability) {
    capabilities.remove(capability);
    return this;
  }

  /** The next command fails so. */
  public void failNext(RuntimeException failure) {
    failures.add(failure);
  }

  public List<Command> commands() {
    return commands;
  }

  public List<TransactionOptions> transactions() {
    return transactions;
  }

  public int refreshes() {
    return refreshes;
  }

  public boolean isClosed() {
    return closed;
  }

  public synchronized List<Document> rows(String collection) {
    return tables.get(collection).rows.stream()
        .map(row -> Document.of(Map.copyOf(clean(row))))
        .toList();
  }

  private static Map<String, Object> clean(Map<String, Object> row) {
    Map<String, Object> clean = new LinkedHashMap<>(row);
    clean.values().removeIf(v -> v == null);
    return clean;
  }

  @Override
  public Set<Capability> capabilities() {
    return capabilities;
  }

  @Override
  public Set<String> collections() {
    return tables.keySet();
  }

  @Override
  public CollectionSchema schema(String collection) {
    MemoryTable table = tables.get(collection);
    return table == null ? null : table.schema;
  }

  @Override
  public void refresh() {
    refreshes++;
    tables.putAll(unseen);
  }

  @Override
  public synchronized Outcome execute(Command command) {
    boolean dry = command.request() instanceof WriteRequest write && write.dryRun();
    return restoring(dry, () -> Outcome.of(run(command)));
  }

  private <T> T restoring(boolean always, Supplier<T> work) {
    Map<String, List<Map<String, Object>>> before = new LinkedHashMap<>();
    tables.forEach((name, table) -> before.put(name, new ArrayList<>(table.rows)));
    boolean done = false;
    try {
      T result = work.get();
      done = !always;
      return result;
    } finally {
      if (!done) {
        before.forEach((name, rows) -> tables.get(name).rows = rows);
      }
    }
  }

  @Override
  public synchronized <T> T inTransaction(
      TransactionOptions options, Function<CommandExecutor, T> body) {
    transactions.add(options);
    return restoring(options.rollback(), () -> body.apply(this::execute));
  }

  @Override
  public void stream(Read read, Consumer<Document> consumer) {
    commands.add(new Command.Query(read, false));
    select(read).forEach(consumer);
  }

  @Override
  public void close() {
    closed = true;
  }

  private Result run(Command command) {
    commands.add(command);
    if (!failures.isEmpty()) {
      throw failures.remove();
    }
    MemoryTable table = tables.get(command.request().collection());
    if (command instanceof Command.Query query) {
      return query(query);
    } else if (command instanceof Command.Insert insert) {
      return insert(table, insert);
    } else if (command instanceof Command.Modify modify) {
      return modify(table, modify);
    } else if (command instanceof Command.Upsert upsert) {
      return upsert(table, upsert);
    } else if (command instanceof Command.Remove remove) {
      List<Map<String, Object>> gone = table.matching(remove.request().where());
      checkMost(remove.request().maxAffected(), gone.size());
      table.rows.removeAll(gone);
      return Result.ofAffected(gone.size(), List.of());
    } else if (command instanceof Command.Pipeline pipeline) {
      List<Map<String, Object>> rows = table.rows;
      for (Stage stage : pipeline.request().stages()) {
        rows = stage(stage, rows);
      }
      return Result.ofDocuments(
          new ArrayList<>(rows.stream().map(row -> Document.of(row)).toList()), false);
    }
    throw new AssertionError(command.getClass());
  }

  private Result query(Command.Query query) {
    Read read = query.request();
    if (read.op() == Read.Op.COUNT) {
      return Result.ofCount(tables.get(read.collection()).matching(read.where()).size());
    }
    List<Document> all = select(read.limit(Long.MAX_VALUE));
    boolean cut = query.pageLimit() && all.size() > read.limit();
    List<Document> page = all.stream().limit(read.limit()).toList();
    if (read.op() == Read.Op.DISTINCT) {
      return Result.ofValues(
          new ArrayList<>(
              page.stream().map(d -> d.get(read.distinct().root())).distinct().toList()),
          cut);
    }
    return Result.ofDocuments(new ArrayList<>(page), cut);
  }

  private List<Document> select(Read read) {
    return tables.get(read.collection()).matching(read.where()).stream()
        .sorted(MemoryTable.order(read.sort()))
        .skip(read.skip())
        .limit(read.limit() == null ? Long.MAX_VALUE : read.limit())
        .map(row -> MemoryTable.project(row, read.select()))
        .toList();
  }

  private static Result insert(MemoryTable table, Command.Insert insert) {
    List<Document> keys = new ArrayList<>();
    for (int i = 0; i < insert.request().docs().size(); i++) {
      Map<String, Object> row = table.insert(insert.request().docs().get(i));
      check(insert.checks().get(i), row);
      keys.add(table.key(row));
    }
    return Result.ofAffected(keys.size(), keys);
  }

  private static Result modify(MemoryTable table, Command.Modify modify) {
    Update update = modify.request();
    List<Map<String, Object>> rows = table.matching(update.where());
    List<Map<String, Object>> changed =
        update.op() == Update.Op.ONE ? rows.stream().limit(1).toList() : rows;
    checkMost(update.maxAffected(), changed.size());
    for (Map<String, Object> row : changed) {
      check(modify.check(), table.change(row, update.assignments()));
    }
    return Result.ofAffected(changed.size(), List.of());
  }

  private static Result upsert(MemoryTable table, Command.Upsert upsert) {
    List<Map<String, Object>> rows = table.matching(upsert.request().where());
    if (rows.isEmpty()) {
      Map<String, Object> row = table.insert(upsert.insert());
      check(upsert.insertCheck(), row);
      return Result.ofAffected(1, List.of(table.key(row)));
    } else if (!ConditionEvaluator.compile(upsert.guard()).test(rows.get(0))) {
      throw new ConflictException(ConflictException.Reason.CONSTRAINT, "a key is taken");
    }
    check(upsert.check(), table.change(rows.get(0), upsert.request().assignments()));
    return Result.ofAffected(1, List.of());
  }

  private static void check(Condition condition, Map<String, Object> row) {
    if (condition != Conditions.TRUE && !ConditionEvaluator.compile(condition).test(row)) {
      throw new AccessDeniedException("denied");
    }
  }

  private static void checkMost(Long most, long rows) {
    if (most != null && rows > most) {
      throw new ConflictException(ConflictException.Reason.MAX_AFFECTED, "too many rows");
    }
  }

  private static List<Map<String, Object>> stage(Stage stage, List<Map<String, Object>> rows) {
    if (stage instanceof Stage.Match match) {
      return rows.stream().filter(ConditionEvaluator.compile(match.condition())::test).toList();
    } else if (stage instanceof Stage.Group group) {
      Map<String, Object> row = new LinkedHashMap<>();
      group
          .accumulators()
          .forEach(a -> row.put(a.name(), MemoryTable.sum(rows, a.path(), a.constant())));
      return List.of(row);
    } else if (stage instanceof Stage.Limit limit) {
      return rows.stream().limit(limit.documents()).toList();
    } else if (stage instanceof Stage.Count count) {
      return List.of(Map.of(count.name(), (long) rows.size()));
    }
    throw new UnsupportedOperationException(stage.toString());
  }
}
