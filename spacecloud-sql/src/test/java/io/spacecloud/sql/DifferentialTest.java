package io.spacecloud.sql;

import io.spacecloud.api.contract.Differential;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Random requests on random tables, on each database and on the reference. */
class DifferentialTest {
  @ParameterizedTest
  @EnumSource(Databases.class)
  void everyDatabaseAnswersAsTheReferenceDoes(Databases database) {
    try (SqlHarness harness = SqlHarness.of(database)) {
      Differential.of(harness).run();
    }
  }
}
