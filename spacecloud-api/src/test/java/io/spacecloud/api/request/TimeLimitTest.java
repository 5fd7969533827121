package io.spacecloud.api.request;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.spacecloud.api.error.InvalidRequestException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class TimeLimitTest {
  static Stream<Function<Duration, Request>> requests() {
    return Stream.of(
        Read.all("db", "t")::timeout,
        Create.one("db", "t", Map.of("id", 1))::timeout,
        Update.all("db", "t").set("n", 1)::timeout,
        Delete.all("db", "t")::timeout,
        Aggregate.all("db", "t", List.of())::timeout,
        Batch.of("db", Delete.all("db", "t"))::timeout);
  }

  @ParameterizedTest
  @MethodSource("requests")
  void aTimeoutIsMoreThanNothingAndAtMostADay(Function<Duration, Request> request) {
    for (Duration timeout :
        List.of(
            Duration.ZERO,
            Duration.ofNanos(-1),
            Duration.ofDays(1).plusNanos(1),
            Duration.ofSeconds(Long.MAX_VALUE),
            Duration.ofSeconds(Long.MIN_VALUE))) {
      assertThatThrownBy(() -> request.apply(timeout))
          .isInstanceOf(InvalidRequestException.class)
          .hasMessageStartingWith("options.timeout: ");
    }
    for (Duration timeout : List.of(Duration.ofNanos(1), Duration.ofDays(1))) {
      assertThat(request.apply(timeout).timeout()).isEqualTo(timeout);
    }
  }
}
