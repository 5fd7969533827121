package io.spacecloud.sql;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;

/** Opens the pool that a configuration describes. */
final class Pool {
  private Pool() {}

  static HikariDataSource open(SqlConfig config, Dialect dialect) {
    HikariConfig hikari = new HikariConfig();
    hikari.setPoolName("spacecloud");
    hikari.setJdbcUrl(config.url());
    hikari.setUsername(config.user());
    hikari.setPassword(config.password());
    hikari.setMaximumPoolSize(config.poolSize());
    hikari.setConnectionTimeout(Math.max(250, config.connectionTimeout().toMillis()));
    hikari.setTransactionIsolation("TRANSACTION_" + config.isolation().name());
    hikari.setInitializationFailTimeout(config.connectionTimeout().toMillis());
    hikari.setConnectionInitSql(dialect.sessionSql(config));
    dialect.properties(config).forEach(hikari::addDataSourceProperty);
    config.properties().forEach(hikari::addDataSourceProperty);
    return new HikariDataSource(hikari);
  }
}
