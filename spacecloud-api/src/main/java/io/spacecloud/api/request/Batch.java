package io.spacecloud.api.request;

import io.spacecloud.api.error.InvalidRequestException;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Writes to one database of which all or none take effect.
 *
 * @param requests in the order of execution, all for the batch's database
 */
public record Batch(String database, List<WriteRequest> requests, @Nullable Duration timeout)
    implements Request {
  private static final int MAX_REQUESTS = 1_000;

  public Batch {
    TimeLimit.check(timeout);
    requests = List.copyOf(requests);
    if (requests.isEmpty() || requests.size() > MAX_REQUESTS) {
      throw new InvalidRequestException("reqs", "expected 1 to " + MAX_REQUESTS + " requests");
    }
    for (int i = 0; i < requests.size(); i++) {
      if (!requests.get(i).database().equals(database)) {
        throw new InvalidRequestException("reqs." + i, "a batch stays within one database");
      }
    }
  }

  /** All of the writes, or none. */
  public static Batch of(String database, WriteRequest... requests) {
    return new Batch(database, List.of(requests), null);
  }

  /** The same batch with other writes. */
  public Batch withRequests(List<WriteRequest> others) {
    return new Batch(database, others, timeout);
  }

  /** Given up when the database takes longer. */
  public Batch timeout(Duration duration) {
    return new Batch(database, requests, duration);
  }
}
