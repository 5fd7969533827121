package io.spacecloud.mongo;

import io.spacecloud.api.spi.Backend;
import io.spacecloud.engine.users.UsersContract;
import org.junit.jupiter.api.AfterEach;

class MongoUsersTest extends UsersContract {
  private final String url = MongoServers.newDatabase();

  @Override
  protected Backend open() {
    return MongoBackend.connect(MongoConfig.of(url));
  }

  @AfterEach
  void drop() {
    MongoServers.drop(url);
  }
}
