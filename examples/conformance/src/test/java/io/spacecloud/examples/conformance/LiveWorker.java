package io.spacecloud.examples.conformance;

import static io.spacecloud.api.condition.Conditions.field;

import io.spacecloud.api.condition.Conditions;
import io.spacecloud.api.error.SpaceCloudException;
import io.spacecloud.api.live.LiveDocuments;
import io.spacecloud.api.live.LiveEvent;
import io.spacecloud.api.live.LiveQuery;
import io.spacecloud.api.live.LiveQueryListener;
import io.spacecloud.api.request.Batch;
import io.spacecloud.api.request.Create;
import io.spacecloud.api.request.Delete;
import io.spacecloud.api.request.Read;
import io.spacecloud.api.request.Request;
import io.spacecloud.api.request.Update;
import io.spacecloud.api.result.Document;
import io.spacecloud.engine.ProjectConfig;
import io.spacecloud.engine.Session;
import io.spacecloud.engine.SpaceCloud;
import io.spacecloud.realtime.NatsRealtime;
import io.spacecloud.sql.SqlBackend;
import io.spacecloud.sql.SqlConfig;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicLong;

/**
 * A process that writes, and follows what it and others write. It is told on its standard input to
 * be {@code quiet}, and to {@code verify} that what was followed is what reads return.
 */
final class LiveWorker implements AutoCloseable {
  private static final String CONFIG =
      """
      id: processes
      secret: a-secret-for-this-test-alone-0123456789
      modules:
        crud:
          db:
            type: sql-postgres
            collections:
              items:
                isRealtimeEnabled: true
                declare:
                  key: id
                  fields:
                    id: integer
                    owner: string
                    shared: { type: boolean, required: true, default: false }
                    n: integer
                    version: { type: integer, required: true, default: 0 }
                    secret: string
                rules:
                  read:
                    rule: or
                    fields: { deny: [secret] }
                    clauses:
                      - { rule: filter, find: { owner: args.auth.id } }
                      - { rule: filter, find: { shared: true } }
      """;
  private static final int USERS = 6;
  private static final int LASTING = 60; // rows that are never deleted, so that their versions grow
  private static final Duration PATIENCE = Duration.ofSeconds(90);

  private final SpaceCloud cloud;
  private final Session trusted;
  private final List<Follower> followers = new ArrayList<>();
  private final List<Thread> writers = new ArrayList<>();
  private final AtomicLong writes = new AtomicLong();
  private final AtomicLong events = new AtomicLong();
  private final AtomicLong resyncs = new AtomicLong();
  private final List<String> complaints = new ArrayList<>();
  private volatile boolean writing = true;

  private LiveWorker(String database, String broker) {
    cloud = engine(database, SpaceCloud.builder().realtime(NatsRealtime.connect(broker)));
    trusted = cloud.trusted();
  }

  private static SpaceCloud engine(
      String database, io.spacecloud.engine.SpaceCloudBuilder builder) {
    return builder
        .config(ProjectConfig.parse(CONFIG))
        .backend("db", SqlBackend.connect(SqlConfig.of(database).credentials("postgres", "")))
        .build();
  }

  /** Makes the table. */
  static void prepare(String database) {
    try (SpaceCloud cloud = engine(database, SpaceCloud.builder())) {
      cloud.schema("db").create();
    }
  }

  /** Database, broker, seed, live queries, writers. */
  public static void main(String[] args) throws Exception {
    try (LiveWorker worker = new LiveWorker(args[0], args[1])) {
      Random random = new Random(Long.parseLong(args[2]));
      worker.begin(random, Integer.parseInt(args[3]), Integer.parseInt(args[4]));
      System.out.println("begun");
      BufferedReader in =
          new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
      for (String line = in.readLine(); line != null; line = in.readLine()) {
        System.out.println(line.equals("quiet") ? worker.quiet() : worker.verify());
      }
    }
  }

  private void begin(Random random, int queries, int threads) {
    for (int i = 0; i < queries; i++) {
      followers.add(new Follower("u" + random.nextInt(USERS), read(random)));
    }
    for (int i = 0; i < threads; i++) {
      Random own = new Random(random.nextLong());
      Thread writer = new Thread(() -> write(own), "writer-" + i);
      writers.add(writer);
      writer.start();
    }
  }

  private static Read read(Random random) {
    Read read = Read.all("db", "items");
    read =
        switch (random.nextInt(4)) {
          case 0 -> read.where(field("n").gte(random.nextInt(10)));
          case 1 -> read.where(field("owner").eq("u" + random.nextInt(USERS)));
          case 2 ->
              read.where(Conditions.or(field("n").lt(3), Conditions.not(field("shared").eq(true))));
          default -> read;
        };
    return switch (random.nextInt(3)) {
      case 0 -> read.sort("-n").limit(1 + random.nextInt(20)).skip(random.nextInt(3));
      case 1 -> read.sort("owner", "n").limit(1 + random.nextInt(50));
      default -> read;
    };
  }

  private void write(Random random) {
    while (writing) {
      try {
        write(random, random.nextInt(10));
        writes.incrementAndGet();
      } catch (SpaceCloudException e) {
        // two writers met: neither owes the other anything
      }
    }
  }

