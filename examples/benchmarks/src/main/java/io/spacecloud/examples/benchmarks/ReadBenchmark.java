package io.spacecloud.examples.benchmarks;

import static io.spacecloud.api.condition.Conditions.field;

import io.spacecloud.api.request.Read;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jdbi.v3.core.Jdbi;
import org.jooq.DSLContext;
import org.jooq.SQLDialect;
import org.jooq.impl.DSL;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.springframework.jdbc.core.JdbcTemplate;

/** Reads by key and of twenty rows: the whole engine against JDBC by hand and its peers. */
@State(Scope.Benchmark)
public class ReadBenchmark {
  private static final String COLUMNS =
      "SELECT \"id\", \"owner\", \"title\", \"done\", \"hours\", \"created\" FROM \"todos\" WHERE ";

  @Param({"h2", "postgres"})
  public String database;

  /** One row by its key, or twenty by an indexed column, in order. */
  @Param({"1", "20"})
  public int rows;

  private Database db;
  private Engine engine;
  private Jdbi jdbi;
  private JdbcTemplate template;
  private DSLContext jooq;
  private String sql;
  private long next;

  @Setup
  public void open() throws Exception {
    db = Database.open(database);
    engine = new Engine(db.pool);
    jdbi = Jdbi.create(db.pool);
    template = new JdbcTemplate(db.pool);
    jooq = DSL.using(db.pool, database.equals("h2") ? SQLDialect.H2 : SQLDialect.POSTGRES);
    sql =
        COLUMNS
            + (rows == 1
                ? "\"id\" = ? AND \"owner\" = ?"
                : "\"hours\" = ? AND \"owner\" = ? ORDER BY \"id\"");
    verify();
  }

  private void verify() throws SQLException {
    for (List<?> found : List.of(baseline(), engine(), jdbi(), jdbcTemplate(), jooq())) {
      if (found.size() != rows) {
        throw new IllegalStateException("expected " + rows + " rows, got " + found.size());
      }
    }
    next = 3;
    List<Map<String, Object>> expected = baseline();
    next = 3;
    List<? extends Map<String, Object>> actual = engine();
    for (int i = 0; i < rows; i++) {
      Object created =
          ((OffsetDateTime) Objects.requireNonNull(expected.get(i).remove("created"))).toInstant();
      expected.get(i).put("created", created);
      if (!actual.get(i).equals(expected.get(i))) {
        throw new IllegalStateException("the engine reads something else");
      }
    }
  }

  @TearDown
  public void close() throws Exception {
    engine.close();
    db.close();
  }

  private long key() {
    long limit = rows == 1 ? Database.ROWS : Database.ROWS / 20;
    next = (next + 7) % limit;
    return next;
  }

  @Benchmark
  public List<Map<String, Object>> baseline() throws SQLException {
    try (Connection connection = db.pool.getConnection();
        PreparedStatement statement = connection.prepareStatement(sql)) {
      statement.setLong(1, key());
      statement.setString(2, "alice");
      List<Map<String, Object>> found = new ArrayList<>();
      try (ResultSet rs = statement.executeQuery()) {
        while (rs.next()) {
          Map<String, Object> row = new LinkedHashMap<>();
          row.put("id", rs.getLong(1));
          row.put("owner", rs.getString(2));
          row.put("title", rs.getString(3));
          row.put("done", rs.getBoolean(4));
          row.put("hours", rs.getLong(5));
          row.put("created", rs.getObject(6, OffsetDateTime.class));
          found.add(row);
        }
      }
      return found;
    }
  }

  @Benchmark
  public List<? extends Map<String, Object>> engine() {
    Read read =
        rows == 1
            ? Read.one("db", "todos").where(field("id").eq(key()))
            : Read.all("db", "todos").where(field("hours").eq(key())).sort("id");
    return engine.session.read(read).documents();
  }

  @Benchmark
  public List<Map<String, Object>> jdbi() {
    return jdbi.withHandle(
        handle -> handle.createQuery(sql).bind(0, key()).bind(1, "alice").mapToMap().list());
  }

  @Benchmark
  public List<Map<String, Object>> jdbcTemplate() {
    return template.queryForList(sql, key(), "alice");
  }

  @Benchmark
  public List<Map<String, Object>> jooq() {
    return jooq.resultQuery(sql, key(), "alice").fetchMaps();
  }
}
