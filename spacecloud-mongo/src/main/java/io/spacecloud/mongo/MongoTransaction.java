package io.spacecloud.mongo;

import com.mongodb.MongoException;
import com.mongodb.ReadConcern;
import com.mongodb.ReadPreference;
import com.mongodb.WriteConcern;
import com.mongodb.client.ClientSession;
import io.spacecloud.api.error.SpaceCloudException;
import io.spacecloud.api.request.WriteRequest;
import io.spacecloud.api.spi.Command;
import io.spacecloud.api.spi.CommandExecutor;
import io.spacecloud.api.spi.Outcome;
import io.spacecloud.api.spi.TransactionOptions;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Commands within one transaction, on a snapshot; after one that failed, nothing more runs and
 * nothing commits.
 */
final class MongoTransaction implements CommandExecutor {
  private static final int COMMIT_TRIES = 3;

  private final ClientSession session;
  private final MongoBackend backend;
  private boolean rollback;
  private @Nullable SpaceCloudException failure;

  private MongoTransaction(
      ClientSession session, TransactionOptions options, MongoBackend backend) {
    this.session = session;
    this.backend = backend;
    this.rollback = options.rollback();
  }

  static <T extends @Nullable Object> T run(
      ClientSession session,
      TransactionOptions options,
      MongoBackend backend,
      Function<CommandExecutor, T> body) {
    session.startTransaction(driverOptions(options));
    MongoTransaction transaction = new MongoTransaction(session, options, backend);
    try {
      T result = body.apply(transaction);
      transaction.end();
      return result;
    } finally {
      if (session.hasActiveTransaction()) {
        session.abortTransaction();
      }
    }
  }

  /** A snapshot is the strongest that MongoDB has, and what it needs at the least. */
  private static com.mongodb.TransactionOptions driverOptions(TransactionOptions options) {
    var driver =
        com.mongodb.TransactionOptions.builder()
            .readConcern(ReadConcern.SNAPSHOT)
            .writeConcern(WriteConcern.MAJORITY)
            .readPreference(ReadPreference.primary());
    if (options.timeout() != null) {
      driver.timeout(Math.max(1, options.timeout().toMillis()), TimeUnit.MILLISECONDS);
    }
    return driver.build();
  }

  @Override
  public Outcome execute(Command command) {
    throwFailure();
    try {
      if (command.request() instanceof WriteRequest write && write.dryRun()) {
        rollback = true; // MongoDB has no part of a transaction that could be undone alone
      }
      return backend.run(session, command);
    } catch (MongoException e) {
      failure = Errors.translate(e);
    } catch (SpaceCloudException e) {
      failure = e;
    }
    throw failure;
  }

  private void throwFailure() {
    if (failure != null) {
      throw failure;
    }
  }

  private void end() {
    throwFailure();
    if (rollback) {
      session.abortTransaction();
    } else {
      commit();
    }
  }

  /** A commit whose outcome is not known may be asked for again; it happens once. */
  private void commit() {
    for (int i = 1; ; i++) {
      try {
        session.commitTransaction();
        return;
      } catch (MongoException e) {
        boolean unknown = e.hasErrorLabel(MongoException.UNKNOWN_TRANSACTION_COMMIT_RESULT_LABEL);
        if (!unknown || i == COMMIT_TRIES) {
          throw e;
        }
      }
    }
  }
}
