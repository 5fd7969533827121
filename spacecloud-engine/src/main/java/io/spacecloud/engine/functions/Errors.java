package io.spacecloud.engine.functions;

import io.spacecloud.api.error.BackendException;
import io.spacecloud.api.error.BackendException.Reason;
import io.spacecloud.api.error.FunctionException;
import io.spacecloud.api.error.NotFoundException;
import io.spacecloud.api.error.SpaceCloudException;

/** How calls end that do not end well. */
final class Errors {
  private Errors() {}

  static BackendException unserved() {
    return new BackendException(Reason.UNSERVED, "nobody serves the function", null);
  }

  static BackendException busy() {
    return new BackendException(Reason.EXHAUSTED, "too many calls at once", null);
  }

  static BackendException late() {
    return new BackendException(Reason.TIMEOUT, "the function did not reply in time", null);
  }

  static BackendException stopped() {
    return new BackendException(Reason.DOWN, "whoever served the function stopped", null);
  }

  static BackendException closed() {
    return new BackendException(Reason.DOWN, "functions are closed", null);
  }

  /** What a server may end a call by as it is; a failure for everything else. */
  static SpaceCloudException told(Throwable failure) {
    boolean known =
        failure instanceof FunctionException
            || failure instanceof NotFoundException
            || failure instanceof BackendException;
    return known ? (SpaceCloudException) failure : failed();
  }

  /** Of what a function throws, the caller learns nothing. */
  static BackendException failed() {
    return new BackendException(Reason.FAILED, "the function failed", null);
  }
}
