package io.spacecloud.engine.dispatch;

import io.spacecloud.api.error.InvalidRequestException;
import io.spacecloud.api.request.Aggregate;
import io.spacecloud.api.request.Batch;
import io.spacecloud.api.request.Create;
import io.spacecloud.api.request.Delete;
import io.spacecloud.api.request.Read;
import io.spacecloud.api.request.Request;
import io.spacecloud.api.request.Update;
import io.spacecloud.api.request.WriteRequest;
import io.spacecloud.engine.config.Limits;
import java.time.Duration;
import java.util.List;
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
    if (limits.longest() == null) {
      return request;
    } else if (request instanceof Batch batch) {
      List<WriteRequest> items =
          batch.requests().stream().map(each -> (WriteRequest) within(limits, each)).toList();
      return batch.withRequests(items).timeout(time(limits, request));
    }
    Duration time = time(limits, request);
    if (request instanceof Read read) {
      return read.timeout(time);
    } else if (request instanceof Create create) {
      return create.timeout(time);
    } else if (request instanceof Update update) {
      return update.timeout(time);
    } else if (request instanceof Delete delete) {
      return delete.timeout(time);
    } else if (request instanceof Aggregate aggregate) {
      return aggregate.timeout(time);
    }
    throw new AssertionError(request.getClass());
  }

  private static Duration time(Limits limits, Request request) {
    return Objects.requireNonNull(limits.timeout(request.timeout()));
  }
}
