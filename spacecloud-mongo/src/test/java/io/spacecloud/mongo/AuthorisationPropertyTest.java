package io.spacecloud.mongo;

import io.spacecloud.engine.testing.AuthorisationProperty;
import org.junit.jupiter.api.Test;

class AuthorisationPropertyTest {
  @Test
  void nobodyGetsMoreOrLessThanTheRulesGrant() throws Exception {
    String url = MongoServers.newDatabase();
    AuthorisationProperty.check(MongoBackend.connect(MongoConfig.of(url)));
    MongoServers.drop(url);
  }
}
