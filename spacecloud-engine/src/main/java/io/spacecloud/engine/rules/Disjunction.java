package io.spacecloud.engine.rules;

import io.spacecloud.api.rule.FieldAccess;
import io.spacecloud.api.rule.Question;
import io.spacecloud.api.rule.ResultEffect;
import io.spacecloud.api.rule.ResultEffect.Kind;
import io.spacecloud.engine.rules.Node.Granting;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * What clauses of which one is enough come to together: every one that may grant contributes.
 *
 * <p>What hides is applied to every row, since any row may be granted by it. What opens, which is
 * decryption, is applied where it is sure: by a clause that grants for every row, or by all.
 */
final class Disjunction {
  private final List<Granting> granting = new ArrayList<>();
  private FieldAccess fields = FieldAccess.ALL;
  private Question current;
  private boolean misplaced;

  Disjunction(Question input) {
    this.current = input;
  }

  /** The request as the clauses before leave it. */
  Question current() {
    return current;
  }

  /**
   * A change of the request by a clause that holds for some rows only could be applied to all of
   * them or to none.
   */
  boolean isMisplaced() {
    return misplaced;
  }

  @SuppressWarnings("ReferenceEquality") // an effect makes another input
  void add(Granting next) {
    if (next.outcome().neverGrants()) {
      return;
    }
    misplaced |= next.input() != current && !next.outcome().isGranted();
    fields = fields.and(next.fields());
    current = next.input();
    granting.add(next);
  }

  Granting granting(Outcome outcome) {
    return new Granting(outcome, fields, current, results());
  }

  private Set<ResultEffect> results() {
    Set<ResultEffect> results = new LinkedHashSet<>();
    for (Granting each : granting) {
      for (ResultEffect effect : each.results()) {
        boolean sure = each.outcome().isGranted() || everyOneHas(effect);
        if (sure || effect.kind() != Kind.DECRYPT) {
          results.add(effect);
        }
      }
    }
    return results;
  }

  private boolean everyOneHas(ResultEffect effect) {
    return granting.stream().allMatch(each -> each.results().contains(effect));
  }
}
