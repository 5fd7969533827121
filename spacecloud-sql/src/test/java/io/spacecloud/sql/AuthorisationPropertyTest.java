package io.spacecloud.sql;

import io.spacecloud.engine.testing.AuthorisationProperty;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class AuthorisationPropertyTest {
  @ParameterizedTest
  @EnumSource(Databases.class)
  void nobodyGetsMoreOrLessThanTheRulesGrant(Databases database) throws Exception {
    String drop = "DROP TABLE IF EXISTS " + database.quote("property");
    database.execute(drop);
    AuthorisationProperty.check(SqlBackend.of(database.dataSource()));
    database.execute(drop);
  }
}
