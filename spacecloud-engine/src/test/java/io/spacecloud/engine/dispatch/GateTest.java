package io.spacecloud.engine.dispatch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.spacecloud.api.error.AccessDeniedException;
import io.spacecloud.api.error.BackendException;
import io.spacecloud.api.error.LimitExceededException;
import io.spacecloud.api.error.NotFoundException;
import io.spacecloud.api.file.FilePath;
import io.spacecloud.api.request.FileOperation;
import io.spacecloud.api.request.Read;
import io.spacecloud.api.rule.Access;
import io.spacecloud.api.rule.AuditEvent;
import io.spacecloud.api.rule.AuditEvent.Decision;
import io.spacecloud.api.rule.Caller;
import io.spacecloud.api.rule.FieldAccess;
import io.spacecloud.api.rule.FileInput;
import io.spacecloud.api.rule.RuleEvaluator;
import io.spacecloud.api.rule.RuleInput;
import io.spacecloud.api.rule.Verdict;
import io.spacecloud.api.value.Kind;
import io.spacecloud.engine.ProjectConfig;
import io.spacecloud.engine.config.Limits;
import io.spacecloud.engine.config.ModulesConfig;
import io.spacecloud.engine.rules.Ciphers;
import io.spacecloud.engine.rules.DeclarativeRules;
import io.spacecloud.engine.rules.ResultChanges;
import io.spacecloud.engine.testing.MemoryBackend;
import io.spacecloud.engine.testing.Schemas;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import org.junit.jupiter.api.Test;

/** Operations on files are let in, judged and told as requests are. */
class GateTest {
  private static final Authority ANN = new Authority(Caller.of(Map.of("id", "ann")), false);
  private static final String OWN =
      "{create: {rule: match, name: own, eval: ==, type: string, f1: args.params.id,"
          + " f2: args.auth.id}, read: {rule: allow}}";

  private static final CallCarrier NO_CALLS =
      (request, caller) -> CompletableFuture.failedFuture(new IllegalStateException("no"));

  private final List<AuditEvent> events = new ArrayList<>();
  private final MemoryBackend backend =
      new MemoryBackend()
          .with(
              Schemas.of("friends").required("id", Kind.STRING).key("id").build(),
              Map.of("id", "ann"));

  private Dispatcher dispatcher(Limits limits) {
    Auditor auditor =
        new Auditor(
            List.of(Auditor.observer(events::add)), false, Clock.systemUTC(), System::nanoTime);
    return new Dispatcher(
        Map.of("db", backend), 10, limits, auditor, Clock.systemUTC(), null, NO_CALLS);
  }

  private static ProjectConfig config(String rules) {
    return ProjectConfig.builder()
        .id("p")
        .secret("s")
        .collection("db", "friends")
        .files("/:id", rules)
        .build();
  }

  private static Policy policy(ProjectConfig config) {
    return policy(
        config,
        DeclarativeRules.compile(
            config.databases(), config.modules(), Clock.systemUTC(), Ciphers.NONE));
  }

  private static Policy policy(ProjectConfig config, RuleEvaluator rules) {
    return new Policy(rules, config.databases(), config.modules(), ResultChanges.NONE, Vault.NONE);
  }

  private static FileAccess creating(String path) {
    return FileAccess.of(FileOperation.CREATE, FilePath.of(path));
  }

  private static FileAccess reading(String path) {
    return FileAccess.of(FileOperation.READ, FilePath.of(path));
  }

  @Test
  void whatIsGrantedIsToldOnceItIsOver() {
    Admitted admitted =
        dispatcher(Limits.NONE)
            .authorizeFile(policy(config(OWN)), ANN, List.of(creating("/ann/x")));
    assertThat(events).isEmpty();
    admitted.ran(42);
    admitted.close();
    admitted.close();

    assertThat(events).hasSize(1);
    AuditEvent event = events.get(0);
    assertThat(event.access()).isEqualTo(new Access.ToFile(FileOperation.CREATE, "/ann/x"));
    assertThat(event.caller()).isEqualTo("ann");
    assertThat(event.decision()).isEqualTo(Decision.GRANTED);
    assertThat(event.rule()).isEqualTo("modules.fileStore.rules.0.rule.create");
    assertThat(event.count()).isEqualTo(42);
    assertThat(event.failure()).isNull();
  }

  @Test
  void whatIsDeniedIsToldAtOnce() {
    Dispatcher dispatcher = dispatcher(Limits.NONE.withConcurrent(1));
    for (int i = 0; i < 2; i++) { // the first left its place
      assertThatThrownBy(
              () -> dispatcher.authorizeFile(policy(config(OWN)), ANN, List.of(creating("/bob/x"))))
          .isInstanceOf(AccessDeniedException.class)
          .hasMessage("denied");
    }
    assertThat(events).hasSize(2);
    assertThat(events.get(0).decision()).isEqualTo(Decision.DENIED);
    assertThat(events.get(0).name()).isEqualTo("own");
    assertThat(events.get(0).failure()).isEqualTo("AccessDeniedException");
  }

  @Test
  void ofSeveralOneThatIsDeniedDeniesAll() {
    assertThatThrownBy(
            () ->
                dispatcher(Limits.NONE)
                    .authorizeFile(
                        policy(config(OWN)), ANN, List.of(reading("/ann/x"), creating("/bob/x"))))
        .isInstanceOf(AccessDeniedException.class);
    assertThat(events)
        .extracting(AuditEvent::failure)
        .containsExactly("rolled back", "AccessDeniedException");
  }

