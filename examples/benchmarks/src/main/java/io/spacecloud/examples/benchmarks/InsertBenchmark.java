package io.spacecloud.examples.benchmarks;

import io.spacecloud.api.request.Create;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/** Inserts of one row and of a thousand; the baseline is one statement of many rows. */
@State(Scope.Benchmark)
public class InsertBenchmark {
  private static final Instant CREATED = Instant.parse("2026-01-02T03:04:05Z");

  @Param({"h2", "postgres"})
  public String database;

  @Param({"1", "1000"})
  public int rows;

  private Database db;
  private Engine engine;
  private String sql;
  private long next;

  @Setup
  public void open() throws Exception {
    db = Database.open(database);
    engine = new Engine(db.pool);
    StringBuilder text =
        new StringBuilder(
            "INSERT INTO \"sink\" (\"id\", \"owner\", \"title\", \"done\", \"hours\", \"created\") VALUES ");
    for (int i = 0; i < rows; i++) {
      text.append(i > 0 ? ", " : "").append("(?, ?, ?, ?, ?, ?)");
    }
    sql = text.toString();
    if (baseline() != rows || engine() != rows) {
      throw new IllegalStateException("not every row was inserted");
    }
  }

  @Setup(Level.Iteration)
  public void empty() throws SQLException {
    db.truncateSink();
  }

  @TearDown
  public void close() throws Exception {
    engine.close();
    db.close();
  }

  @Benchmark
  public long baseline() throws SQLException {
    try (Connection connection = db.pool.getConnection();
        PreparedStatement statement = connection.prepareStatement(sql)) {
      int index = 0;
      for (int i = 0; i < rows; i++) {
        statement.setLong(++index, next++);
        statement.setString(++index, "alice");
        statement.setString(++index, "to-do");
        statement.setBoolean(++index, false);
        statement.setLong(++index, 3);
        statement.setObject(++index, CREATED.atOffset(ZoneOffset.UTC));
      }
      return statement.executeUpdate();
    }
  }

  @Benchmark
  public long engine() {
    if (rows == 1) {
      return engine.session.create(Create.one("db", "sink", doc())).affected();
    }
    List<Map<String, Object>> docs = new ArrayList<>(rows);
    for (int i = 0; i < rows; i++) {
      docs.add(doc());
    }
    return engine.session.create(Create.all("db", "sink", docs)).affected();
  }

  private Map<String, Object> doc() {
    Map<String, Object> doc = new LinkedHashMap<>();
    doc.put("id", next++);
    doc.put("owner", "alice");
    doc.put("title", "to-do");
    doc.put("done", false);
    doc.put("hours", 3);
    doc.put("created", CREATED);
    return doc;
  }
}
