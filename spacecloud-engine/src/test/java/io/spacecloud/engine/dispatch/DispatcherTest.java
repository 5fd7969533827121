package io.spacecloud.engine.dispatch;

import static io.spacecloud.api.condition.Conditions.field;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.spacecloud.api.error.InvalidRequestException;
import io.spacecloud.api.error.NotFoundException;
import io.spacecloud.api.request.Batch;
import io.spacecloud.api.request.Read;
import io.spacecloud.api.rule.Explanation;
import io.spacecloud.api.rule.RuleTrace;
import io.spacecloud.api.spi.Command;
import io.spacecloud.api.value.Kind;
import io.spacecloud.engine.Session;
import io.spacecloud.engine.SpaceCloud;
import io.spacecloud.engine.TestProject;
import io.spacecloud.engine.testing.MemoryBackend;
import io.spacecloud.engine.testing.Schemas;
import io.spacecloud.engine.testing.TestRules;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import org.junit.jupiter.api.Test;

class DispatcherTest extends DispatchFixture {

  @Test
  void whatIsNotDeclaredDoesNotExist() {
    Session session = session(TestRules.allowing(EVERYTHING));

    assertThatThrownBy(() -> session.read(Read.all("db", "users")))
        .isInstanceOf(NotFoundException.class);
    assertThatThrownBy(() -> session.read(Read.all("db", "Todos")))
        .isInstanceOf(NotFoundException.class);
    assertThatThrownBy(() -> session.read(Read.all("other", "todos")))
        .isInstanceOf(NotFoundException.class);
    assertThat(backend.refreshes()).isZero();
  }

  @Test
  void withoutLiveQueriesNoKeysAreCaptured() {
    session(TestRules.allowing(EVERYTHING)).create(create(row("4", "alice", 4)));

    assertThat(last(Command.Insert.class).capture()).isFalse();
  }

  @Test
  void aDeclaredCollectionIsLookedForAnewBeforeItIsNotThere() {
    MemoryBackend late = new MemoryBackend();
    Session session = TestProject.cloud(late, TestRules.allowing(EVERYTHING)).anonymous();

    assertThatThrownBy(() -> session.read(all())).isInstanceOf(NotFoundException.class);
    late.withUnseen(Schemas.of("todos").required("id", Kind.STRING).key("id").build());

    assertThat(session.count(all())).isZero();
  }

  @Test
  void askingForWhatIsMissingDoesNotKeepTheDatabaseBusy() {
    MemoryBackend empty = new MemoryBackend();
    SpaceCloud cloud =
        SpaceCloud.builder()
            .config(TestProject.config("todos"))
            .backend("db", empty)
            .rules(new TestRules())
            .clock(Clock.fixed(Instant.EPOCH, ZoneOffset.UTC))
            .build();

    for (int i = 0; i < 50; i++) {
      assertThatThrownBy(() -> cloud.anonymous().read(all())).isInstanceOf(NotFoundException.class);
    }

    assertThat(empty.refreshes()).isEqualTo(3);
  }

  @Test
  void theEmbeddingCodeIsBoundByNoRuleButByTheCollection() {
    Session trusted = TestProject.cloud(backend, new TestRules()).trusted();

    assertThat(trusted.read(all()).documents()).hasSize(3);
    assertThat(trusted.delete(delete()).affected()).isEqualTo(3);
    assertThatThrownBy(() -> trusted.read(all().where(field("nope").eq(1))))
        .isInstanceOf(InvalidRequestException.class);
    assertThat(trusted.explain(all()).denial()).isNull();
  }

  @Test
  void anExplanationAsksWhatExecutionWouldAsk() {
    Session session = session(owned());

    Explanation granted = session.explain(update().set("n", 1));
    assertThat(granted.verdict().residual()).isEqualTo(MINE);
    assertThat(granted.traces())
        .extracting(RuleTrace::outcome)
        .containsExactly(RuleTrace.Outcome.CONDITIONAL, RuleTrace.Outcome.GRANTED);
    assertThat(session.explain(delete()).denial().rule()).isEqualTo("test");
    assertThat(session.explain(update().set("owner", "bob")).denial()).isNotNull();
    assertThat(session.explain(Batch.of("db", update().set("n", 1), delete())).denial())
        .isNotNull();
    assertThat(backend.commands()).isEmpty();
  }
}
