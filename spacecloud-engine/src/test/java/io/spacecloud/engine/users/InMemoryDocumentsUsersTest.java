package io.spacecloud.engine.users;

import io.spacecloud.api.spi.Backend;
import io.spacecloud.engine.testing.InMemoryBackend;
import java.time.Clock;

class InMemoryDocumentsUsersTest extends UsersContract {
  @Override
  protected Backend open() {
    return InMemoryBackend.ofDocuments(Clock.systemUTC());
  }
}
