package io.spacecloud.examples.benchmarks;

import static io.spacecloud.api.condition.Conditions.field;

import io.spacecloud.api.live.LiveEvent;
import io.spacecloud.api.live.LiveQueryListener;
import io.spacecloud.api.request.Create;
import io.spacecloud.api.request.Read;
import io.spacecloud.api.request.Update;
import io.spacecloud.api.spi.Realtime;
import io.spacecloud.engine.ProjectConfig;
import io.spacecloud.engine.Session;
import io.spacecloud.engine.SpaceCloud;
import io.spacecloud.engine.SpaceCloudBuilder;
import io.spacecloud.sql.SqlBackend;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Semaphore;
import javax.sql.DataSource;

/** An engine with a table of items, owned by ann, whose notes nobody may read. */
final class LiveDatabase implements AutoCloseable {
  private static final String CONFIG =
      """
      id: benchmark
      secret: a-secret-for-benchmarks-alone-0123456789
      modules:
        crud:
          db:
            type: sql-h2
            collections:
              items:
                isRealtimeEnabled: true
                declare:
                  key: id
                  fields: { id: integer, owner: string, title: string, n: integer, note: string }
                rules:
                  read: { rule: filter, find: { owner: args.auth.id }, fields: { deny: [note] } }
      """;

  final SpaceCloud cloud;
  final Session ann;

  /**
   * @param realtime null for an engine without live queries
   */
  LiveDatabase(DataSource dataSource, Realtime realtime) {
    SpaceCloudBuilder builder =
        SpaceCloud.builder()
            .config(ProjectConfig.parse(CONFIG))
            .backend("db", SqlBackend.of(dataSource));
    cloud = (realtime == null ? builder : builder.realtime(realtime)).build();
    ann = cloud.authenticated(Map.of("id", "ann"));
  }

  void fill(int rows) {
    cloud.schema("db").create();
    List<Map<String, Object>> all = new ArrayList<>();
    for (int id = 0; id < rows; id++) {
      all.add(Map.of("id", id, "owner", "ann", "title", "item " + id, "n", 0, "note", "secret"));
    }
    cloud.trusted().create(Create.all("db", "items", all));
  }

  long write(int id, long n) {
    return cloud
        .trusted()
        .update(Update.one("db", "items").where(field("id").eq(id)).set("n", n))
        .affected();
  }

  long writeAll(long n) {
    return cloud.trusted().update(Update.all("db", "items").set("n", n)).affected();
  }

  Object read(int id) {
    return cloud.trusted().read(Read.one("db", "items").where(field("id").eq(id))).documents();
  }

  /** Gives a permit for each document that the listener is told. */
  void follow(Semaphore told) throws InterruptedException {
    Semaphore begun = new Semaphore(0);
    LiveQueryListener listener =
        event -> {
          if (event instanceof LiveEvent.Snapshot) {
            begun.release();
          } else if (event instanceof LiveEvent.Modified modified) {
            if (modified.document().containsKey("note")) {
              throw new IllegalStateException("hidden");
            }
            told.release();
          }
        };
    ann.subscribe(Read.all("db", "items"), listener);
    begun.acquire();
  }

  @Override
  public void close() {
    cloud.close();
  }
}
