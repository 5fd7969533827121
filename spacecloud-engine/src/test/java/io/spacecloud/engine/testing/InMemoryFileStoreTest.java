package io.spacecloud.engine.testing;

import io.spacecloud.api.contract.FileStoreContract;
import io.spacecloud.api.spi.FileStore;

class InMemoryFileStoreTest extends FileStoreContract {
  @Override
  protected FileStore open() {
    return InMemoryFileStore.create();
  }
}
