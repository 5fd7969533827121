package io.spacecloud.engine.testing;

import io.spacecloud.api.contract.Differential;
import org.junit.jupiter.api.Test;

/** Random requests on random tables in memory, and on the reference. */
class InMemoryDifferentialTest {
  @Test
  void memoryAnswersAsTheReferenceDoes() {
    Differential.of(new InMemoryHarness()).run();
  }
}
