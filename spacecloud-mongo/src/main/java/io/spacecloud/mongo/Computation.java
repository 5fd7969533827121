package io.spacecloud.mongo;

import io.spacecloud.api.condition.Condition;
import io.spacecloud.api.condition.ConditionEvaluator;
import io.spacecloud.api.condition.Conditions;
import io.spacecloud.api.condition.FieldPath;
import io.spacecloud.api.error.AccessDeniedException;
import io.spacecloud.api.error.InvalidRequestException;
import io.spacecloud.api.request.Assignment;
import io.spacecloud.api.request.UpdateOperator;
import io.spacecloud.api.result.Document;
import io.spacecloud.api.spi.AssignmentEvaluator;
import io.spacecloud.api.spi.FieldSchema;
import io.spacecloud.api.value.Kind;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.bson.BsonBoolean;
import org.bson.BsonDocument;
import org.bson.BsonDocumentReader;
import org.bson.BsonValue;
import org.bson.codecs.DecoderContext;
import org.jspecify.annotations.Nullable;

/**
 * Computes in memory what an update makes of one document, and writes it if the document still is
 * what it was.
 */
final class Computation {
  private final CollectionInfo info;
  private final Storage storage;
  private final DocumentCodec codec;
  private final List<Assignment> assignments;
  private final Condition check;
  private final Set<String> roots = new LinkedHashSet<>();
  private final Clock clock;

  /**
   * An update's computation.
   *
   * @param check what a changed document must satisfy
   */
  Computation(CollectionInfo info, List<Assignment> assignments, Condition check, Clock clock) {
    this.info = info;
    this.storage = new Storage(info);
    this.codec = DocumentCodec.of(info, List.of());
    this.assignments = assignments;
    this.check = check;
    this.clock = clock;
    for (Assignment each : assignments) {
      roots.add(each.path().root());
      if (each.operator() == UpdateOperator.RENAME) {
        roots.add(target(each).root());
      }
    }
  }

  private static FieldPath target(Assignment rename) {
    return FieldPath.of((String) Objects.requireNonNull(rename.value()));
  }

  /**
   * A change of one document.
   *
   * @param same finds the document if it still is what it was
   * @param update what to write
   */
  record Change(BsonValue id, BsonDocument same, BsonDocument update) {}

  /**
   * What becomes of a document.
   *
   * @throws AccessDeniedException if it would not satisfy the check
   * @throws io.spacecloud.api.error.SpaceCloudException if an operator does not go with it
   */
  Change change(BsonDocument stored) {
    Document before =
        codec.decode(new BsonDocumentReader(stored), DecoderContext.builder().build());
    Map<String, @Nullable Object> after = new HashMap<>(before);
    Instant now = clock.instant();
    assignments.forEach(each -> apply(each, after, now));
    assignments.forEach(each -> fit(each, after)); // what has the wrong shape is found first
    if (check != Conditions.TRUE && !ConditionEvaluator.compile(check).test(after)) {
      throw new AccessDeniedException("denied");
    }
    BsonValue id = Objects.requireNonNull(stored.get(CollectionInfo.ID));
    return new Change(id, same(stored), update(after));
  }

  /** Equality of everything that the outcome depends on. */
  private BsonDocument same(BsonDocument stored) {
    Set<String> read = new LinkedHashSet<>(roots);
    Conditions.paths(check).forEach(path -> read.add(path.root()));
    BsonDocument same = new BsonDocument();
    for (String name : read) {
      BsonValue value = stored.get(name);
      if (value == null) {
        same.append(name, Bson.doc("$exists", BsonBoolean.FALSE));
      } else if (value.isNull()) {
        same.append(name, Bson.doc("$type", "null"));
      } else {
        same.append(name, Bson.doc("$eq", value));
      }
    }
    same.remove(CollectionInfo.ID); // which never changes
    return same.append(CollectionInfo.ID, stored.get(CollectionInfo.ID));
  }

