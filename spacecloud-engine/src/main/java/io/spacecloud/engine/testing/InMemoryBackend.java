package io.spacecloud.engine.testing;

import io.spacecloud.api.error.NotFoundException;
import io.spacecloud.api.request.Read;
import io.spacecloud.api.request.WriteRequest;
import io.spacecloud.api.result.Document;
import io.spacecloud.api.spi.Backend;
import io.spacecloud.api.spi.Capability;
import io.spacecloud.api.spi.CollectionSchema;
import io.spacecloud.api.spi.Command;
import io.spacecloud.api.spi.CommandExecutor;
import io.spacecloud.api.spi.Declaration;
import io.spacecloud.api.spi.DeclaredField;
import io.spacecloud.api.spi.FieldSchema;
import io.spacecloud.api.spi.Outcome;
import io.spacecloud.api.spi.TransactionOptions;
import io.spacecloud.api.value.Kind;
import java.time.Clock;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
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
  private final Set<Capability> capabilities =
      EnumSet.of(
          Capability.TRANSACTIONS,
          Capability.JSON,
          Capability.STREAMING,
          Capability.RENAME,
          Capability.TOUCHED_KEYS);
  private final Clock clock;

  private final boolean documents;

  private InMemoryBackend(Clock clock, boolean documents) {
    this.clock = clock;
    this.documents = documents;
  }

  /** An empty one. */
  public static InMemoryBackend create() {
    return create(Clock.systemUTC());
  }

  /** An empty one of that time. */
  public static InMemoryBackend create(Clock clock) {
    return new InMemoryBackend(clock, false);
  }

  /** An empty one whose documents have the key {@code _id} where no other is declared. */
  public static InMemoryBackend ofDocuments(Clock clock) {
    return new InMemoryBackend(clock, true);
  }

  /** Without what another database may lack, so that requests that need it are refused. */
  public synchronized InMemoryBackend without(Capability capability) {
    capabilities.remove(capability);
    return this;
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
    boolean own = documents && declaration.primaryKey().isEmpty();
    List<String> key = own ? List.of(InMemoryTable.MONGO_KEY) : declaration.primaryKey();
    List<List<String>> unique = new ArrayList<>(declaration.uniqueKeys());
    if (!key.isEmpty()) {
      unique.add(key);
    }
    List<FieldSchema> fields = new ArrayList<>();
    if (own && declaration.field(InMemoryTable.MONGO_KEY) == null) {
      fields.add(new FieldSchema(InMemoryTable.MONGO_KEY, null, false, true, false, -1));
    }
    declaration.fields().forEach(field -> fields.add(field.schema()));
    CollectionSchema schema =
        new CollectionSchema(declaration.collection(), fields, key, unique, declaration.open());
    return new InMemoryTable(schema, digits(declaration), clock);
  }

  private static Map<String, Integer> digits(Declaration declaration) {
    Map<String, Integer> digits = new HashMap<>();
    for (DeclaredField field : declaration.fields()) {
      if (field.kind() == Kind.DECIMAL && field.size() > 0 && field.scale() >= 0) {
        digits.put(field.name(), field.size());
      }
    }
    return digits;
  }

  @Override
  public synchronized Set<Capability> capabilities() {
    return Set.copyOf(capabilities);
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
  public String keyName() {
    return documents ? InMemoryTable.MONGO_KEY : Backend.super.keyName();
  }

  @Override
  public void refresh() {}

  @Override
  public synchronized Outcome execute(Command command) {
    boolean dry = command.request() instanceof WriteRequest write && write.dryRun();
    return restoring(dry, () -> run(command));
  }

  @Override
  public synchronized <T extends @Nullable Object> T inTransaction(
      TransactionOptions options, Function<CommandExecutor, T> body) {
    InMemoryTransaction transaction = new InMemoryTransaction(this::execute);
    return restoring(
        options.rollback(),
        () -> {
          T result = body.apply(transaction);
          transaction.throwFailure();
          return result;
        });
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

  private Outcome run(Command command) {
    InMemoryTable table = table(command.request().collection());
    if (command instanceof Command.Query query) {
      return Outcome.of(new InMemoryReader(table).query(query));
    } else if (command instanceof Command.Pipeline pipeline) {
      return Outcome.of(new InMemoryReader(table).pipeline(pipeline));
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

  @Override
  public synchronized void stream(Read read, Consumer<Document> consumer) {
    long limit = read.limit() == null ? Long.MAX_VALUE : read.limit();
    new InMemoryReader(table(read.collection()))
        .select(read).stream().limit(limit).forEach(consumer);
  }

  /** Forgets everything. */
  @Override
  public synchronized void close() {
    tables.clear();
  }
}
