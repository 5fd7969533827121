package io.spacecloud.engine.rules;

import io.spacecloud.api.rule.FieldAccess;
import io.spacecloud.api.rule.Question;
import io.spacecloud.api.rule.ResultEffect;
import io.spacecloud.api.rule.ResultEffect.Kind;
import io.spacecloud.engine.rules.Rule.Label;
import java.util.LinkedHashSet;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * {@code force}, {@code encrypt}, {@code decrypt} and {@code hash} of what is read. What hides is
 * done unless the clause denies; what opens, which is decryption, if it grants for every row.
 */
final class ResultNode extends EffectNode {
  private final Rule.Show rule;
  private final @Nullable Slot value;
  private final Outcome undecided;
  private final Outcome unresolved;

  ResultNode(Rule.Show rule, Label effective, @Nullable Slot value, @Nullable Node clause) {
    super(
        kind(rule),
        rule.label(),
        kind(rule) + "s " + rule.fields() + " of what is read",
        Shown.of(rule.value(), value),
        clause);
    this.rule = rule;
    this.value = value;
    this.undecided = Outcome.error(effective, "the clause neither grants nor denies");
    this.unresolved = Outcome.error(effective, "the value does not resolve");
  }

  private static String kind(Rule.Show rule) {
    return rule.kind().name().toLowerCase(Locale.ROOT);
  }

  @Override
  Granting applied(Outcome judged, Question input) {
    if (judged.isDenied()) {
      return Granting.of(Outcome.GRANTED, input);
    } else if (rule.kind() == Kind.DECRYPT && !judged.isGranted()) {
      return Granting.of(undecided, input);
    }
    Object forced = value == null ? null : value.get(input, null);
    if (value != null && forced == null) {
      return Granting.of(unresolved, input);
    }
    Set<ResultEffect> effects = new LinkedHashSet<>();
    rule.fields().forEach(path -> effects.add(new ResultEffect(rule.kind(), path, forced)));
    return new Granting(Outcome.GRANTED, FieldAccess.ALL, input, effects);
  }
}
