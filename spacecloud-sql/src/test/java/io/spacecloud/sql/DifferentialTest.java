package io.spacecloud.sql;

import io.spacecloud.api.contract.Differential;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Random conditions over random rows, on each database and by the reference. */
class DifferentialTest {
  @ParameterizedTest
  @EnumSource(Databases.class)
  void everyDatabaseSelectsWhatTheReferenceSelects(Databases database) {
    try (SqlHarness harness = SqlHarness.of(database)) {
      Differential.of(harness).run();
    }
  }
}
