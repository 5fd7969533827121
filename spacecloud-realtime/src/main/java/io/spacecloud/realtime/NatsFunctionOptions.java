package io.spacecloud.realtime;

import java.time.Duration;
import java.util.HashSet;
import java.util.Set;

/**
 * How calls go over NATS. Immutable.
 *
 * <p>Between processes of this library calls and replies are authenticated. Space Cloud's own
 * messages are not: whoever may publish on the broker can make them, with any claims. What is to
 * deal with Space Cloud itself, or with its workers, is named here, service by service.
 *
 * @param leeway how far clocks may be apart: a call is taken for its timeout and so much longer
 * @param plainCallers services that are served to callers of Space Cloud's, too: whatever claims
 *     they send are taken for verified
 * @param plainWorkers services whose workers are Space Cloud's: calls are sent and replies taken
 *     without authentication
 */
public record NatsFunctionOptions(
    Duration leeway, Set<String> plainCallers, Set<String> plainWorkers) {
  /** 30 seconds, and everything is authenticated. */
  public static final NatsFunctionOptions DEFAULT =
      new NatsFunctionOptions(Duration.ofSeconds(30), Set.of(), Set.of());

  public NatsFunctionOptions {
    plainCallers = Set.copyOf(plainCallers);
    plainWorkers = Set.copyOf(plainWorkers);
    if (leeway.isNegative()) {
      throw new IllegalArgumentException("times are not negative");
    } else if (!plainCallers.stream().allMatch(FunctionSubjects::isPlain)
        || !plainWorkers.stream().allMatch(FunctionSubjects::isPlain)) {
      throw new IllegalArgumentException(
          "services of Space Cloud's are named by letters, digits, dashes and underscores");
    }
  }

  /** With clocks that may be so far apart. */
  public NatsFunctionOptions withLeeway(Duration time) {
    return new NatsFunctionOptions(time, plainCallers, plainWorkers);
  }

  /** With one more service that callers of Space Cloud's may call, with any claims they like. */
  public NatsFunctionOptions withPlainCallers(String service) {
    return new NatsFunctionOptions(leeway, and(plainCallers, service), plainWorkers);
  }

  /** With one more service that workers of Space Cloud's serve. */
  public NatsFunctionOptions withPlainWorkers(String service) {
    return new NatsFunctionOptions(leeway, plainCallers, and(plainWorkers, service));
  }

  private static Set<String> and(Set<String> services, String service) {
    Set<String> all = new HashSet<>(services);
    all.add(service);
    return all;
  }
}
