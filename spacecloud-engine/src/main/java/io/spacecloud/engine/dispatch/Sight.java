package io.spacecloud.engine.dispatch;

import io.spacecloud.api.condition.FieldPath;
import io.spacecloud.api.result.Document;
import io.spacecloud.api.rule.Effects;
import io.spacecloud.api.rule.FieldAccess;
import io.spacecloud.api.rule.ResultEffect;
import io.spacecloud.api.spi.RowView;
import io.spacecloud.engine.rules.ResultChanges;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * What a caller sees of a collection's documents.
 *
 * @param visible what of them decides whether a change is seen: what is forced does not
 */
record Sight(
    String database, String collection, Effects effects, FieldAccess visible, ResultChanges changes)
    implements RowView {
  static Sight of(String database, String collection, Effects effects, ResultChanges changes) {
    Set<FieldPath> forced =
        effects.results().stream()
            .filter(each -> each.kind() == ResultEffect.Kind.FORCE)
            .map(ResultEffect::path)
            .collect(Collectors.toSet());
    FieldAccess fields = effects.fields();
    return new Sight(
        database,
        collection,
        new Effects(fields, null, null, effects.results()),
        forced.isEmpty() ? fields : fields.and(FieldAccess.deny(forced)),
        effects.results().isEmpty() ? ResultChanges.NONE : changes);
  }

  @Override
  public Document visible(Document row) {
    return visible.mask(row);
  }

  @Override
  public Document shown(Document row) {
    Document masked = effects.fields().mask(row);
    return effects.results().isEmpty()
        ? masked
        : changes.apply(database, collection, effects.results(), masked);
  }
}
