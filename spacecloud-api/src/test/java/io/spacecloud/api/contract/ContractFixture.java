package io.spacecloud.api.contract;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.spacecloud.api.spi.Capability;
import io.spacecloud.api.value.Comparisons;
import io.spacecloud.api.value.Values;
import java.time.Duration;
import java.util.List;
import org.assertj.core.api.Assertions;
import org.assertj.core.api.ListAssert;

/** What every part of the contract runs against. */
interface ContractFixture {
  /** The backend under test. */
  Harness harness();

  default void needs(Capability capability) {
    assumeTrue(harness().has(capability), capability + " is not declared");
  }

  /** The least time between two timestamps that the database tells apart. */
  default Duration step() {
    return Duration.ofNanos((long) Math.pow(10, 9 - harness().timestampDigits()));
  }

  /** Skips what a server that stands in for the real product is known to do wrong. */
  default void unlessFlawed(String test) {
    String flaw = harness().flaw(test);
    assumeTrue(flaw == null, () -> "the server that stands in here is flawed: " + flaw);
  }

  /** An assertion on values that are equal as conditions understand it. */
  static ListAssert<Object> assertValues(List<?> values) {
    return Assertions.<Object>assertThat(values.stream().<Object>map(value -> value))
        .usingElementComparator(
            (a, b) -> Comparisons.equal(Values.normalize("", a), Values.normalize("", b)) ? 0 : 1);
  }
}
