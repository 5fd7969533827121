package io.spacecloud.sql;

import io.spacecloud.engine.testing.NonInterference;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class NonInterferenceTest {
  @ParameterizedTest
  @EnumSource(Databases.class)
  void whatAnAttackerSeesDoesNotDependOnWhatIsHidden(Databases database) throws Exception {
    drop(database);
    NonInterference.check(SqlBackend.of(database.dataSource()));
    drop(database);
  }

  private static void drop(Databases database) {
    for (String world : List.of("world_a", "world_b")) {
      database.execute("DROP TABLE IF EXISTS " + database.quote(world));
    }
  }
}
