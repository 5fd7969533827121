package io.spacecloud.examples.benchmarks;

import static io.spacecloud.api.condition.Conditions.field;

import io.spacecloud.api.condition.Condition;
import io.spacecloud.api.condition.Conditions;
import io.spacecloud.api.request.Create;
import io.spacecloud.api.request.Delete;
import io.spacecloud.api.request.Update;
import io.spacecloud.api.spi.Command;
import io.spacecloud.api.spi.Outcome;
import io.spacecloud.sql.SqlBackend;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
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

/** Writes that tell which keys they touched; the baseline is the same write that does not. */
@State(Scope.Benchmark)
public class CaptureBenchmark {
  private static final int TWENTY = 20;
  private static final Instant CREATED = Instant.parse("2026-01-02T03:04:05Z");

  /** What is written. */
  public enum Write {
    /** One row by its key. */
    UPDATE_KEY,
    /** Twenty rows by an indexed column. */
    UPDATE_FIELD,
    /** One row by its key, and the row again. */
    REPLACE_KEY,
    /** Twenty rows by an indexed column, and the rows again. */
    REPLACE_FIELD,
    /** One row. */
    INSERT
  }

  @Param({"h2", "postgres"})
  public String database;

  @Param public Write write;

  private Database db;
  private SqlBackend backend;
  private long next;
  private long inserted;

  @Setup
  public void open() throws Exception {
    db = Database.open(database);
    backend = SqlBackend.of(db.pool);
    for (int i = 0; i < 100; i++) {
      verify(run(false), false);
      verify(run(true), true);
    }
  }

  private void verify(Outcome outcome, boolean captured) {
    long rows = write == Write.UPDATE_FIELD || write == Write.REPLACE_FIELD ? TWENTY : 1;
    if (outcome.result().affected() != rows
        || outcome.touched().size() != (captured ? rows : 0)
        || outcome.touched().stream().anyMatch(key -> !(key.get("id") instanceof Long))) {
      throw new IllegalStateException("not every row was touched, or told");
    }
  }

  @Setup(Level.Iteration)
  public void empty() throws SQLException {
    db.truncateSink();
  }

  @TearDown
  public void close() throws Exception {
    backend.close();
    db.close();
  }

  @Benchmark
  public Outcome baseline() {
    return run(false);
  }

  @Benchmark
  public Outcome capture() {
    return run(true);
  }

  private Outcome run(boolean capture) {
    next = (next + 7) % Database.ROWS;
    long group = next / TWENTY;
    return switch (write) {
      case UPDATE_KEY -> update(field("id").eq(next), capture);
      case UPDATE_FIELD -> update(field("hours").eq(group), capture);
      case REPLACE_KEY -> replace(field("id").eq(next), next, 1, capture);
      case REPLACE_FIELD -> replace(field("hours").eq(group), group * TWENTY, TWENTY, capture);
      case INSERT -> insert("sink", inserted++, 1, capture);
    };
  }

  private Outcome update(Condition where, boolean capture) {
    Update update = Update.all("db", "todos").where(where).set("title", "changed " + next);
    return backend.execute(new Command.Modify(update, Conditions.TRUE, capture));
  }

  private Outcome replace(Condition where, long from, int rows, boolean capture) {
    Delete delete = Delete.all("db", "todos").where(where);
    Outcome removed = backend.execute(new Command.Remove(delete, capture));
    if (removed.touched().size() != (capture ? rows : 0)) {
      throw new IllegalStateException("a row that is gone was not told");
    }
    return insert("todos", from, rows, capture);
  }

  private Outcome insert(String table, long from, int rows, boolean capture) {
    List<Map<String, Object>> docs = new ArrayList<>(rows);
    for (long id = from; id < from + rows; id++) {
      Map<String, Object> doc = new LinkedHashMap<>();
      doc.put("id", id);
      doc.put("owner", "alice");
      doc.put("title", "to-do");
      doc.put("done", false);
      doc.put("hours", id / TWENTY);
      doc.put("created", CREATED);
      docs.add(doc);
    }
    return backend.execute(
        new Command.Insert(
            Create.all("db", table, docs), Collections.nCopies(rows, Conditions.TRUE), capture));
  }
}
