package io.spacecloud.engine.dispatch;

import static io.spacecloud.api.condition.Conditions.field;
import static io.spacecloud.engine.testing.TestRules.denied;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.spacecloud.api.condition.Condition;
import io.spacecloud.api.error.AccessDeniedException;
import io.spacecloud.api.request.Create;
import io.spacecloud.api.request.Delete;
import io.spacecloud.api.request.Operation;
import io.spacecloud.api.request.Read;
import io.spacecloud.api.request.Update;
import io.spacecloud.api.result.Document;
import io.spacecloud.api.result.Result;
import io.spacecloud.api.rule.Verdict;
import io.spacecloud.api.spi.Command;
import io.spacecloud.api.value.Kind;
import io.spacecloud.engine.Session;
import io.spacecloud.engine.TestProject;
import io.spacecloud.engine.testing.MemoryBackend;
import io.spacecloud.engine.testing.Schemas;
import io.spacecloud.engine.testing.TestRules;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;

/** Three rows of two owners, an engine over them, and what to ask of it. */
abstract class DispatchFixture {
  static final Condition MINE = field("owner").eq("alice");
  static final Operation[] EVERYTHING = Operation.values();

  final MemoryBackend backend =
      new MemoryBackend()
          .with(
              Schemas.of("todos")
                  .required("id", Kind.STRING)
                  .field("owner", Kind.STRING)
                  .field("n", Kind.INTEGER, 64)
                  .defaulted("state", Kind.STRING)
                  .field("j", Kind.OBJECT)
                  .key("id")
                  .build(),
              row("1", "alice", 1),
              row("2", "bob", 2),
              row("3", "alice", 3))
          .with(Schemas.of("logs").required("id", Kind.STRING).key("id").build());

  static Map<String, Object> row(String id, String owner, int n) {
    return Map.of("id", id, "owner", owner, "n", n, "state", "open");
  }

  Session session(TestRules rules) {
    return TestProject.cloud(backend, rules).anonymous();
  }

  static Read all() {
    return Read.all("db", "todos");
  }

  static Update update() {
    return Update.all("db", "todos");
  }

  static Delete delete() {
    return Delete.all("db", "todos");
  }

  static Create create(Map<String, ?> doc) {
    return Create.one("db", "todos", doc);
  }

  static List<Object> ids(Result result) {
    return new ArrayList<>(result.documents().stream().map(d -> d.get("id")).toList());
  }

  Object value(String id, String name) {
    return backend.rows("todos").stream()
        .filter(r -> id.equals(r.get("id")))
        .findFirst()
        .orElseThrow()
        .get(name);
  }

  <T extends Command> T last(Class<T> type) {
    return type.cast(backend.commands().get(backend.commands().size() - 1));
  }

  void assertDenied(ThrowingCallable request) {
    List<Document> before = backend.rows("todos");
    assertThatThrownBy(request).isInstanceOf(AccessDeniedException.class).hasMessage("denied");
    assertThat(backend.rows("todos")).isEqualTo(before);
  }

  TestRules owned() {
    return TestRules.allowing(Operation.READ).where(Operation.UPDATE, MINE);
  }

  TestRules quota() {
    return TestRules.allowing(Operation.READ)
        .on(Operation.CREATE, i -> i.reader().read(all()).size() < 4 ? Verdict.granted() : denied())
        .readingData();
  }
}
