package io.spacecloud.sql;

import com.zaxxer.hikari.HikariDataSource;
import java.util.UUID;
import javax.sql.DataSource;

/** H2 in this JVM's memory. */
final class H2Server implements TestServer {
  private final String url = "jdbc:h2:mem:" + UUID.randomUUID() + ";DB_CLOSE_DELAY=-1";
  private final HikariDataSource pool = TestServer.pool(url, "sa");

  @Override
  public String url() {
    return url;
  }

  @Override
  public String user() {
    return "sa";
  }

  @Override
  public DataSource dataSource() {
    return pool;
  }

  @Override
  public void close() {
    pool.close();
  }
}
