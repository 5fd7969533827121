package io.spacecloud.mongo;

import static io.spacecloud.mongo.Bson.doc;

import io.spacecloud.api.condition.FieldPath;
import io.spacecloud.api.error.InvalidRequestException;
import io.spacecloud.api.request.Assignment;
import io.spacecloud.api.request.UpdateOperator;
import io.spacecloud.api.spi.FieldSchema;
import io.spacecloud.api.value.Kind;
import io.spacecloud.api.value.Values;
import java.math.BigDecimal;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.bson.BsonBoolean;
import org.bson.BsonDocument;
import org.bson.BsonDouble;
import org.bson.BsonInt64;
import org.bson.BsonString;
import org.bson.BsonValue;
import org.jspecify.annotations.Nullable;

/**
 * The operators of an update in MongoDB's own, and the documents on which those do what they
 * should.
 *
 * <p>MongoDB's operators do the same as ours on most documents: not where null stands for nothing,
 * where a list lies on the way, where an integer would outgrow its bits, or where decimals are
 * calculated, which it rounds. {@link #ready} tells the ones from the others; the others are
 * changed by {@link Computation}.
 */
final class UpdatePlan {
  private static final double SAFE_SUM = 1e300;
  private static final double SAFE_FACTOR = 1e150;

  private final CollectionInfo info;
  private final Storage storage;
  private final BsonDocument update = new BsonDocument();
  private final List<BsonDocument> conditions = new ArrayList<>();
  private boolean calculable = true;

  private UpdatePlan(CollectionInfo info) {
    this.info = info;
    this.storage = new Storage(info);
  }

  static UpdatePlan of(CollectionInfo info, List<Assignment> assignments, Clock clock) {
    UpdatePlan plan = new UpdatePlan(info);
    assignments.forEach(each -> plan.add(each, clock));
    return plan;
  }

  /** Whether some documents can be changed by MongoDB's operators. */
  boolean isNative() {
    return calculable;
  }

  /** The update in MongoDB's operators. */
  BsonDocument update() {
    return update;
  }

  /** The documents on which the update does what it should; null if these are all. */
  @Nullable BsonDocument ready() {
    if (!calculable) {
      return ConditionRenderer.none(); // and then nothing is updated by it
    }
    return conditions.isEmpty() ? null : ConditionRenderer.and(conditions);
  }

  private void add(Assignment a, Clock clock) {
    parents(a.path());
    Kind kind = info.kind(a.path());
    String place = "update." + a.operator().wire() + "." + a.path();
    switch (a.operator()) {
      case SET -> set(place, a, a.value());
      case UNSET -> put("$unset", a.path(), Bson.ONE);
      case INC, MUL -> calculate(a, (Number) Objects.requireNonNull(a.value()), kind);
      case MIN, MAX -> extreme(place, a);
      case PUSH -> push(place, a);
      case CURRENT_DATE -> currentDate(a, kind, clock.instant());
      case RENAME -> rename(a);
    }
  }

  private void put(String operator, FieldPath path, BsonValue operand) {
    update
        .computeIfAbsent(operator, each -> new BsonDocument())
        .asDocument()
        .append(path.toString(), operand);
  }

  /**
   * Null takes a field away; within an object it is set, since the way there is made in any case.
   */
  private void set(String place, Assignment a, @Nullable Object value) {
    if (value == null && !a.path().isNested()) {
      put("$unset", a.path(), Bson.ONE);
    } else {
      put("$set", a.path(), stored(place, a.path(), value));
    }
  }

  private BsonValue stored(String place, FieldPath path, @Nullable Object value) {
    return path.isNested()
        ? BsonForms.stored(place, null, value)
        : storage.value(place, path.root(), value);
  }

  /** Every part of the way is an object or not there. */
  private void parents(FieldPath path) {
    for (String prefix : ConditionRenderer.prefixes(path)) {
      conditions.add(missingOr(prefix, typed("object")));
    }
  }

  private static BsonDocument missingOr(String path, BsonDocument... operators) {
    List<BsonDocument> alternatives = new ArrayList<>();
    alternatives.add(doc(path, doc("$exists", BsonBoolean.FALSE)));
    for (BsonDocument each : operators) {
      alternatives.add(doc(path, each.append("$not", doc("$type", "array"))));
    }
    return ConditionRenderer.or(alternatives);
  }

