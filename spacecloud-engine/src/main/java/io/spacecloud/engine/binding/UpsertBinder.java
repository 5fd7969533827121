package io.spacecloud.engine.binding;

import io.spacecloud.api.condition.Condition;
import io.spacecloud.api.condition.Condition.And;
import io.spacecloud.api.condition.Condition.Comparison;
import io.spacecloud.api.condition.Condition.Operator;
import io.spacecloud.api.condition.Conditions;
import io.spacecloud.api.condition.FieldPath;
import io.spacecloud.api.error.InvalidRequestException;
import io.spacecloud.api.request.Assignment;
import io.spacecloud.api.request.Update;
import io.spacecloud.api.request.UpdateOperator;
import io.spacecloud.api.result.Document;
import io.spacecloud.api.spi.CollectionSchema;
import io.spacecloud.api.spi.FieldSchema;
import io.spacecloud.api.value.Comparisons;
import io.spacecloud.api.value.Kind;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Checks upserts, and computes the document that one inserts where the row is missing. */
final class UpsertBinder {
  private final CollectionSchema schema;
  private final DocumentBinder documents;
  private final Clock clock;

  UpsertBinder(CollectionSchema schema, DocumentBinder documents, Clock clock) {
    this.schema = schema;
    this.documents = documents;
    this.clock = clock;
  }

  /** The find of an upsert is equalities that cover a unique key, and the update keeps them. */
  void check(String prefix, Update update) {
    if (!isEqualities(update.where()) || key(update.where()) == null) {
      throw new InvalidRequestException(
          prefix + "find", "an upsert takes equalities, those on a unique key among them");
    }
    for (Comparison equality : equalities(update.where())) {
      for (Assignment a : update.assignments()) {
        checkKept(prefix, equality, a);
      }
    }
  }

  /** Whether there is nothing but one equality for each of several columns. */
  private static boolean isEqualities(Condition where) {
    List<Condition> terms = where instanceof And and ? and.conditions() : List.of(where);
    Set<String> names = new HashSet<>();
    return terms.stream()
        .allMatch(
            term ->
                term instanceof Comparison c
                    && c.operator() == Operator.EQ
                    && !c.path().isNested()
                    && names.add(c.path().root()));
  }

  /** The equalities on a unique key, or null if there is no unique key that they cover. */
  @Nullable Condition key(Condition where) {
    List<List<String>> keys = new ArrayList<>(schema.uniqueKeys());
    keys.add(schema.primaryKey());
    for (List<String> key : keys) {
      if (KeyEqualities.pins(where, key)) {
        return Conditions.and(
            equalities(where).stream()
                .filter(c -> key.contains(c.path().root()))
                .map(Condition.class::cast)
                .toList());
      }
    }
    return null;
  }

  private static void checkKept(String prefix, Comparison equality, Assignment a) {
    boolean same =
        a.operator() == UpdateOperator.SET && Comparisons.equal(a.value(), equality.value());
    boolean renamed =
        a.operator() == UpdateOperator.RENAME
            && FieldPath.of(String.valueOf(a.value())).overlaps(equality.path());
    if (renamed || (a.path().overlaps(equality.path()) && !same)) {
      throw new InvalidRequestException(
          prefix + "update." + a.operator().wire() + "." + a.path(), "changes what find names");
    }
  }

  private static List<Comparison> equalities(Condition where) {
    List<Comparison> equalities = new ArrayList<>();
    if (where instanceof And and) {
      and.conditions().forEach(c -> equalities.add((Comparison) c));
    } else {
      equalities.add((Comparison) where);
    }
    return equalities;
  }

  /** The equalities and what the operators make of a row that is not there. */
  Document document(String prefix, Update update) {
    Map<String, @Nullable Object> doc = new LinkedHashMap<>();
    equalities(update.where()).forEach(c -> doc.put(c.path().root(), c.value()));
    for (Assignment a : update.assignments()) {
      if (a.operator() != UpdateOperator.UNSET && a.operator() != UpdateOperator.RENAME) {
        put(prefix + "update", doc, a.path().segments(), initial(a));
      }
    }
    return documents.bind(prefix + "doc", Document.of(prefix + "doc", doc));
  }

  private @Nullable Object initial(Assignment a) {
    return switch (a.operator()) {
      case SET, INC, MIN, MAX -> a.value();
      case MUL -> 0L;
      case PUSH -> Collections.singletonList(a.value());
      case CURRENT_DATE -> now(a.path().root());
      case UNSET, RENAME -> null;
    };
  }

  private Object now(String name) {
    FieldSchema field = schema.field(name);
    Instant now = clock.instant();
    return field != null && field.kind() == Kind.DATE
        ? LocalDate.ofInstant(now, ZoneOffset.UTC)
        : now;
  }

  @SuppressWarnings("unchecked") // the maps on the way are those made here
  private static void put(
      String place, Map<String, @Nullable Object> doc, List<String> path, @Nullable Object value) {
    Map<String, @Nullable Object> object = doc;
    for (String name : path.subList(0, path.size() - 1)) {
      Object inner = object.computeIfAbsent(name, n -> new LinkedHashMap<String, Object>());
      if (!(inner instanceof Map)) {
        throw new InvalidRequestException(place, "reaches into what is no object");
      }
      object = (Map<String, @Nullable Object>) inner;
    }
    object.put(path.get(path.size() - 1), value);
  }
}
