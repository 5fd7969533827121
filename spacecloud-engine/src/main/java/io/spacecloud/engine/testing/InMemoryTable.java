package io.spacecloud.engine.testing;

import io.spacecloud.api.condition.Condition;
import io.spacecloud.api.condition.ConditionEvaluator;
import io.spacecloud.api.condition.FieldPath;
import io.spacecloud.api.error.ConflictException;
import io.spacecloud.api.error.InvalidRequestException;
import io.spacecloud.api.request.Assignment;
import io.spacecloud.api.request.Sort;
import io.spacecloud.api.request.UpdateOperator;
import io.spacecloud.api.result.Document;
import io.spacecloud.api.spi.AssignmentEvaluator;
import io.spacecloud.api.spi.CollectionSchema;
import io.spacecloud.api.spi.FieldSchema;
import io.spacecloud.api.value.Comparisons;
import io.spacecloud.api.value.Kind;
import io.spacecloud.api.value.ObjectId;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The rows of one collection; a row is never changed, but another put in its place. */
final class InMemoryTable {
  /** What MongoDB calls the key of documents, and makes where it is left out. */
  static final String MONGO_KEY = "_id";

  private final CollectionSchema schema;
  private final Fitting fitting;
  private final Clock clock;
  private List<Document> rows = List.of();
  private long made;

  /**
   * A table without rows.
   *
   * @param digits of decimals, all of them, by field, as far as they are bounded
   */
  InMemoryTable(CollectionSchema schema, Map<String, Integer> digits, Clock clock) {
    this.schema = schema;
    this.fitting = new Fitting(digits);
    this.clock = clock;
  }

  CollectionSchema schema() {
    return schema;
  }

  List<Document> rows() {
    return rows;
  }

  /**
   * Puts these in the place of all rows.
   *
   * @throws ConflictException if two have the same key; then nothing changes
   */
  void replace(List<Document> others) {
    UniqueKeys.check(schema, others);
    rows = List.copyOf(others);
  }

  void restore(List<Document> former) {
    rows = former;
  }

  /** The rows that satisfy the condition, in the order of the key. */
  List<Document> matching(Condition condition) {
    return rows.stream()
        .filter(row -> RowMatch.test(condition, row))
        .sorted(order(List.of()))
        .toList();
  }

  /** Null first ascending and last descending, ties by the key. */
  Comparator<Document> order(List<Sort> keys) {
    List<Sort> all = new ArrayList<>(keys);
    schema.primaryKey().forEach(name -> all.add(new Sort(FieldPath.of(name), false)));
    return new RowOrder(all);
  }

  /** The row that a document becomes, with the key that is made where none is given. */
  Document row(Document doc) {
    Map<String, @Nullable Object> row = new LinkedHashMap<>(doc);
    for (FieldSchema field : schema.fields()) {
      if (row.get(field.name()) == null && isMade(field)) {
        row.put(field.name(), made(field));
      } else if (!schema.isOpen()) {
        row.put(field.name(), fitting.fit(field, row.get(field.name())));
      }
    }
    if (!schema.isOpen()) {
      return inOrder(row);
    }
    row.keySet().forEach(InMemoryTable::checkName);
    return Document.of(row);
  }

  /** What a path gives a meaning to cannot be a field's name. */
  private static void checkName(String name) {
    if (name.isEmpty() || name.charAt(0) == '$' || name.indexOf('.') >= 0) {
      throw new InvalidRequestException("doc." + name, "not a name that a field can have");
    }
  }

  private boolean isMade(FieldSchema field) {
    boolean key = field.defaulted() && schema.primaryKey().contains(field.name());
    return field.generated() || key;
  }

  /** One that no row has. */
  private Object made(FieldSchema field) {
    while (true) {
      Object value = made(field, ++made);
      if (rows.stream().noneMatch(row -> Comparisons.equal(row.get(field.name()), value))) {
        return value;
      }
    }
  }

  private static Object made(FieldSchema field, long number) {
    Kind kind = field.kind();
    if (kind == Kind.INTEGER) {
      return number;
    } else if (kind == Kind.UUID) {
      return new UUID(0, number);
    } else if (kind == Kind.OBJECT_ID || (kind == null && field.name().equals(MONGO_KEY))) {
      return new ObjectId(String.format(Locale.ROOT, "%024x", number));
    }
    return String.valueOf(number);
  }

  private Document inOrder(Map<String, @Nullable Object> row) {
    Map<String, @Nullable Object> ordered = new LinkedHashMap<>();
    schema.fields().forEach(field -> ordered.put(field.name(), row.get(field.name())));
    return Document.of(ordered);
  }

  /**
   * The row as the operators leave it; what has the wrong shape counts before what is too large.
   */
  Document changed(Document row, List<Assignment> assignments) {
    Map<String, @Nullable Object> changed = new LinkedHashMap<>(row);
    for (Assignment each : assignments) {
      if (each.operator() == UpdateOperator.RENAME) {
        rename(changed, each);
      } else {
        assign(changed, each);
      }
    }
    for (FieldSchema field : schema.fields()) {
      if (changed.get(field.name()) != null) {
        changed.put(field.name(), fitting.fit(field, changed.get(field.name())));
      }
    }
    return Document.of(changed);
  }

  private void assign(Map<String, @Nullable Object> row, Assignment each) {
    String root = each.path().root();
    Object value = value(row.get(root), each);
    if (value == null && schema.isOpen()) {
      row.remove(root);
    } else {
      row.put(root, value);
    }
  }

  private @Nullable Object value(@Nullable Object old, Assignment each) {
    FieldSchema field = each.path().isNested() ? null : schema.field(each.path().root());
    if (each.operator() == UpdateOperator.CURRENT_DATE) {
      Instant now = clock.instant();
      Object present = field == null ? now.toString() : Fitting.present(field, now);
      return AssignmentEvaluator.apply(
          old, new Assignment(UpdateOperator.SET, each.path(), present));
    }
    boolean calculates =
        each.operator() == UpdateOperator.INC || each.operator() == UpdateOperator.MUL;
    return calculates && field != null && field.kind() == Kind.REAL
        ? Fitting.calculated(old, each)
        : AssignmentEvaluator.apply(old, each);
  }

  private void rename(Map<String, @Nullable Object> row, Assignment each) {
    Object value = ConditionEvaluator.resolve(each.path(), row);
    if (value != null) {
      FieldPath target = FieldPath.of(String.valueOf(each.value()));
      assign(row, new Assignment(UpdateOperator.UNSET, each.path(), null));
      assign(row, new Assignment(UpdateOperator.SET, target, value));
    }
  }

  Document key(Document row) {
    Map<String, @Nullable Object> key = new LinkedHashMap<>();
    schema.primaryKey().forEach(name -> key.put(name, row.get(name)));
    return Document.of(key);
  }
}
