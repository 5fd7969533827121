package io.spacecloud.engine.dispatch;

import io.spacecloud.api.error.InvalidRequestException;
import io.spacecloud.api.request.Aggregate;
import io.spacecloud.api.request.Batch;
import io.spacecloud.api.request.Create;
import io.spacecloud.api.request.Delete;
import io.spacecloud.api.request.Read;
import io.spacecloud.api.request.Request;
import io.spacecloud.api.request.Update;
import io.spacecloud.engine.config.Limits;
import java.time.Duration;
import java.util.Objects;

/** Gives requests the time that they may take. */
final class Timeouts {
  private Timeouts() {}

  /**
   * The request, with a timeout if there is a limit.
   *
   * @throws InvalidRequestException if it asks for more
   */
  static Request within(Limits limits, Request request) {
    Duration timeout = limits.timeout(request.timeout());
    if (Objects.equals(timeout, request.timeout()) || timeout == null) {
      return request;
    } else if (request instanceof Read read) {
      return read.timeout(timeout);
    } else if (request instanceof Create create) {
      return create.timeout(timeout);
    } else if (request instanceof Update update) {
      return update.timeout(timeout);
    } else if (request instanceof Delete delete) {
      return delete.timeout(timeout);
    } else if (request instanceof Aggregate aggregate) {
      return aggregate.timeout(timeout);
    } else if (request instanceof Batch batch) {
      return batch.timeout(timeout);
    }
    throw new AssertionError(request.getClass());
  }
}