  private BsonDocument update(Map<String, @Nullable Object> after) {
    BsonDocument set = new BsonDocument();
    BsonDocument unset = new BsonDocument();
    for (String root : roots) {
      Object value = after.get(root);
      if (value == null) {
        unset.append(root, Bson.ONE);
      } else {
        set.append(root, storage.value("update." + root, root, value));
      }
    }
    BsonDocument update = new BsonDocument();
    if (!set.isEmpty()) {
      update.append("$set", set);
    }
    if (!unset.isEmpty()) {
      update.append("$unset", unset);
    }
    return update;
  }

  private void apply(Assignment a, Map<String, @Nullable Object> row, Instant now) {
    String root = a.path().root();
    switch (a.operator()) {
      case RENAME -> rename(a, row);
      case CURRENT_DATE -> put(row, a.path(), present(root, a.path(), now));
      case SET, UNSET, MIN, MAX, PUSH -> row.put(root, AssignmentEvaluator.apply(row.get(root), a));
      case INC, MUL -> row.put(root, calculated(a, row.get(root)));
    }
  }

  private static void put(Map<String, @Nullable Object> row, FieldPath path, Object value) {
    Assignment set = new Assignment(UpdateOperator.SET, path, value);
    row.put(path.root(), AssignmentEvaluator.apply(row.get(path.root()), set));
  }

  private Object present(String root, FieldPath path, Instant now) {
    if (UpdatePlan.isJson(info.kind(root))) {
      return now.toString();
    }
    return info.kind(path) == Kind.DATE ? today(now) : now;
  }

  static LocalDate today(Instant now) {
    return LocalDate.ofInstant(now, ZoneOffset.UTC);
  }

  private static void rename(Assignment a, Map<String, @Nullable Object> row) {
    Object moved = ConditionEvaluator.resolve(a.path(), row);
    if (moved != null) {
      Assignment unset = new Assignment(UpdateOperator.UNSET, a.path(), null);
      row.put(a.path().root(), AssignmentEvaluator.apply(row.get(a.path().root()), unset));
      put(row, target(a), moved);
    }
  }

  /** Reals are calculated as such, all else exactly. */
  private @Nullable Object calculated(Assignment a, @Nullable Object old) {
    if (info.kind(a.path()) != Kind.REAL || !(old instanceof Number number)) {
      return AssignmentEvaluator.apply(old, a);
    }
    double operand = ((Number) Objects.requireNonNull(a.value())).doubleValue();
    return a.operator() == UpdateOperator.INC
        ? number.doubleValue() + operand
        : number.doubleValue() * operand;
  }

  /** Brings the outcome of a calculation to what the declared field holds. */
  private void fit(Assignment a, Map<String, @Nullable Object> row) {
    if (a.operator() == UpdateOperator.INC || a.operator() == UpdateOperator.MUL) {
      row.put(a.path().root(), fitted(a.path().root(), a, row.get(a.path().root())));
    }
  }

  private @Nullable Object fitted(String root, Assignment a, @Nullable Object value) {
    FieldSchema field = a.path().isNested() ? null : info.schema().field(root);
    if (field == null || field.kind() == null) {
      return value;
    }
    String place = "update." + a.operator().wire() + "." + root;
    if (field.kind() == Kind.INTEGER && value instanceof Long whole) {
      int unused = field.precision() > 0 ? Long.SIZE - field.precision() : 0;
      if (whole << unused >> unused != whole) {
        throw new InvalidRequestException(place, "out of the field's range");
      }
    } else if (field.kind() == Kind.REAL && value instanceof Number number) {
      if (!Double.isFinite(number.doubleValue())) {
        throw new InvalidRequestException(place, "out of the field's range");
      }
      return number.doubleValue();
    } else if (field.kind() == Kind.DECIMAL && value instanceof Number number) {
      BigDecimal decimal = new BigDecimal(number.toString());
      boolean longer = field.precision() >= 0 && decimal.scale() > field.precision();
      return longer ? decimal.setScale(field.precision(), RoundingMode.DOWN) : decimal;
    }
    return value;
  }
}
