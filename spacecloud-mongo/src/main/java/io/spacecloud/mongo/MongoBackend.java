package io.spacecloud.mongo;

import com.mongodb.MongoCommandException;
import com.mongodb.MongoException;
import com.mongodb.client.ClientSession;
import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoDatabase;
import com.mongodb.client.model.CreateCollectionOptions;
import com.mongodb.client.model.ValidationOptions;
import com.mongodb.connection.ClusterDescription;
import com.mongodb.connection.ClusterType;
import io.spacecloud.api.error.UnsupportedFeatureException;
import io.spacecloud.api.request.Read;
import io.spacecloud.api.result.Document;
import io.spacecloud.api.spi.Backend;
import io.spacecloud.api.spi.Capability;
import io.spacecloud.api.spi.ChangeSource;
import io.spacecloud.api.spi.CollectionSchema;
import io.spacecloud.api.spi.Command;
import io.spacecloud.api.spi.CommandExecutor;
import io.spacecloud.api.spi.Declaration;
import io.spacecloud.api.spi.DeclaredField;
import io.spacecloud.api.spi.Outcome;
import io.spacecloud.api.spi.TransactionOptions;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import org.bson.BsonDocument;
import org.jspecify.annotations.Nullable;

/**
 * Collections of a MongoDB database. Thread-safe.
 *
 * <p>Every command is one atomic operation of MongoDB per document; one that concerns several runs
 * in a transaction, where the server has transactions: on a replica set or a sharded cluster.
 */
public final class MongoBackend implements Backend {
  private static final int NAMESPACE_EXISTS = 48;

  private final MongoClient client;
  private final boolean owned;
  private final MongoDatabase database;
  private final Collections collections;
  private final Set<Capability> capabilities;
  private final ChangeStreams changes;
  private final Clock clock = Clock.systemUTC();

  private MongoBackend(MongoClient client, String database, @Nullable MongoConfig owned) {
    this.client = client;
    this.owned = owned != null;
    this.database = client.getDatabase(database);
    this.collections = new Collections(this.database);
    this.capabilities = translated(this::inspect);
    Supplier<MongoClient> following =
        owned == null ? () -> client : () -> Clients.openUnbounded(owned);
    this.changes = new ChangeStreams(collections, following, this.owned, database);
    refresh();
  }

  /** Asks the server first, so that the driver knows what it is. */
  private Set<Capability> inspect() {
    database.runCommand(Bson.doc("ping", 1));
    ClusterDescription cluster = client.getClusterDescription();
    boolean sessions = cluster.getLogicalSessionTimeoutMinutes() != null;
    return capabilities(sessions && cluster.getType() != ClusterType.STANDALONE);
  }

  /** What a server has, alone or as one of several. */
  static Set<Capability> capabilities(boolean replicated) {
    Set<Capability> has = EnumSet.of(Capability.JSON, Capability.RENAME, Capability.STREAMING);
    if (replicated) {
      has.add(Capability.TRANSACTIONS);
    }
    return java.util.Collections.unmodifiableSet(has);
  }

  /**
   * Opens a client, which {@link #close} closes, and looks at the collections.
   *
   * @throws io.spacecloud.api.error.BackendException if the server cannot be reached
   */
  public static MongoBackend connect(MongoConfig config) {
    MongoClient client = Clients.open(config);
    try {
      return new MongoBackend(client, config.database(), config);
    } catch (RuntimeException e) {
      client.close();
      throw e;
    }
  }

  /** Uses a client that stays the application's: {@link #close} leaves it open. */
  public static MongoBackend of(MongoClient client, String database) {
    return new MongoBackend(client, database, null);
  }

  @Override
  public Set<Capability> capabilities() {
    return capabilities;
  }

  @Override
  public Set<String> collections() {
    return collections.names();
  }

  @Override
  public @Nullable CollectionSchema schema(String collection) {
    Handle handle = collections.find(collection);
    return handle == null ? null : handle.info().schema();
  }

  @Override
  public void refresh() {
    guarded(() -> collections.refresh());
  }

  @Override
  public void declare(Collection<Declaration> declarations) {
    collections.declare(declarations);
  }

  @Override
  public List<String> drift(Declaration declaration) {
    String name = declaration.collection();
    BsonDocument options = collections.options(name);
    List<String> drift = new ArrayList<>();
    if (declaration.fields().isEmpty() && Indexes.declared(declaration).isEmpty()) {
      return drift; // made with its first document
    } else if (options == null) {
      return List.of(name + ": is not there");
    }
    List<List<String>> unique = translated(() -> collections.uniqueKeys(name));
    for (List<String> key : Indexes.declared(declaration)) {
      if (unique.stream().noneMatch(index -> Set.copyOf(index).equals(Set.copyOf(key)))) {
        drift.add(name + ": no unique index on " + String.join(", ", key));
      }
    }
    if (!Validators.of(declaration).equals(options.get("validator"))) {
      drift.add(name + ": MongoDB does not validate as declared");
    }
    return drift;
  }

