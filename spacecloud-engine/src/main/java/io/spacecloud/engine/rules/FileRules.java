package io.spacecloud.engine.rules;

import io.spacecloud.api.request.FileOperation;
import io.spacecloud.api.rule.Access;
import io.spacecloud.api.rule.FileInput;
import io.spacecloud.api.rule.RuleTrace;
import io.spacecloud.api.rule.Verdict;
import io.spacecloud.engine.config.ModulesConfig;
import io.spacecloud.engine.rules.FileRoutes.Route;
import java.time.Clock;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The rules of files, by prefix and operation. Immutable and thread-safe. */
final class FileRules {
  private final FileRoutes<Map<FileOperation, CompiledRule>> routes = new FileRoutes<>();

  FileRules(ModulesConfig.@Nullable FileStore store, Clock clock, Ciphers ciphers) {
    if (store != null) {
      for (ModulesConfig.FileRules each : store.rules().values()) {
        Scope scope = Scope.ofFile(each.prefix().variables());
        Map<FileOperation, CompiledRule> compiled = new EnumMap<>(FileOperation.class);
        each.rules()
            .forEach(
                (operation, rule) ->
                    compiled.put(operation, new CompiledRule(rule, scope, clock, ciphers)));
        routes.add(each.prefix(), compiled);
      }
    }
  }

  /** The rule that an operation is judged by, if there is one, and the question that it answers. */
  private record Asked(@Nullable CompiledRule rule, Access access, FileInput input) {
    Verdict verdict() {
      return rule == null ? Verdict.noRule(access) : rule.evaluate(input);
    }

    RuleTrace trace() {
      return rule == null ? RuleTrace.of(access, verdict()) : rule.trace(input);
    }
  }

  /**
   * The rule of the path; for whatever may stand below it, too, those of the prefixes that end
   * there. A variable that stands below the path resolves to nothing.
   */
  private List<Asked> asked(FileInput input) {
    Route<Map<FileOperation, CompiledRule>> own = routes.find(input.path().names());
    List<Asked> all = new ArrayList<>();
    all.add(own == null ? new Asked(null, input.access(), input) : asked(input, own));
    if (input.all()) {
      routes.below(input.path().names()).forEach(each -> all.add(asked(input, each)));
    }
    return all;
  }

  private static Asked asked(FileInput input, Route<Map<FileOperation, CompiledRule>> route) {
    return new Asked(
        route.value().get(input.operation()),
        new Access.ToFile(input.operation(), route.prefix()),
        input.withParams(route.params()));
  }

  /** All of them must allow it. */
  Verdict evaluate(FileInput input) {
    for (Asked each : asked(input)) {
      Verdict verdict = each.verdict();
      if (!Verdict.granted().equals(verdict)) {
        return verdict;
      }
    }
    return Verdict.granted();
  }

  RuleTrace trace(FileInput input) {
    List<RuleTrace> all = asked(input).stream().map(Asked::trace).toList();
    if (all.size() == 1) {
      return all.get(0);
    }
    RuleTrace decisive =
        all.stream()
            .filter(each -> each.outcome() != RuleTrace.Outcome.GRANTED)
            .findFirst()
            .orElse(all.get(0));
    return new RuleTrace(
        input.access().toString(),
        null,
        "all below",
        decisive.outcome(),
        List.of(),
        null,
        decisive.reason(),
        List.of(),
        all);
  }

  @Nullable String place(Access.ToFile access) {
    List<String> names = FilePrefix.segments(access.path());
    Route<Map<FileOperation, CompiledRule>> route = names == null ? null : routes.find(names);
    CompiledRule rule = route == null ? null : route.value().get(access.operation());
    return rule == null ? null : rule.place();
  }

  /** Whether no prefix ends below the folder. */
  boolean judgesAsOne(Access.ToFile folder) {
    List<String> names = FilePrefix.segments(folder.path());
    return names != null && routes.below(names).isEmpty();
  }
}
