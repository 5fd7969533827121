package io.spacecloud.examples.conformance;

import io.spacecloud.api.contract.Differential;
import io.spacecloud.api.contract.Harness;
import io.spacecloud.mongo.MongoHarness;
import io.spacecloud.sql.Databases;
import io.spacecloud.sql.SqlHarness;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/**
 * The same random requests on every database at once.
 *
 * <p>{@code -Dspacecloud.soak.minutes=10} goes on for ten minutes; {@code -Dspacecloud.seed=…}
 * begins at a seed that a failure named.
 */
class EveryDatabaseTest {
  /** A database of another kind is one more line here. */
  private final List<Harness> databases =
      List.of(
          SqlHarness.of(Databases.H2),
          SqlHarness.of(Databases.POSTGRES),
          SqlHarness.of(Databases.MARIADB),
          MongoHarness.open());

  @AfterEach
  void close() throws Exception {
    for (Harness database : databases) {
      if (database instanceof AutoCloseable closeable) {
        closeable.close();
      }
    }
  }

  @Test
  void theSameRequestsHaveTheSameOutcomeOnEveryDatabase() {
    Differential.of(databases).run();
  }
}
