package io.spacecloud.sql;

import java.sql.Connection;
import java.sql.Statement;
import javax.sql.DataSource;

enum Databases {
  H2,
  POSTGRES;

  private DataSource dataSource;

  DataSource dataSource() throws Exception {
    if (dataSource == null) {
      if (this == H2) {
        var h2 = new org.h2.jdbcx.JdbcDataSource();
        h2.setURL("jdbc:h2:mem:prop;DB_CLOSE_DELAY=-1");
        dataSource = h2;
      } else {
        dataSource =
            io.zonky.test.db.postgres.embedded.EmbeddedPostgres.builder()
                .start()
                .getPostgresDatabase();
      }
    }
    return dataSource;
  }

  void execute(String sql) throws Exception {
    try (Connection connection = dataSource().getConnection();
        Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  String quote(String name) {
    return '"' + name + '"';
  }
}