  private static BsonDocument typed(String... types) {
    return types.length == 1 ? doc("$type", types[0]) : doc("$type", Bson.texts(types));
  }

  private void calculate(Assignment a, Number operand, @Nullable Kind kind) {
    boolean sum = a.operator() == UpdateOperator.INC;
    String operator = a.operator().wire();
    if (operand instanceof BigDecimal || kind == Kind.DECIMAL) {
      calculable = false;
      return;
    } else if (operand instanceof Long amount) {
      put(operator, a.path(), new BsonInt64(amount));
      BsonDocument whole = wholeNumbers(sum, amount, bits(a.path()));
      conditions.add(
          kind == Kind.INTEGER
              ? missingOr(a.path().toString(), whole)
              : missingOr(a.path().toString(), whole, reals(sum, amount.doubleValue())));
    } else {
      put(operator, a.path(), new BsonDouble(operand.doubleValue()));
      conditions.add(missingOr(a.path().toString(), reals(sum, operand.doubleValue())));
    }
  }

  private int bits(FieldPath path) {
    FieldSchema field = path.isNested() ? null : info.schema().field(path.root());
    if (field == null || field.kind() != Kind.INTEGER || field.precision() <= 0) {
      return Long.SIZE;
    }
    return field.precision();
  }

  /** The integers whose sum or product stays within the bits. */
  private static BsonDocument wholeNumbers(boolean sum, long operand, int bits) {
    long max = Long.MAX_VALUE >> (Long.SIZE - bits);
    long min = -max - 1;
    long least = min;
    long most = max;
    if (sum) {
      least = operand < 0 ? min - operand : min;
      most = operand > 0 ? max - operand : max;
    } else if (operand != 0 && operand != 1) {
      most = operand == Long.MIN_VALUE ? 0 : max / Math.abs(operand);
      least = -most;
    }
    return typed("int", "long")
        .append("$gte", new BsonInt64(least))
        .append("$lte", new BsonInt64(most));
  }

  /** The reals whose sum or product stays finite. */
  private static BsonDocument reals(boolean sum, double operand) {
    double safe = sum ? SAFE_SUM : SAFE_FACTOR;
    double most = Math.abs(operand) > safe ? 0 : safe;
    return typed("double")
        .append("$gte", new BsonDouble(-most))
        .append("$lte", new BsonDouble(most));
  }

  private void extreme(String place, Assignment a) {
    if (a.value() == null) {
      return; // nothing is less or greater
    }
    put(a.operator().wire(), a.path(), stored(place, a.path(), a.value()));
    conditions.add(missingOr(a.path().toString(), typed(family(place, a.value()))));
  }

  /** The types of the values that the operand is ordered among. */
  private static String family(String place, Object operand) {
    return switch (Values.kindOf(operand)) {
      case INTEGER, REAL, DECIMAL -> "number";
      case BOOLEAN -> "bool";
      case TIMESTAMP -> "date";
      case STRING, DATE, TIME -> "string";
      case NULL, BYTES, UUID, OBJECT_ID, LIST, OBJECT ->
          throw new InvalidRequestException(place, "has no order");
    };
  }

  private void push(String place, Assignment a) {
    BsonValue element = BsonForms.stored(place, null, a.value());
    put("$push", a.path(), doc("$each", Bson.array(element)));
    BsonDocument list = doc(a.path().toString(), doc("$type", "array"));
    BsonDocument missing = doc(a.path().toString(), doc("$exists", BsonBoolean.FALSE));
    conditions.add(ConditionRenderer.or(List.of(missing, list)));
  }

  private void currentDate(Assignment a, @Nullable Kind kind, Instant now) {
    if (isJson(info.kind(a.path().root()))) {
      put("$set", a.path(), new BsonString(now.toString()));
    } else if (kind == Kind.DATE) {
      put("$set", a.path(), new BsonString(Computation.today(now).toString()));
    } else {
      put("$currentDate", a.path(), BsonBoolean.TRUE);
    }
  }

  static boolean isJson(@Nullable Kind kind) {
    return kind == Kind.OBJECT || kind == Kind.LIST;
  }

  private void rename(Assignment a) {
    FieldPath target = FieldPath.of((String) Objects.requireNonNull(a.value()));
    parents(target);
    put("$rename", a.path(), new BsonString(target.toString()));
    conditions.add(doc(a.path().toString(), doc("$not", doc("$type", "null"))));
  }
}
