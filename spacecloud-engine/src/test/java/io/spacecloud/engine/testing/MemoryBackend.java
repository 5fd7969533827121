package io.spacecloud.engine.testing;

import io.spacecloud.api.condition.Conditions;
import io.spacecloud.api.request.Create;
import io.spacecloud.api.request.Read;
import io.spacecloud.api.result.Document;
import io.spacecloud.api.spi.Backend;
import io.spacecloud.api.spi.Capability;
import io.spacecloud.api.spi.CollectionSchema;
import io.spacecloud.api.spi.Command;
import io.spacecloud.api.spi.CommandExecutor;
import io.spacecloud.api.spi.Declaration;
import io.spacecloud.api.spi.Outcome;
import io.spacecloud.api.spi.TransactionOptions;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.Deque;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Function;

/** A database in memory that records what it is asked to do, and fails when it is told to. */
public final class MemoryBackend implements Backend {
  private static final RuntimeException NONE = new IllegalStateException("no failure");

  private final InMemoryBackend backend = InMemoryBackend.create();
  private final Set<Capability> capabilities = EnumSet.allOf(Capability.class);
  private final List<CollectionSchema> unseen = new ArrayList<>();
  private final List<Command> commands = Collections.synchronizedList(new ArrayList<>());
  private final List<TransactionOptions> transactions =
      Collections.synchronizedList(new ArrayList<>());
  private final Deque<RuntimeException> failures = new ArrayDeque<>();
  private volatile List<Declaration> declared = List.of();
  private int refreshes;
  private boolean closed;

  public MemoryBackend() {
    capabilities.retainAll(backend.capabilities());
    capabilities.remove(Capability.RENAME);
  }

  /** Adds a collection with these rows. */
  @SafeVarargs
  public final MemoryBackend with(CollectionSchema schema, Map<String, ?>... rows) {
    backend.define(schema);
    for (Map<String, ?> row : rows) {
      Create create = Create.one("db", schema.name(), row);
      backend.execute(new Command.Insert(create, List.of(Conditions.TRUE), false));
    }
    return this;
  }

  /** A collection that only a refresh finds. */
  public MemoryBackend withUnseen(CollectionSchema schema) {
    unseen.add(schema);
    return this;
  }

  public MemoryBackend including(Capability capability) {
    capabilities.add(capability);
    return this;
  }

  public MemoryBackend without(Capability capability) {
    capabilities.remove(capability);
    return this;
  }

  /** The next command fails so. */
  public void failNext(RuntimeException failure) {
    failAfter(0, failure);
  }

  /** So many commands run, and the next one fails so. */
  public void failAfter(int passed, RuntimeException failure) {
    failures.addAll(Collections.nCopies(passed, NONE));
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

  /** What is stored, without what is null. */
  public List<Document> rows(String collection) {
    Command query = new Command.Query(Read.all("db", collection), false);
    return backend.execute(query).result().documents().stream().map(MemoryBackend::clean).toList();
  }

  private static Document clean(Document row) {
    Map<String, Object> clean = new LinkedHashMap<>(row);
    clean.values().removeIf(v -> v == null);
    return Document.of(clean);
  }

  @Override
  public Set<Capability> capabilities() {
    return capabilities;
  }

  @Override
  public Set<String> collections() {
    return backend.collections();
  }

  @Override
  public CollectionSchema schema(String collection) {
    return backend.schema(collection);
  }

  @Override
  public void declare(Collection<Declaration> declarations) {
    declared = List.copyOf(declarations);
  }

  /** What it was told last. */
  public List<Declaration> declared() {
    return declared;
  }

  @Override
  public void create(Declaration declaration) {
    backend.create(declaration);
  }

  @Override
  public void refresh() {
    refreshes++;
    unseen.forEach(backend::define);
    unseen.clear();
  }

  @Override
  public Outcome execute(Command command) {
    return recorded(command, backend);
  }

  private Outcome recorded(Command command, CommandExecutor executor) {
    commands.add(command);
    RuntimeException failure = failures.isEmpty() ? NONE : failures.remove();
    if (failure != NONE) {
      throw failure;
    }
    return executor.execute(command);
  }

  @Override
  public <T> T inTransaction(TransactionOptions options, Function<CommandExecutor, T> body) {
    transactions.add(options);
    return backend.inTransaction(
        options, executor -> body.apply(command -> recorded(command, executor)));
  }

  @Override
  public void stream(Read read, Consumer<Document> consumer) {
    commands.add(new Command.Query(read, false));
    backend.stream(read, consumer);
  }

  @Override
  public void close() {
    closed = true;
  }
}
