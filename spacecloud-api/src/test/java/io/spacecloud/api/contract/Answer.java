package io.spacecloud.api.contract;

import io.spacecloud.api.error.BackendException;
import io.spacecloud.api.error.SpaceCloudException;
import io.spacecloud.api.request.Request;
import io.spacecloud.api.result.Result;

/**
 * What a request came to: a result, or else an error.
 *
 * @param result null if it failed
 * @param error null if it did not
 */
record Answer(Result result, RuntimeException error) {
  static Answer of(Harness harness, Request request) {
    try {
      return new Answer(harness.execute(Readdressed.to(harness.database(), request)), null);
    } catch (RuntimeException e) {
      return new Answer(null, e);
    }
  }

  boolean failed() {
    return error != null;
  }

  /**
   * Whether this error tells the caller to do what the expected one does. Where the reference says
   * {@link BackendException}, what does not fit is found by the database, in its own way.
   */
  boolean remedyAgrees(Answer expected) {
    if (expected.error instanceof BackendException) {
      return error instanceof SpaceCloudException;
    }
    return error.getClass() == expected.error.getClass();
  }

  @Override
  public String toString() {
    return failed() ? "the error " + error : "a result";
  }
}
