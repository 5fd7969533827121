package io.spacecloud.examples.benchmarks;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import io.spacecloud.api.request.Read;
import io.spacecloud.engine.ProjectConfig;
import io.spacecloud.engine.SpaceCloud;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;

/**
 * How long a JVM that has just begun takes until its first read is done: with HikariCP and H2
 * alone, and through an engine on top of them. Each in JVMs of its own, by turns.
 */
public final class StartTimes {
  private static final int ROUNDS = 15;
  private static final String TABLE = "CREATE TABLE \"todos\" (\"id\" INTEGER PRIMARY KEY)";
  private static final String CONFIG =
      """
      id: start
      secret: a-secret-for-benchmarks-alone-0123456789
      modules:
        crud:
          db:
            type: sql-h2
            conn: jdbc:h2:mem:start;DB_CLOSE_DELAY=-1
            collections:
              todos:
                rules:
                  read: { rule: filter, find: { id: args.auth.id } }
      """;

  private StartTimes() {}

  /** Measures, if called without arguments; a JVM that is measured has one. */
  public static void main(String[] arguments) throws Exception {
    if (arguments.length == 0) {
      measure();
      return;
    }
    long start = System.nanoTime();
    if (arguments[0].equals("engine")) {
      engine();
    } else {
      pool();
    }
    System.out.println(System.nanoTime() - start);
  }

  private static void pool() throws SQLException {
    HikariConfig config = new HikariConfig();
    config.setJdbcUrl("jdbc:h2:mem:start");
    try (HikariDataSource pool = new HikariDataSource(config);
        Connection connection = pool.getConnection();
        Statement statement = connection.createStatement()) {
      statement.execute(TABLE);
      statement.executeQuery("SELECT \"id\" FROM \"todos\"").next();
    }
  }

  private static void engine() throws SQLException {
    try (Connection connection =
            DriverManager.getConnection("jdbc:h2:mem:start;DB_CLOSE_DELAY=-1");
        Statement statement = connection.createStatement();
        SpaceCloud cloud = SpaceCloud.builder().config(ProjectConfig.parse(CONFIG)).build()) {
      statement.execute(TABLE);
      cloud.authenticated(Map.of("id", 1)).read(Read.all("db", "todos"));
    }
  }

  private static void measure() throws IOException, InterruptedException {
    double[] pool = new double[ROUNDS];
    double[] engine = new double[ROUNDS];
    for (int i = 0; i < ROUNDS; i++) {
      pool[i] = millis("pool");
      engine[i] = millis("engine");
    }
    Arrays.sort(pool);
    Arrays.sort(engine);
    System.out.printf(
        Locale.ROOT,
        "first read, median (least to most) of %d JVMs: pool %.0f ms (%.0f to %.0f), engine %.0f ms"
            + " (%.0f to %.0f), beyond the pool's own %.0f ms%n",
        ROUNDS,
        pool[ROUNDS / 2],
        pool[0],
        pool[ROUNDS - 1],
        engine[ROUNDS / 2],
        engine[0],
        engine[ROUNDS - 1],
        engine[ROUNDS / 2] - pool[ROUNDS / 2]);
  }

  private static double millis(String what) throws IOException, InterruptedException {
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                StartTimes.class.getName(),
                what)
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    String printed = new String(process.getInputStream().readAllBytes()).trim();
    if (process.waitFor() != 0) {
      throw new IllegalStateException(what + " failed");
    }
    return Long.parseLong(printed) / 1e6;
  }
}
