package io.spacecloud.mongo;

import io.spacecloud.engine.testing.NonInterference;
import org.junit.jupiter.api.Test;

class NonInterferenceTest {
  @Test
  void whatAnAttackerSeesDoesNotDependOnWhatIsHidden() throws Exception {
    String url = MongoServers.newDatabase();
    NonInterference.check(MongoBackend.connect(MongoConfig.of(url)));
    MongoServers.drop(url);
  }
}
