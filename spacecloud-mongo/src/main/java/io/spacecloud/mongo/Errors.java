package io.spacecloud.mongo;

import com.mongodb.MongoBulkWriteException;
import com.mongodb.MongoClientException;
import com.mongodb.MongoCommandException;
import com.mongodb.MongoConnectionPoolClearedException;
import com.mongodb.MongoException;
import com.mongodb.MongoExecutionTimeoutException;
import com.mongodb.MongoInterruptedException;
import com.mongodb.MongoNodeIsRecoveringException;
import com.mongodb.MongoNotPrimaryException;
import com.mongodb.MongoOperationTimeoutException;
import com.mongodb.MongoSocketException;
import com.mongodb.MongoSocketReadTimeoutException;
import com.mongodb.MongoTimeoutException;
import com.mongodb.MongoWriteException;
import io.spacecloud.api.error.BackendException;
import io.spacecloud.api.error.BackendException.Reason;
import io.spacecloud.api.error.ConflictException;
import io.spacecloud.api.error.InvalidRequestException;
import io.spacecloud.api.error.SpaceCloudException;
import java.util.Set;

/**
 * Turns what the driver throws into errors by remedy. Its messages quote values, so neither they
 * nor the exceptions themselves are passed on.
 */
final class Errors {
  private static final int DUPLICATE_KEY = 11000;
  private static final int WRITE_CONFLICT = 112;
  private static final int TOO_LONG = 50;
  private static final Set<Integer> INVALID =
      Set.of(2, 14, 52, 55, 57, 66, 121, 10334, 17280, 17419);

  private Errors() {}

  static SpaceCloudException translate(MongoException e) {
    int code = code(e);
    if (code == DUPLICATE_KEY) {
      return constraint();
    } else if (code == WRITE_CONFLICT
        || e.hasErrorLabel(MongoException.TRANSIENT_TRANSACTION_ERROR_LABEL)) {
      return new ConflictException(
          ConflictException.Reason.WRITE_CONFLICT,
          "another transaction changed the same documents");
    } else if (waitedFor("a connection", e)) {
      return backend(Reason.EXHAUSTED, "no connection became free in time", code);
    } else if (isTimeout(e, code)) {
      return backend(Reason.TIMEOUT, "the database took too long", code);
    } else if (isDown(e)) {
      return backend(Reason.DOWN, "the database cannot be reached", code);
    } else if (INVALID.contains(code)) {
      return new InvalidRequestException("", "a value does not fit its field (code " + code + ")");
    }
    return backend(Reason.FAILED, "the database answered with an error", code);
  }

  /** The same whatever stands in the way: it may be what the caller cannot see. */
  static ConflictException constraint() {
    return new ConflictException(
        ConflictException.Reason.CONSTRAINT, "a constraint of the database stands against it");
  }

  static boolean isDuplicateKey(MongoException e) {
    return code(e) == DUPLICATE_KEY;
  }

  private static int code(MongoException e) {
    if (e instanceof MongoWriteException write) {
      return write.getError().getCode();
    } else if (e instanceof MongoBulkWriteException bulk && !bulk.getWriteErrors().isEmpty()) {
      return bulk.getWriteErrors().get(0).getCode();
    }
    return e instanceof MongoCommandException command ? command.getErrorCode() : e.getCode();
  }

  /** Waits of every kind end in the same classes of exception; only their words tell them apart. */
  private static boolean waitedFor(String what, MongoException e) {
    return e instanceof MongoTimeoutException
        && e.getMessage() != null
        && e.getMessage().contains("waiting for " + what);
  }

  /** A connection that breaks is wrapped as a timeout, too. */
  private static boolean isTimeout(MongoException e, int code) {
    boolean broken =
        e.getCause() instanceof MongoSocketException
            && !(e.getCause() instanceof MongoSocketReadTimeoutException);
    return code == TOO_LONG
        || e instanceof MongoExecutionTimeoutException
        || (e instanceof MongoOperationTimeoutException && !broken && !waitedFor("a server", e));
  }

  private static boolean isDown(MongoException e) {
    return e instanceof MongoSocketException
        || e instanceof MongoTimeoutException
        || e instanceof MongoNotPrimaryException
        || e instanceof MongoNodeIsRecoveringException
        || e instanceof MongoConnectionPoolClearedException
        || e instanceof MongoInterruptedException
        || (e instanceof MongoClientException && e.getCause() instanceof MongoSocketException);
  }

  private static BackendException backend(Reason reason, String message, int code) {
    return new BackendException(reason, message + " (code " + code + ")", null);
  }
}
