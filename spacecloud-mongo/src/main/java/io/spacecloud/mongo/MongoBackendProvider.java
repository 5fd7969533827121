package io.spacecloud.mongo;

import io.spacecloud.api.spi.Backend;
import io.spacecloud.api.spi.BackendConfig;
import io.spacecloud.api.spi.BackendProvider;

/** Opens MongoDB databases for configurations; found by {@link java.util.ServiceLoader}. */
public final class MongoBackendProvider implements BackendProvider {
  @Override
  public boolean supports(String type) {
    return type.equals("mongo");
  }

  @Override
  public Backend open(BackendConfig config) {
    return MongoBackend.connect(
        MongoConfig.of(config.url()).credentials(config.user(), config.password()));
  }
}
