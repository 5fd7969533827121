package io.spacecloud.engine.testing;

import io.spacecloud.api.spi.Command;
import io.spacecloud.api.spi.CommandExecutor;
import io.spacecloud.api.spi.Outcome;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Commands within one transaction; after one that failed, nothing more runs and nothing stays. */
final class InMemoryTransaction implements CommandExecutor {
  private final Function<Command, Outcome> backend;
  private @Nullable RuntimeException failure;

  InMemoryTransaction(Function<Command, Outcome> backend) {
    this.backend = backend;
  }

  @Override
  public Outcome execute(Command command) {
    throwFailure();
    try {
      return backend.apply(command);
    } catch (RuntimeException e) {
      failure = e;
      throw e;
    }
  }

  /** Throws what made a command fail, if one did, also where the body swallowed it. */
  void throwFailure() {
    if (failure != null) {
      throw failure;
    }
  }
}
