package io.spacecloud.engine.users;

import io.spacecloud.api.error.BackendException;
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
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Function;

/** A database that lets a test do something between two commands, or fails one of them. */
final class Meddler implements Backend {
  private final Backend backend;
  private Class<? extends Command> awaited;
  private Runnable meddling;
  private int countdown;

  Meddler(Backend backend) {
    this.backend = backend;
  }

  /** Once, before the next command of that kind. */
  void beforeNext(Class<? extends Command> kind, Runnable work) {
    awaited = kind;
    meddling = work;
  }

  /** The command of that number from now on fails, and none after it. */
  void failAt(int number) {
    countdown = number;
  }

  @Override
  public Outcome execute(Command command) {
    if (awaited != null && awaited.isInstance(command)) {
      awaited = null;
      meddling.run();
    }
    if (countdown > 0 && --countdown == 0) {
      throw new BackendException(BackendException.Reason.DOWN, "cannot be reached", null);
    }
    return backend.execute(command);
  }

  @Override
  public Set<Capability> capabilities() {
    return backend.capabilities();
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
  public void create(Declaration declaration) {
    backend.create(declaration);
  }

  @Override
  public void refresh() {
    backend.refresh();
  }

  @Override
  public <T> T inTransaction(TransactionOptions options, Function<CommandExecutor, T> body) {
    return backend.inTransaction(options, body);
  }

  @Override
  public void stream(Read read, Consumer<Document> consumer) {
    backend.stream(read, consumer);
  }

  @Override
  public void close() {
    backend.close();
  }
}
