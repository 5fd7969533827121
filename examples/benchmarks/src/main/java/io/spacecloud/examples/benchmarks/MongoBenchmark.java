package io.spacecloud.examples.benchmarks;

import static io.spacecloud.api.condition.Conditions.field;

import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoClients;
import com.mongodb.client.MongoCollection;
import com.mongodb.client.model.Filters;
import com.mongodb.client.model.Indexes;
import com.mongodb.client.model.Sorts;
import de.bwaldvogel.mongo.MongoServer;
import de.bwaldvogel.mongo.backend.memory.MemoryBackend;
import io.spacecloud.api.request.Read;
import io.spacecloud.engine.Session;
import io.spacecloud.mongo.MongoBackend;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Date;
import java.util.List;
import java.util.Map;
import org.bson.Document;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/**
 * Reads by key and of twenty documents: the whole engine against the bare driver, before a server
 * in the same JVM that speaks MongoDB's protocol.
 */
@State(Scope.Benchmark)
public class MongoBenchmark {
  private static final int ROWS = 1_000;

  /** One document by its key, or twenty by a field, in order. */
  @Param({"1", "20"})
  public int rows;

  private MongoServer server;
  private MongoClient client;
  private MongoCollection<Document> todos;
  private Engine engine;
  private long next;

  @Setup
  public void open() {
    server = new MongoServer(new MemoryBackend());
    client = MongoClients.create(server.bindAndGetConnectionString());
    todos = client.getDatabase("benchmark").getCollection("todos");
    todos.createIndex(Indexes.ascending("hours"));
    for (long i = 0; i < ROWS; i++) {
      todos.insertOne(
          new Document("_id", i)
              .append("owner", "alice")
              .append("title", "to-do number " + i)
              .append("done", i % 2 == 0)
              .append("hours", rows == 1 ? i / 20 : i % (ROWS / 20))
              .append("created", Date.from(Instant.parse("2026-01-02T03:04:05Z"))));
    }
    engine = new Engine(MongoBackend.of(client, "benchmark"));
    verify();
  }

  private void verify() {
    next = 3;
    List<Document> expected = baseline();
    next = 3;
    List<? extends Map<String, Object>> actual = engine();
    boolean same = expected.size() == rows && actual.size() == rows;
    for (int i = 0; same && i < rows; i++) {
      Document document = expected.get(i);
      document.put("created", document.getDate("created").toInstant());
      same = actual.get(i).equals(document);
    }
    if (!same) {
      throw new IllegalStateException("the engine reads something else");
    }
  }

  @TearDown
  public void close() {
    engine.close();
    client.close();
    server.shutdown();
  }

  private long key() {
    long limit = rows == 1 ? ROWS : ROWS / 20;
    next = (next + 7) % limit;
    return next;
  }

  @Benchmark
  public List<Document> baseline() {
    return rows == 1
        ? todos
            .find(Filters.and(Filters.eq("_id", key()), Filters.eq("owner", "alice")))
            .limit(-1)
            .into(new ArrayList<>())
        : todos
            .find(Filters.and(Filters.eq("hours", key()), Filters.eq("owner", "alice")))
            .sort(Sorts.ascending("_id"))
            .into(new ArrayList<>());
  }

  @Benchmark
  public List<? extends Map<String, Object>> engine() {
    Session session = engine.session;
    Read read =
        rows == 1
            ? Read.one("db", "todos").where(field("_id").eq(key()))
            : Read.all("db", "todos").where(field("hours").eq(key())).sort("_id");
    return session.read(read).documents();
  }
}
