package io.spacecloud.engine.dispatch;

import io.spacecloud.api.request.CollectionRequest;
import io.spacecloud.api.request.Read;
import io.spacecloud.api.result.Document;
import io.spacecloud.api.result.Result;
import io.spacecloud.api.rule.Effects;
import io.spacecloud.api.rule.ResultEffect;
import io.spacecloud.api.spi.Command;
import io.spacecloud.api.spi.Outcome;
import io.spacecloud.engine.rules.ResultChanges;
import java.util.List;

/**
 * A command that may run.
 *
 * @param effects what becomes of the documents that it returns before the caller sees them
 */
record Permit(Command command, Effects effects, ResultChanges changes) {
  Permit {
    if (!effects.results().isEmpty()) {
      effects = effective(command, effects);
    }
  }

  /** What is kept back, or was not asked for, is not shown by way of another effect. */
  private static Effects effective(Command command, Effects effects) {
    boolean chosen = command.request() instanceof Read read && !read.select().isEmpty();
    List<ResultEffect> shown =
        effects.results().stream()
            .filter(each -> effects.fields().permitsPart(each.path()))
            .filter(each -> !chosen || isChosen((Read) command.request(), each))
            .toList();
    return new Effects(effects.fields(), null, null, shown);
  }

  private static boolean isChosen(Read read, ResultEffect effect) {
    return read.select().stream().anyMatch(effect.path()::overlaps);
  }

  /** Runs the command; nobody gets to see its result but through the mask. */
  Result run(Scope scope, Target target) {
    Outcome outcome = scope.executor(target).execute(command);
    scope.touches().ran(command.request(), outcome);
    Result result = outcome.result();
    if (effects.isNone() || result.documents().isEmpty()) {
      return result;
    }
    Sight sight = sight();
    return Result.ofDocuments(
        result.documents().stream().map(sight::shown).toList(), result.truncated());
  }

  /** The document as the caller may see it. */
  Document shown(Document document) {
    return sight().shown(document);
  }

  Sight sight() {
    CollectionRequest request = command.request();
    return Sight.of(request.database(), request.collection(), effects, changes);
  }
}
