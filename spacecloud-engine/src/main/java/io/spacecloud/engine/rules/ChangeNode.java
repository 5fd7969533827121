package io.spacecloud.engine.rules;

import io.spacecloud.api.condition.Conditions;
import io.spacecloud.api.condition.FieldPath;
import io.spacecloud.api.request.Aggregate;
import io.spacecloud.api.request.Assignment;
import io.spacecloud.api.request.CollectionRequest;
import io.spacecloud.api.request.Delete;
import io.spacecloud.api.request.Read;
import io.spacecloud.api.request.Stage;
import io.spacecloud.api.request.Update;
import io.spacecloud.api.request.UpdateOperator;
import io.spacecloud.api.result.Document;
import io.spacecloud.api.rule.Question;
import io.spacecloud.api.rule.RuleInput;
import io.spacecloud.engine.rules.Rule.Label;
import io.spacecloud.engine.rules.Rule.Target;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * {@code force} and {@code remove} on the request: a copy of it is what later rules judge and what
 * runs. An effect that cannot be applied, or of which it is not sure whether it should be, fails.
 */
final class ChangeNode extends EffectNode {
  private final List<Target> targets;
  private final @Nullable Slot value;
  private final Outcome unresolved;
  private final Outcome undecided;
  private final Outcome misfit;

  ChangeNode(Rule.Change rule, Label effective, @Nullable Slot value, @Nullable Node clause) {
    super(
        kind(rule),
        rule.label(),
        kind(rule) + "s " + rule.targets(),
        Shown.of(rule.value(), value),
        clause);
    this.targets = rule.targets();
    this.value = value;
    this.unresolved = Outcome.error(effective, "the value does not resolve");
    this.misfit = Outcome.error(effective, "the request reaches around the field");
    this.undecided = Outcome.error(effective, "the clause neither grants nor denies");
  }

  private static String kind(Rule.Change rule) {
    return rule.value() == null ? "remove" : "force";
  }

  @Override
  Granting applied(Outcome judged, Question input) {
    if (judged.isDenied()) {
      return Granting.of(Outcome.GRANTED, input);
    } else if (!judged.isGranted()) {
      return Granting.of(undecided, input);
    }
    Object forced = value == null ? null : value.get(input, null);
    if (value != null && forced == null) {
      return Granting.of(unresolved, input);
    }
    RuleInput changed = (RuleInput) input;
    try {
      for (Target target : targets) {
        changed = changed(changed, target, forced);
      }
    } catch (UnboundException e) {
      return Granting.of(misfit, input);
    }
    return Granting.of(Outcome.GRANTED, changed);
  }

  private static RuleInput changed(RuleInput input, Target target, @Nullable Object forced) {
    CollectionRequest request = input.request();
    Document doc = input.doc();
    switch (target.part()) {
      case DOC -> doc = document(Objects.requireNonNull(doc), target.path(), forced);
      case UPDATE -> request = update((Update) request, target.path(), forced);
      case FIND -> request = restricted(request, target.path(), Objects.requireNonNull(forced));
    }
    return input.with(request, doc);
  }

  private static ValueChange change(@Nullable Object forced) {
    return forced == null ? ValueChange.removing() : ValueChange.setting(forced);
  }

  private static Document document(Document doc, FieldPath path, @Nullable Object forced) {
    List<String> inner = path.segments().subList(1, path.segments().size());
    Object root = change(forced).at(doc.get(path.root()), inner);
    Map<String, @Nullable Object> copy = new LinkedHashMap<>(doc);
    if (root == null) {
      copy.remove(path.root());
    } else {
      copy.put(path.root(), root);
    }
    return Document.of(copy);
  }

  /**
   * No operator of the caller's touches the path any more; a forced value is set.
   *
   * @throws UnboundException if the caller's update reaches around the path otherwise than by
   *     setting an object or list
   */
  private static Update update(Update update, FieldPath path, @Nullable Object forced) {
    List<Assignment> kept = new ArrayList<>();
    boolean within = false;
    for (Assignment each : update.assignments()) {
      if (!touches(each, path)) {
        kept.add(each);
      } else if (each.path().segments().size() < path.segments().size()) {
        kept.add(around(each, path, forced));
        within = true;
      }
    }
    if (forced != null && !within) {
      kept.add(new Assignment(UpdateOperator.SET, path, forced));
    }
    return update.withAssignments(kept);
  }

  private static boolean touches(Assignment assignment, FieldPath path) {
    return assignment.path().overlaps(path)
        || (assignment.operator() == UpdateOperator.RENAME
            && FieldPath.of(String.valueOf(assignment.value())).overlaps(path));
  }

  /** An object or list that is set, with the value at its place in it. */
  private static Assignment around(Assignment each, FieldPath path, @Nullable Object forced) {
    boolean holds = each.value() instanceof Map || each.value() instanceof List;
    if (each.operator() != UpdateOperator.SET || !holds) {
      throw new UnboundException("the update reaches around the field");
    }
    List<String> inner =
        path.segments().subList(each.path().segments().size(), path.segments().size());
    Object changed = change(forced).at(each.value(), inner);
    return new Assignment(UpdateOperator.SET, each.path(), changed);
  }

  private static CollectionRequest restricted(
      CollectionRequest request, FieldPath path, Object forced) {
    if (request instanceof Read read) {
      return read.where(Conditions.equal(path, forced));
    } else if (request instanceof Update update) {
      return update.where(Conditions.equal(path, forced));
    } else if (request instanceof Delete delete) {
      return delete.where(Conditions.equal(path, forced));
    } else if (request instanceof Aggregate aggregate) {
      List<Stage> stages = new ArrayList<>(aggregate.stages());
      stages.add(0, new Stage.Match(Conditions.equal(path, forced)));
      return aggregate.withStages(stages);
    }
    throw new AssertionError(request.getClass());
  }
}