  private void write(Random random, int kind) {
    switch (kind) {
      case 0 -> trusted.execute(Create.one("db", "items", row(random, fresh(random))));
      case 1 ->
          trusted.execute(
              Create.all(
                  "db", "items", List.of(row(random, fresh(random)), row(random, fresh(random)))));
      case 2, 3 ->
          trusted.execute(
              Delete.all("db", "items")
                  .where(
                      Conditions.and(field("id").gte(LASTING), field("n").eq(random.nextInt(10)))));
      case 4 ->
          trusted.execute(
              Update.upsert("db", "items")
                  .where(field("id").eq(random.nextInt(LASTING)))
                  .set("owner", "u" + random.nextInt(USERS))
                  .inc("version", 1));
      case 5 -> trusted.execute(Batch.of("db", change(random), change(random)));
      case 6 ->
          trusted.transaction(
              "db",
              tx -> {
                tx.execute(change(random));
                tx.execute(Create.one("db", "items", row(random, fresh(random))));
              });
      default -> trusted.execute((Request) change(random));
    }
  }

  private static Update change(Random random) {
    Update update =
        random.nextBoolean()
            ? Update.one("db", "items").where(field("id").eq(random.nextInt(LASTING)))
            : Update.all("db", "items").where(field("n").eq(random.nextInt(10)));
    update = update.inc("version", 1);
    return switch (random.nextInt(4)) {
      case 0 -> update.set("owner", "u" + random.nextInt(USERS));
      case 1 -> update.set("shared", random.nextBoolean());
      case 2 -> update.set("secret", "s" + random.nextInt());
      default -> update.set("n", random.nextInt(5) == 0 ? null : random.nextInt(10));
    };
  }

  private static long fresh(Random random) {
    return LASTING + (random.nextLong() >>> 1) % Integer.MAX_VALUE;
  }

  private static Map<String, Object> row(Random random, long id) {
    Map<String, Object> row = new HashMap<>();
    row.put("id", id);
    row.put("owner", "u" + random.nextInt(USERS));
    row.put("shared", random.nextInt(4) == 0);
    row.put("n", random.nextInt(10));
    row.put("secret", "s");
    return row;
  }

  private String quiet() throws InterruptedException {
    writing = false;
    for (Thread writer : writers) {
      writer.join();
    }
    return "quiet";
  }

  private String verify() throws InterruptedException {
    long end = System.nanoTime() + PATIENCE.toNanos();
    for (Follower each : followers) {
      String difference = each.difference();
      while (difference != null) {
        if (System.nanoTime() > end) {
          return "bad: " + difference;
        }
        Thread.sleep(20);
        difference = each.difference();
      }
    }
    synchronized (complaints) {
      return complaints.isEmpty()
          ? "good: " + writes + " writes, " + events + " events, " + resyncs + " resyncs"
          : "bad: " + complaints.get(0);
    }
  }

  @Override
  public void close() {
    writing = false;
    cloud.close();
  }

  /** A user who follows a read, and notices what should not have been told. */
  private final class Follower implements LiveQueryListener {
    private final String user;
    private final Read read;
    private final Session session;
    private final LiveDocuments documents = new LiveDocuments();
    private final Map<Object, Long> versions = new HashMap<>();
    private final LiveQuery live;

    Follower(String user, Read read) {
      this.user = user;
      this.read = read;
      this.session = cloud.authenticated(Map.of("id", user));
      this.live = session.subscribe(read, this);
    }

    @Override
    public void onEvent(LiveEvent event) {
      events.incrementAndGet();
      if (event instanceof LiveEvent.Snapshot snapshot) {
        resyncs.addAndGet(snapshot.resync() ? 1 : 0);
        snapshot.documents().forEach(this::check);
      } else if (event instanceof LiveEvent.Added added) {
        check(added.document());
      } else if (event instanceof LiveEvent.Modified modified) {
        check(modified.document());
      } else if (event instanceof LiveEvent.Removed removed) {
        require(removed.key().keySet().equals(java.util.Set.of("id")), "more than a key");
      }
      documents.onEvent(event);
    }

    private void check(Document document) {
      require(!document.containsKey("secret"), "a hidden field");
      boolean may =
          user.equals(document.get("owner")) || Boolean.TRUE.equals(document.get("shared"));
      require(may, "a row that it may not read");
      long id = (Long) document.get("id");
      long version = (Long) document.get("version");
      Long former = id < LASTING ? versions.put(id, version) : null;
      require(former == null || former <= version, "an earlier state of a row");
    }

    private void require(boolean holds, String otherwise) {
      if (!holds) {
        synchronized (complaints) {
          complaints.add(this + " was told " + otherwise);
        }
      }
    }

    @Override
    public void onClosed(SpaceCloudException reason) {
      require(reason == null, "that it ends: " + reason);
    }

    /** What it was told amounts to something else than the read returns, or null. */
    String difference() {
      List<Document> expected = session.read(read).documents();
      List<Document> seen = documents.documents();
      boolean equal =
          read.sort().isEmpty() ? byKey(seen).equals(byKey(expected)) : seen.equals(expected);
      return equal
          ? null
          : this + ", " + live.state() + ", has\n" + seen + "\nand not\n" + expected;
    }

    private static Map<Object, Document> byKey(List<Document> all) {
      Map<Object, Document> map = new TreeMap<>();
      all.forEach(each -> map.put(each.get("id"), each));
      return map;
    }

    @Override
    public String toString() {
      return user + " of " + read;
    }
  }
}
