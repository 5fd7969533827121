package io.spacecloud.engine.rules;

import io.spacecloud.api.condition.Condition;
import io.spacecloud.api.condition.Condition.And;
import io.spacecloud.api.condition.Condition.Comparison;
import io.spacecloud.api.condition.Condition.Membership;
import io.spacecloud.api.condition.Condition.Not;
import io.spacecloud.api.condition.Condition.Operator;
import io.spacecloud.api.condition.Condition.Or;
import io.spacecloud.api.condition.Condition.Presence;
import io.spacecloud.api.condition.Conditions;
import io.spacecloud.api.condition.FieldPath;
import io.spacecloud.api.request.Assignment;
import io.spacecloud.api.request.CollectionRequest;
import io.spacecloud.api.request.Delete;
import io.spacecloud.api.request.Read;
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
 * {@code encrypt} and {@code hash} on the request. What is there and cannot be sealed, so that it
 * would be stored or compared as it is, fails the request.
 */
final class SealNode extends EffectNode {
  private final boolean hash;
  private final List<Target> targets;
  private final Ciphers ciphers;
  private final Outcome undecided;
  private final Outcome misfit;

  SealNode(Rule.Seal rule, Label effective, Ciphers ciphers, @Nullable Node clause) {
    super(
        rule.hash() ? "hash" : "encrypt",
        rule.label(),
        (rule.hash() ? "hashes " : "encrypts ") + rule.targets(),
        List.of(),
        clause);
    this.hash = rule.hash();
    this.targets = rule.targets();
    this.ciphers = ciphers;
    this.undecided = Outcome.error(effective, "the clause neither grants nor denies");
    this.misfit = Outcome.error(effective, "a value that cannot be sealed");
  }

  @Override
  Granting applied(Outcome judged, Question input) {
    if (!judged.isGranted()) {
      return Granting.of(judged.isDenied() ? Outcome.GRANTED : undecided, input);
    }
    RuleInput changed = (RuleInput) input;
    try {
      for (Target target : targets) {
        changed = changed(changed, target);
      }
    } catch (UnboundException e) {
      return Granting.of(misfit, input);
    }
    return Granting.of(Outcome.GRANTED, changed);
  }

  private RuleInput changed(RuleInput input, Target target) {
    CollectionRequest request = input.request();
    Document doc = input.doc();
    FieldPath path = target.path();
    Ciphers.Place place =
        new Ciphers.Place(request.database(), request.collection(), path.toString());
    switch (target.part()) {
      case DOC -> doc = document(place, Objects.requireNonNull(doc), path);
      case UPDATE -> request = update(place, (Update) request, path);
      case FIND -> request = find(place, request, path);
    }
    return input.with(request, doc);
  }

  private Sealing sealing(Ciphers.Place place) {
    return hash ? Sealing.hashing(ciphers, place) : Sealing.encrypting(ciphers, place);
  }

  private Document document(Ciphers.Place place, Document doc, FieldPath path) {
    Map<String, @Nullable Object> copy = new LinkedHashMap<>(doc);
    List<String> inner = path.segments().subList(1, path.segments().size());
    copy.computeIfPresent(path.root(), (name, value) -> sealing(place).at(value, inner));
    return Document.of(copy);
  }

  private Update update(Ciphers.Place place, Update update, FieldPath path) {
    List<Assignment> changed = new ArrayList<>();
    for (Assignment each : update.assignments()) {
      boolean renames =
          each.operator() == UpdateOperator.RENAME
              && FieldPath.of(String.valueOf(each.value())).overlaps(path);
      changed.add(renames || each.path().overlaps(path) ? assigned(place, each, path) : each);
    }
    return update.withAssignments(changed);
  }

  /** What becomes of old values nobody could seal any more. */
  private Assignment assigned(Ciphers.Place place, Assignment each, FieldPath path) {
    int depth = each.path().segments().size();
    if (each.operator() == UpdateOperator.UNSET) {
      return each;
    } else if (!brings(each.operator()) || depth > path.segments().size()) {
      throw new UnboundException("an operator that cannot be sealed");
    }
    List<String> inner = path.segments().subList(depth, path.segments().size());
    return new Assignment(each.operator(), each.path(), sealing(place).at(each.value(), inner));
  }

  /** Whether what the operator is given is what is stored. */
  private static boolean brings(UpdateOperator operator) {
    return operator == UpdateOperator.SET || operator == UpdateOperator.PUSH;
  }

  private CollectionRequest find(Ciphers.Place place, CollectionRequest request, FieldPath path) {
    if (request instanceof Read read) {
      return read.withWhere(condition(place, read.where(), path));
    } else if (request instanceof Update update) {
      return update.withWhere(condition(place, update.where(), path));
    } else if (request instanceof Delete delete) {
      return delete.withWhere(condition(place, delete.where(), path));
    }
    throw new UnboundException("a pipeline's conditions are not hashed");
  }

  /** Equality survives hashing, and nothing else does. */
  private Condition condition(Ciphers.Place place, Condition condition, FieldPath path) {
    if (condition instanceof And c) {
      return Conditions.and(c.conditions().stream().map(i -> condition(place, i, path)).toList());
    } else if (condition instanceof Or c) {
      return Conditions.or(c.conditions().stream().map(i -> condition(place, i, path)).toList());
    } else if (condition instanceof Not c) {
      return Conditions.not(condition(place, c.condition(), path));
    } else if (Conditions.paths(condition).stream().noneMatch(path::overlaps)
        || condition instanceof Presence) {
      return condition;
    } else if (condition instanceof Comparison c
        && c.operator() == Operator.EQ
        && c.path().equals(path)) {
      return Conditions.equal(path, text(place, c.value()));
    } else if (condition instanceof Membership c && c.path().equals(path)) {
      List<@Nullable Object> values = new ArrayList<>();
      c.values().forEach(value -> values.add(value == null ? null : text(place, value)));
      return Conditions.in(path, values);
    }
    throw new UnboundException("only equality survives hashing");
  }

  private Object text(Ciphers.Place place, @Nullable Object value) {
    if (value instanceof String) {
      return Objects.requireNonNull(sealing(place).apply(value));
    }
    throw new UnboundException("only texts are sealed");
  }
}
