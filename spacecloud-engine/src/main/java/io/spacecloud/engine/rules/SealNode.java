package io.spacecloud.engine.rules;

import io.spacecloud.api.condition.Condition;
import io.spacecloud.api.condition.Condition.And;
import io.spacecloud.api.condition.Condition.Comparison;
import io.spacecloud.api.condition.Condition.Membership;
import io.spacecloud.api.condition.Condition.Not;
import io.spacecloud.api.condition.Condition.Operator;
import io.spacecloud.api.condition.Condition.Or;
import io.spacecloud.api.condition.Condition.Presence;
import io.spacecloud.api.condition.ConditionEvaluator;
import io.spacecloud.api.condition.Conditions;
import io.spacecloud.api.condition.FieldPath;
import io.spacecloud.api.request.Assignment;
import io.spacecloud.api.request.CollectionRequest;
import io.spacecloud.api.request.Delete;
import io.spacecloud.api.request.Read;
import io.spacecloud.api.request.Update;
import io.spacecloud.api.request.UpdateOperator;
import io.spacecloud.api.result.Document;
import io.spacecloud.api.rule.RuleInput;
import io.spacecloud.api.spi.AssignmentEvaluator;
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
final class SealNode extends Node {
  private final boolean hash;
  private final List<Target> targets;
  private final Ciphers ciphers;
  private final @Nullable Node clause;
  private final Outcome undecided;
  private final Outcome misfit;

  SealNode(Rule.Seal rule, Label effective, Ciphers ciphers, @Nullable Node clause) {
    super(rule.hash() ? "hash" : "encrypt", rule.label(), List.of());
    this.hash = rule.hash();
    this.targets = rule.targets();
    this.ciphers = ciphers;
    this.clause = clause;
    this.undecided = Outcome.error(effective, "the clause neither grants nor denies");
    this.misfit = Outcome.error(effective, "a value that cannot be sealed");
  }

  /** Without its effect, which {@link #grant} has. */
  @Override
  Outcome evaluate(RuleInput input, @Nullable StoredRows stored) {
    return Outcome.GRANTED;
  }

  @Override
  Granting grant(RuleInput input) {
    Outcome judged = clause == null ? Outcome.GRANTED : clause.evaluate(input, null);
    if (!judged.isGranted()) {
      return Granting.of(judged.isDenied() ? Outcome.GRANTED : undecided, input);
    }
    RuleInput changed = input;
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
    return new RuleInput(input.operation(), input.caller(), request, doc, input.reader());
  }

  private String sealed(Ciphers.Place place, @Nullable Object value) {
    if (value instanceof String text) {
      return hash ? ciphers.hash(place, text) : ciphers.encrypt(place, text);
    }
    throw new UnboundException("only texts are sealed");
  }

  private Document document(Ciphers.Place place, Document doc, FieldPath path) {
    if (!reaches(doc.get(path.root()), path, 1)) {
      return doc;
    }
    Object value = ConditionEvaluator.resolve(path, doc);
    Map<String, @Nullable Object> copy = new LinkedHashMap<>(doc);
    copy.put(path.root(), set(doc.get(path.root()), path, sealed(place, value)));
    return Document.of(copy);
  }

  /** Whether there is a value; what stands in the way of one could hold it in the open. */
  private static boolean reaches(@Nullable Object value, FieldPath path, int depth) {
    Object at = value;
    for (int i = depth; i < path.segments().size() && at != null; i++) {
      if (!(at instanceof Map<?, ?> object)) {
        throw new UnboundException("no object on the way");
      }
      at = object.get(path.segments().get(i));
    }
    return at != null;
  }

  private static @Nullable Object set(@Nullable Object root, FieldPath path, String sealed) {
    return AssignmentEvaluator.apply(root, new Assignment(UpdateOperator.SET, path, sealed));
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

  private Assignment assigned(Ciphers.Place place, Assignment each, FieldPath path) {
    int depth = each.path().segments().size();
    boolean sets = each.operator() == UpdateOperator.SET;
    if (each.operator() == UpdateOperator.UNSET || (sets && each.value() == null)) {
      return each;
    } else if (!sets || depth > path.segments().size()) {
      throw new UnboundException("an operator that cannot be sealed");
    } else if (!reaches(each.value(), path, depth)) {
      return each;
    }
    FieldPath inner =
        FieldPath.of(
            "_" + String.join("", dotted(path.segments().subList(depth, path.segments().size()))));
    Object value =
        ConditionEvaluator.resolve(inner, Map.of("_", Objects.requireNonNull(each.value())));
    return new Assignment(
        UpdateOperator.SET, each.path(), set(each.value(), inner, sealed(place, value)));
  }

  private static List<String> dotted(List<String> names) {
    return names.stream().map(name -> "." + name).toList();
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
      return Conditions.equal(path, sealed(place, c.value()));
    } else if (condition instanceof Membership c && c.path().equals(path)) {
      List<@Nullable Object> values = new ArrayList<>();
      c.values().forEach(value -> values.add(value == null ? null : sealed(place, value)));
      return Conditions.in(path, values);
    }
    throw new UnboundException("only equality survives hashing");
  }
}
