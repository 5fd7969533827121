package io.spacecloud.realtime;

import static io.spacecloud.api.condition.Conditions.field;
import static org.assertj.core.api.Assertions.assertThat;

import io.spacecloud.api.condition.Condition;
import io.spacecloud.api.condition.ConditionEvaluator;
import io.spacecloud.api.error.BackendException;
import io.spacecloud.api.request.Read;
import io.spacecloud.api.result.Document;
import io.spacecloud.api.spi.LiveSource;
import io.spacecloud.api.spi.LiveView;
import io.spacecloud.api.spi.Realtime;
import io.spacecloud.api.spi.RowView;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A row that another program has written, and of which the database's driver makes nothing. */
class UnreadableRowTest {
  private static final RowView ALL =
      new RowView() {
        @Override
        public Document visible(Document row) {
          return row;
        }

        @Override
        public Document shown(Document row) {
          return row;
        }
      };

  private final LocalRealtime realtime = LocalRealtime.create();
  private final Map<Long, Document> rows = new TreeMap<>();

  @BeforeEach
  void start() {
    realtime.start(
        new Realtime.Context(
            "project",
            new byte[0],
            Clock.systemUTC(),
            Runnable::run,
            (delay, task) -> () -> {},
            this::read,
            alias -> null));
    put(1, "a");
    put(2, "b");
  }

  @AfterEach
  void close() {
    realtime.close();
  }

  private void put(long id, String group) {
    rows.put(id, Document.of(Map.of("id", id, "group", group)));
  }

  private List<Document> read(Read read) {
    List<Document> found =
        rows.values().stream()
            .filter(row -> ConditionEvaluator.compile(read.where()).test(row))
            .toList();
    if (found.stream().anyMatch(row -> row.get("group").equals("unreadable"))) {
      throw new BackendException(BackendException.Reason.FAILED, "a value without a kind", null);
    }
    return found;
  }

  private Told follow(Condition condition) {
    Read read = Read.all("db", "rows").where(condition).sort("id").limit(10);
    LiveView view =
        new LiveView(new LiveView.Query(read, List.of("id"), true, ALL), LiveView.Grounds.NONE);
    Told told = new Told();
    realtime.subscribe(
        new LiveSource() {
          @Override
          public LiveView judge() {
            return view;
          }

          @Override
          public boolean isStale() {
            return false;
          }
        },
        view,
        told,
        Long.MAX_VALUE);
    return told;
  }

  @Test
  void itEndsWhatSelectsItAndNothingElse() {
    Told all = follow(field("id").gt(0));
    Told some = follow(field("group").eq("b"));
    put(1, "unreadable");
    put(3, "b");
    realtime.changed("db", "rows", List.of(Document.of(Map.of("id", 1L))));
    realtime.changed("db", "rows", List.of(Document.of(Map.of("id", 3L))));
    assertThat(all.isClosed()).isTrue();
    assertThat(all.reason()).isInstanceOf(BackendException.class);
    assertThat(some.isClosed()).isFalse();
    assertThat(some.values("id")).containsExactly(2L, 3L);
  }
}
