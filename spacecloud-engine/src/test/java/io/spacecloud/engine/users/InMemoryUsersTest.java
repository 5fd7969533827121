package io.spacecloud.engine.users;

import io.spacecloud.api.spi.Backend;
import io.spacecloud.engine.testing.InMemoryBackend;

class InMemoryUsersTest extends UsersContract {
  @Override
  protected Backend open() {
    return InMemoryBackend.create();
  }
}
