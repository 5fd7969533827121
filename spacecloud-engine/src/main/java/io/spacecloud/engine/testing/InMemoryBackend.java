package io.spacecloud.engine.testing;

import io.spacecloud.api.condition.ConditionEvaluator;
import io.spacecloud.api.error.NotFoundException;
import io.spacecloud.api.request.Aggregate;
import io.spacecloud.api.request.Read;
import io.spacecloud.api.request.WriteRequest;
import io.spacecloud.api.result.Document;
import io.spacecloud.api.result.Result;
import io.spacecloud.api.spi.Backend;
import io.spacecloud.api.spi.Capability;
import io.spacecloud.api.spi.CollectionSchema;
import io.spacecloud.api.spi.Command;
import io.spacecloud.api.spi.CommandExecutor;
import io.spacecloud.api.spi.Declaration;
import io.spacecloud.api.spi.DeclaredField;
import io.spacecloud.api.spi.FieldSchema;
import io.spacecloud.api.spi.Outcome;
import io.spacecloud.api.spi.Selection;
import io.spacecloud.api.spi.StageEvaluator;
import io.spacecloud.api.spi.TransactionOptions;
import io.spacecloud.api.value.Kind;
import java.time.Clock;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A database in memory, for tests: what the reference semantics say, one request at a time.
 * Thread-safe, since a transaction keeps all others out.
 */
public final class InMemoryBackend implements Backend {
  private final Map<String, InMemoryTable> tables = new LinkedHashMap<>();

  private final Clock clock;

  private InMemoryBackend(Clock clock) {
    this.clock = clock;
  }

  /** An empty one. */
  public static InMemoryBackend create() {
    return create(Clock.systemUTC());
  }

  /** An empty one of that time. */
  public static InMemoryBackend create(Clock clock) {
    return new InMemoryBackend(clock);
  }

  /** Makes an empty collection, in the place of one of that name if there is one. */
  public synchronized InMemoryBackend define(CollectionSchema schema) {
    tables.put(schema.name(), new InMemoryTable(schema, Map.of(), clock));
    return this;
  }

  /** Takes a collection away, if there is one of that name. */
  public synchronized InMemoryBackend drop(String collection) {
    tables.remove(collection);
    return this;
  }

  @Override
  public synchronized void create(Declaration declaration) {
    if (!tables.containsKey(declaration.collection())) {
      tables.put(declaration.collection(), table(declaration));
    }
  }

  private InMemoryTable table(Declaration declaration) {
    List<List<String>> unique = new ArrayList<>(declaration.uniqueKeys());
    if (!declaration.primaryKey().isEmpty()) {
      unique.add(declaration.primaryKey());
    }
    Map<String, Integer> digits = new HashMap<>();
    List<FieldSchema> fields = new ArrayList<>();
    for (DeclaredField field : declaration.fields()) {
      fields.add(field.schema());
      if (field.kind() == Kind.DECIMAL && field.size() > 0 && field.scale() >= 0) {
        digits.put(field.name(), field.size());
      }
    }
    CollectionSchema schema =
        new CollectionSchema(
            declaration.collection(), fields, declaration.primaryKey(), unique, declaration.open());
    return new InMemoryTable(schema, digits, clock);
  }

  @Override
  public Set<Capability> capabilities() {
    return EnumSet.of(
        Capability.TRANSACTIONS, Capability.JSON, Capability.STREAMING, Capability.RENAME);
  }

  @Override
  public synchronized Set<String> collections() {
    return Set.copyOf(tables.keySet());
  }

  @Override
  public synchronized @Nullable CollectionSchema schema(String collection) {
    InMemoryTable table = tables.get(collection);
    return table == null ? null : table.schema();
  }

  @Override
  public void refresh() {}

  @Override
  public synchronized Outcome execute(Command command) {
    boolean dry = command.request() instanceof WriteRequest write && write.dryRun();
    return restoring(dry, () -> Outcome.of(run(command)));
  }

  @Override
  public synchronized <T extends @Nullable Object> T inTransaction(
      TransactionOptions options, Function<CommandExecutor, T> body) {
    return restoring(options.rollback(), () -> body.apply(this));
  }

