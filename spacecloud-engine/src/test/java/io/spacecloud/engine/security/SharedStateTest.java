package io.spacecloud.engine.security;

import static io.spacecloud.api.condition.Conditions.TRUE;
import static io.spacecloud.api.condition.Conditions.field;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.spacecloud.api.request.Create;
import io.spacecloud.api.request.Read;
import io.spacecloud.api.request.Update;
import io.spacecloud.api.result.Document;
import io.spacecloud.engine.Session;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

/**
 * Nothing that one caller does is seen in what another gets (class 16): rules, requests and results
 * never change.
 *
 * <p>Falls if {@code Finder.Tested} kept the value that it bound, or {@code ChangeNode} the
 * document that it changed.
 */
class SharedStateTest {
  private static final String RULES =
      """
      create:
        rule: and
        clauses:
          - {rule: force, field: args.doc.owner, value: args.auth.id}
          - {rule: filter, find: {owner: args.auth.id}}
      read: {rule: filter, find: {owner: args.auth.id}}
      update: {rule: filter, find: {owner: args.auth.id}}
      aggr: {rule: authenticated}
      delete: {rule: filter, find: {owner: args.auth.id}}
      """;

  @Test
  void eightCallersAtOnceEachSeeTheirOwn() throws Exception {
    House house = House.of(RULES);
    Read read = Read.all("db", "todos");
    Update update = Update.all("db", "todos").set("note", "x");
    ExecutorService threads = Executors.newFixedThreadPool(8);
    CyclicBarrier start = new CyclicBarrier(8);
    try {
      List<Future<Void>> all = new ArrayList<>();
      for (int i = 0; i < 8; i++) {
        String id = "caller" + i;
        all.add(threads.submit(() -> own(house, start, id, read, update)));
      }
      for (Future<Void> each : all) {
        each.get();
      }
    } finally {
      threads.shutdownNow();
    }
    assertThat(read.where()).isEqualTo(TRUE);
  }

  private static Void own(House house, CyclicBarrier start, String id, Read read, Update update)
      throws Exception {
    Session session = house.as(Map.of("id", id));
    Map<String, Object> doc = Map.of("id", id, "owner", "somebody");
    Map<String, Object> more = Map.of("id", id, "owner", "somebody", "n", 1);
    Create create = Create.one("db", "todos", id.hashCode() % 2 == 0 ? doc : more);
    start.await();
    session.create(create);
    Document created = session.read(read).documents().get(0);
    assertThat(created.get("n") == null).isEqualTo(create.docs().get(0).get("n") == null);
    for (int round = 0; round < 300; round++) {
      for (Door door : List.of(Door.READ_ALL, Door.STREAM, Door.AGGREGATE, Door.TRANSACTION_READ)) {
        assertThat(door.find(session, TRUE).documents())
            .extracting(row -> row.get("owner"))
            .containsExactly(id);
      }
      assertThat(session.update(update).affected()).isEqualTo(1);
      assertThat(session.read(read).documents()).hasSize(1);
    }
    assertThat(create.docs().get(0)).containsEntry("owner", "somebody");
    return null;
  }

  @Test
  void whatACallerChangesAfterwardsChangesNothing() {
    House house = House.of(House.OPEN);
    Map<String, Object> inner = new LinkedHashMap<>(Map.of("a", 1));
    List<Object> list = new ArrayList<>(List.of(inner));
    Map<String, Object> doc = new LinkedHashMap<>(Map.of("id", "9", "owner", "ann"));
    doc.put("j", new LinkedHashMap<>(Map.of("list", list)));
    Create create = Create.one("db", "todos", doc);
    Read read = Read.all("db", "todos").where(field("j.list").contains(list));

    doc.put("owner", "bob");
    inner.put("a", 2);
    list.clear();
    house.ann().create(create);

    assertThat(house.backend.rows("todos").get(3).toString()).contains("owner=ann", "a=1");
    assertThat(house.ann().read(read).documents()).hasSize(1);
  }

  @Test
  void whatACallerGetsCannotBeChanged() {
    House house = House.of(House.OPEN);
    house.ann().create(Create.one("db", "todos", Map.of("id", "9", "j", Map.of("l", List.of(1)))));
    Session session = house.as(Map.of("id", "ann", "teams", List.of("red")));
    List<Document> documents = session.read(Read.all("db", "todos")).documents();
    Document last = documents.get(3);
    Map<?, ?> j = (Map<?, ?>) last.get("j");

    assertThatThrownBy(() -> documents.remove(0)).isInstanceOf(UnsupportedOperationException.class);
    assertThatThrownBy(last::clear).isInstanceOf(UnsupportedOperationException.class);
    assertThatThrownBy(j::clear).isInstanceOf(UnsupportedOperationException.class);
    assertThatThrownBy(((List<?>) j.get("l"))::clear)
        .isInstanceOf(UnsupportedOperationException.class);
    assertThatThrownBy(session.caller().claims()::clear)
        .isInstanceOf(UnsupportedOperationException.class);
    assertThatThrownBy(((List<?>) session.caller().claims().get("teams"))::clear)
        .isInstanceOf(UnsupportedOperationException.class);
    Callable<Object> again = () -> session.read(Read.all("db", "todos")).documents();
    assertThat(documents).isEqualTo(uncheckedly(again));
  }

  private static Object uncheckedly(Callable<Object> work) {
    try {
      return work.call();
    } catch (Exception e) {
      throw new AssertionError(e);
    }
  }
}
