package io.spacecloud.sql;

import io.spacecloud.api.spi.Backend;
import io.spacecloud.api.spi.BackendConfig;
import io.spacecloud.api.spi.BackendProvider;

/** Opens SQL databases for configurations; found by {@link java.util.ServiceLoader}. */
public final class SqlBackendProvider implements BackendProvider {
  @Override
  public boolean supports(String type) {
    return type.startsWith("sql-");
  }

  @Override
  public Backend open(BackendConfig config) {
    return SqlBackend.connect(
        SqlConfig.of(config.url()).credentials(config.user(), config.password()));
  }
}