  private <T extends @Nullable Object> T restoring(boolean always, Supplier<T> work) {
    Map<InMemoryTable, List<Document>> before = new HashMap<>();
    tables.values().forEach(table -> before.put(table, table.rows()));
    boolean keeps = false;
    try {
      T result = work.get();
      keeps = !always;
      return result;
    } finally {
      if (!keeps) {
        before.forEach(InMemoryTable::restore);
      }
    }
  }

  private InMemoryTable table(String collection) {
    InMemoryTable table = tables.get(collection);
    if (table == null) {
      throw new NotFoundException("no such collection");
    }
    return table;
  }

  private Result run(Command command) {
    InMemoryTable table = table(command.request().collection());
    if (command instanceof Command.Query query) {
      return query(table, query);
    } else if (command instanceof Command.Pipeline pipeline) {
      return pipeline(table, pipeline);
    } else if (command instanceof Command.Insert insert) {
      return new InMemoryWriter(table).insert(insert);
    } else if (command instanceof Command.Modify modify) {
      return new InMemoryWriter(table).update(modify);
    } else if (command instanceof Command.Upsert upsert) {
      return new InMemoryWriter(table).upsert(upsert);
    } else if (command instanceof Command.Remove remove) {
      return new InMemoryWriter(table).delete(remove);
    }
    throw new AssertionError(command.getClass());
  }

  private static Result query(InMemoryTable table, Command.Query query) {
    Read read = query.request();
    long limit = read.limit() == null ? Long.MAX_VALUE : read.limit();
    return switch (read.op()) {
      case COUNT ->
          Result.ofCount(
              table.matching(read.where()).stream()
                  .skip(read.skip())
                  .limit(query.pageLimit() ? Long.MAX_VALUE : limit)
                  .count());
      case DISTINCT -> {
        List<@Nullable Object> rest = distinct(table, read);
        rest = rest.subList((int) Math.min(read.skip(), rest.size()), rest.size());
        boolean cut = query.pageLimit() && rest.size() > limit;
        yield Result.ofValues(rest.subList(0, (int) Math.min(limit, rest.size())), cut);
      }
      case ONE, ALL -> {
        List<Document> rest = select(table, read);
        boolean cut = query.pageLimit() && rest.size() > limit;
        yield Result.ofDocuments(rest.stream().limit(limit).toList(), cut);
      }
    };
  }

  private static List<@Nullable Object> distinct(InMemoryTable table, Read read) {
    List<@Nullable Object> values = new ArrayList<>();
    for (Document row : table.matching(read.where())) {
      Object value = ConditionEvaluator.resolve(Objects.requireNonNull(read.distinct()), row);
      if (values.stream().noneMatch(known -> RowOrder.same(known, value))) {
        values.add(value);
      }
    }
    values.sort(RowOrder::values);
    return values;
  }

  private static List<Document> select(InMemoryTable table, Read read) {
    return table.matching(read.where()).stream()
        .sorted(table.order(read.sort()))
        .skip(read.skip())
        .map(row -> selected(row, read))
        .toList();
  }

  private static Document selected(Document row, Read read) {
    if (read.select().isEmpty()) {
      return row;
    }
    Map<String, @Nullable Object> kept = new LinkedHashMap<>();
    read.select()
        .forEach(
            path -> {
              String root = path.root();
              if (row.containsKey(root)) {
                kept.put(root, Selection.keep(root, row.get(root), read.select()));
              }
            });
    return Document.of(kept);
  }

  private static Result pipeline(InMemoryTable table, Command.Pipeline pipeline) {
    Aggregate aggregate = pipeline.request();
    int most = aggregate.op() == Aggregate.Op.ONE ? 1 : pipeline.pageLimit();
    List<Document> all = StageEvaluator.run(table.rows(), aggregate.stages());
    boolean cut = all.size() > most;
    return Result.ofDocuments(
        all.stream().limit(most).toList(), cut && aggregate.op() == Aggregate.Op.ALL);
  }

  @Override
  public synchronized void stream(Read read, Consumer<Document> consumer) {
    long limit = read.limit() == null ? Long.MAX_VALUE : read.limit();
    select(table(read.collection()), read).stream().limit(limit).forEach(consumer);
  }

  /** Forgets everything. */
  @Override
  public synchronized void close() {
    tables.clear();
  }
}