  @Test
  void whatFailsAfterwardsIsToldSo() {
    Admitted admitted =
        dispatcher(Limits.NONE)
            .authorizeFile(policy(config(OWN)), ANN, List.of(creating("/ann/x")));
    admitted.failed(new NotFoundException("no"));
    admitted.close();
    assertThat(events.get(0).failure()).isEqualTo("NotFoundException");
    assertThat(events.get(0).decision()).isEqualTo(Decision.GRANTED);
  }

  @Test
  void whatIsBeingDoneCountsAmongTheRequests() {
    Dispatcher dispatcher = dispatcher(Limits.NONE.withConcurrent(1));
    Policy policy = policy(config(OWN));
    Admitted first = dispatcher.authorizeFile(policy, ANN, List.of(reading("/x")));
    assertThatThrownBy(() -> dispatcher.authorizeFile(policy, ANN, List.of(reading("/x"))))
        .isInstanceOf(LimitExceededException.class);
    assertThatThrownBy(() -> dispatcher.execute(policy, ANN, Read.all("db", "friends")))
        .isInstanceOf(LimitExceededException.class);
    first.close();
    dispatcher.authorizeFile(policy, ANN, List.of(reading("/x"))).close();
  }

  @Test
  void theEmbeddersOwnAreAskedNoRules() {
    dispatcher(Limits.NONE)
        .authorizeFile(
            policy(config("{read: {rule: deny}}")), Authority.TRUSTED, List.of(reading("/x")))
        .close();
    assertThat(events.get(0).trusted()).isTrue();
  }

  @Test
  void whereFilesAreSaidNotToBeThereTheyAreNot() {
    ProjectConfig config =
        ProjectConfig.parse(
            """
            id: p
            secret: s
            modules: {fileStore: {rules: {all: {prefix: "/", rule: {read: {rule: allow}}}}}}
            """);
    assertThatThrownBy(
            () ->
                dispatcher(Limits.NONE).authorizeFile(policy(config), ANN, List.of(reading("/x"))))
        .isInstanceOf(NotFoundException.class);
  }

  @Test
  void aQueryReadsWithTheEnginesAuthorityAndItsFailureIsNoVerdict() {
    Policy policy =
        policy(config("{read: {rule: query, db: db, col: friends, find: {id: args.params.id}}}"));
    Dispatcher dispatcher = dispatcher(Limits.NONE);
    dispatcher.authorizeFile(policy, ANN, List.of(reading("/ann/x"))).close();
    assertThatThrownBy(() -> dispatcher.authorizeFile(policy, ANN, List.of(reading("/bob/x"))))
        .isInstanceOf(AccessDeniedException.class);
    backend.failNext(new BackendException(BackendException.Reason.DOWN, "down", null));
    assertThatThrownBy(() -> dispatcher.authorizeFile(policy, ANN, List.of(reading("/ann/x"))))
        .isInstanceOf(BackendException.class);
  }

  /** One that knows nothing of files, and ones whose answers mean nothing there. */
  @Test
  void whateverAnotherEvaluatorAnswersButAPlainGrantIsADenial() {
    ProjectConfig config = config(OWN);
    RuleEvaluator silent = input -> Verdict.granted();
    List<Function<FileInput, Verdict>> answers =
        List.of(
            input -> Verdict.where(io.spacecloud.api.condition.Conditions.field("a").eq(1)),
            input ->
                Verdict.where(
                    io.spacecloud.api.condition.Conditions.TRUE,
                    FieldAccess.deny(java.util.Set.of())),
            input -> {
              throw new IllegalStateException("secret");
            },
            input -> null,
            input -> {
              throw new StackOverflowError();
            });
    assertDenied(policy(config, silent));
    for (Function<FileInput, Verdict> answer : answers.subList(2, answers.size())) {
      assertDenied(policy(config, answering(answer)));
    }
    assertDenied(policy(config, answering(answers.get(0))));
    dispatcher(Limits.NONE)
        .authorizeFile(
            policy(config, answering(input -> Verdict.granted())), ANN, List.of(reading("/x")))
        .close();
  }

  private static RuleEvaluator answering(Function<FileInput, Verdict> answer) {
    return new RuleEvaluator() {
      @Override
      public Verdict evaluate(RuleInput input) {
        return Verdict.granted();
      }

      @Override
      public Verdict evaluate(FileInput input) {
        return answer.apply(input);
      }
    };
  }

  private void assertDenied(Policy policy) {
    assertThatThrownBy(
            () -> dispatcher(Limits.NONE).authorizeFile(policy, ANN, List.of(reading("/x"))))
        .isInstanceOf(AccessDeniedException.class)
        .hasMessage("denied");
  }

  @Test
  void explainingTellsTheRuleAndItsValues() {
    Policy policy = policy(config(OWN));
    var why = dispatcher(Limits.NONE).explainFile(policy, ANN, creating("/bob/x"));
    assertThat(why.denial().name()).isEqualTo("own");
    assertThat(why.toString()).contains("args.params.id = bob", "args.auth.id = ann");
    assertThat(events).isEmpty();
    assertThat(dispatcher(Limits.NONE).explainFile(policy, ANN, creating("/ann/x")).denial())
        .isNull();
  }

  @Test
  void noModulesMeansNoRules() {
    Policy bare =
        new Policy(
            DeclarativeRules.compile(Map.of(), Clock.systemUTC(), Ciphers.NONE),
            Map.of(),
            ModulesConfig.NONE,
            ResultChanges.NONE,
            Vault.NONE);
    assertDenied(bare);
  }
}