  @Override
  public void create(Declaration declaration) {
    for (DeclaredField field : declaration.fields()) {
      if (field.generated() && !Storage.isMade(field.kind())) {
        throw new UnsupportedFeatureException(
            "MongoDB generates object ids and uuids, not "
                + declaration.collection()
                + "."
                + field.name());
      }
    }
    guarded(() -> createMissing(declaration));
    refresh();
  }

  private void createMissing(Declaration declaration) {
    String name = declaration.collection();
    if (collections.options(name) == null) {
      ValidationOptions validation = new ValidationOptions().validator(Validators.of(declaration));
      try {
        database.createCollection(
            name, new CreateCollectionOptions().validationOptions(validation));
      } catch (MongoCommandException e) {
        if (e.getErrorCode() != NAMESPACE_EXISTS) { // another process was faster
          throw e;
        }
      }
    }
    List<List<String>> unique = collections.uniqueKeys(name);
    for (List<String> key : Indexes.declared(declaration)) {
      if (unique.stream().noneMatch(index -> Set.copyOf(index).equals(Set.copyOf(key)))) {
        Indexes.create(database, declaration, key);
      }
    }
  }

  @Override
  public String keyName() {
    return CollectionInfo.ID;
  }

  @Override
  public List<String> describe(Command command) {
    return new Descriptions(collections.get(command.request().collection()), clock).of(command);
  }

  @Override
  public Outcome execute(Command command) {
    boolean undoable = capabilities.contains(Capability.TRANSACTIONS);
    if (!Writer.isAtomic(command) || (undoable && !Writer.isSingle(command))) {
      return inTransaction(TransactionOptions.DEFAULT, executor -> executor.execute(command));
    }
    return translated(() -> run(null, command));
  }

  /** Runs a command within the session's transaction, or by itself. */
  Outcome run(@Nullable ClientSession session, Command command) {
    Handle handle = collections.get(command.request().collection());
    Operations operations =
        new Operations(handle, session, session == null ? command.request().timeout() : null);
    if (command instanceof Command.Query query) {
      return Outcome.of(Reader.run(handle, operations, query));
    } else if (command instanceof Command.Pipeline pipeline) {
      return Outcome.of(Aggregator.run(handle.info(), operations, pipeline));
    }
    Writer writer = new Writer(handle, operations, clock);
    if (command instanceof Command.Insert insert) {
      return Outcome.of(writer.insert(insert));
    } else if (command instanceof Command.Modify modify) {
      return Outcome.of(writer.update(modify));
    } else if (command instanceof Command.Upsert upsert) {
      return Outcome.of(writer.upsert(upsert));
    } else if (command instanceof Command.Remove remove) {
      return Outcome.of(writer.delete(remove));
    }
    throw new AssertionError(command.getClass());
  }

  @Override
  public <T extends @Nullable Object> T inTransaction(
      TransactionOptions options, Function<CommandExecutor, T> body) {
    if (!capabilities.contains(Capability.TRANSACTIONS)) {
      throw new UnsupportedFeatureException("this server has no transactions");
    }
    try (ClientSession session = client.startSession()) {
      return MongoTransaction.run(session, options, this, body);
    } catch (MongoException e) {
      throw Errors.translate(e);
    }
  }

  @Override
  public void stream(Read read, Consumer<Document> consumer) {
    Handle handle = collections.get(read.collection());
    guarded(
        () -> Reader.stream(handle, new Operations(handle, null, read.timeout()), read, consumer));
  }

  private static void guarded(Runnable work) {
    try {
      work.run();
    } catch (MongoException e) {
      throw Errors.translate(e);
    }
  }

  private interface Work<T extends @Nullable Object> {
    T run();
  }

  private static <T extends @Nullable Object> T translated(Work<T> work) {
    try {
      return work.run();
    } catch (MongoException e) {
      throw Errors.translate(e);
    }
  }

  /**
   * MongoDB's change streams: they tell what anybody writes, and a transaction's writes once it is
   * committed. A server that stands alone has none, and {@link ChangeSource#follow} then throws an
   * {@link UnsupportedFeatureException}.
   *
   * <p>A followed collection occupies a thread of the executor and a connection. To a client that
   * is the application's, that is one of its pool; else it is one beside those of the pool.
   */
  @Override
  public ChangeSource changes() {
    return changes;
  }

  @Override
  public void close() {
    changes.close();
    if (owned) {
      client.close();
    }
  }
}
