package io.spacecloud.mongo;

import static io.spacecloud.mongo.Bson.array;
import static io.spacecloud.mongo.Bson.doc;
import static io.spacecloud.mongo.Expressions.call;
import static io.spacecloud.mongo.Expressions.isList;
import static io.spacecloud.mongo.Expressions.isObject;
import static io.spacecloud.mongo.Expressions.orNull;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.bson.BsonArray;
import org.bson.BsonBoolean;
import org.bson.BsonDocument;
import org.bson.BsonInt32;
import org.bson.BsonNull;
import org.bson.BsonString;
import org.bson.BsonValue;
import org.jspecify.annotations.Nullable;

/**
 * Equality and containment of lists and objects as expressions of the aggregation language, which,
 * unlike filters, looks into no list unasked.
 *
 * <p>MongoDB takes objects whose keys stand in another order for unequal, and tells null from
 * missing; so structures are compared member by member. Each expression is made once per level: a
 * {@code $map} over a list of one binds it to a variable.
 */
final class Structures {
  private static final BsonValue FALSE = doc("$literal", BsonBoolean.FALSE);

  private Structures() {}

  /** Whether the operand equals the value. */
  static BsonValue equal(BsonValue operand, @Nullable Object value) {
    return equal(operand, value, 0);
  }

  /** Whether the operand contains the list's elements or the object's entries. */
  static BsonValue contains(BsonValue operand, Object wanted) {
    return contains(operand, wanted, 0);
  }

  private static BsonValue equal(BsonValue operand, @Nullable Object value, int depth) {
    if (value instanceof List<?> list) {
      return bind(operand, depth, v -> guarded(isList(v), equalList(v, list, depth + 1)));
    } else if (value instanceof Map<?, ?> map) {
      return bind(operand, depth, v -> guarded(isObject(v), equalObject(v, map, depth + 1)));
    }
    BsonValue literal = BsonForms.literal(null, value);
    if (literal == null) {
      return FALSE;
    }
    return call("$eq", value == null ? orNull(operand) : operand, doc("$literal", literal));
  }

  private static BsonValue equalList(BsonString v, List<?> list, int depth) {
    List<BsonValue> parts = new ArrayList<>();
    parts.add(call("$eq", call("$size", v), new BsonInt32(list.size())));
    for (int i = 0; i < list.size(); i++) {
      parts.add(equal(call("$arrayElemAt", v, new BsonInt32(i)), list.get(i), depth));
    }
    return all(parts);
  }

  private static BsonValue equalObject(BsonString v, Map<?, ?> object, int depth) {
    List<BsonValue> parts = new ArrayList<>();
    int members = 0;
    for (Map.Entry<?, ?> entry : object.entrySet()) {
      if (entry.getValue() != null) {
        parts.add(equal(member(v, (String) entry.getKey(), depth), entry.getValue(), depth + 1));
        members++;
      }
    }
    parts.add(call("$eq", call("$size", present(v, depth)), new BsonInt32(members)));
    return all(parts);
  }

  private static BsonValue contains(BsonValue operand, Object wanted, int depth) {
    if (wanted instanceof List<?> elements) {
      return bind(operand, depth, v -> guarded(isList(v), hasAll(v, elements, depth + 1)));
    }
    Map<?, ?> entries = (Map<?, ?>) wanted;
    return bind(operand, depth, v -> guarded(isObject(v), hasEntries(v, entries, depth + 1)));
  }

  private static BsonValue hasAll(BsonString v, List<?> elements, int depth) {
    List<BsonValue> parts = new ArrayList<>();
    for (Object element : elements) {
      String name = "e" + depth;
      BsonValue equal = equal(new BsonString("$$" + name), element, depth + 1);
      parts.add(doc("$anyElementTrue", array(map(v, name, equal))));
    }
    return all(parts);
  }

  private static BsonValue hasEntries(BsonString v, Map<?, ?> entries, int depth) {
    List<BsonValue> parts = new ArrayList<>();
    for (Map.Entry<?, ?> entry : entries.entrySet()) {
      BsonValue member = member(v, (String) entry.getKey(), depth);
      parts.add(
          entry.getValue() instanceof Map<?, ?> inner
              ? contains(member, Objects.requireNonNull(inner), depth + 1)
              : equal(member, entry.getValue(), depth + 1));
    }
    return all(parts);
  }

  /** The member of that name; a name may hold what a path gives a meaning to. */
  private static BsonValue member(BsonString v, String name, int depth) {
    String entry = "m" + depth;
    BsonValue key = new BsonString("$$" + entry + ".k");
    BsonValue same = call("$eq", key, doc("$literal", new BsonString(name)));
    BsonDocument filter =
        doc("input", call("$objectToArray", v)).append("as", new BsonString(entry));
    BsonValue found = doc("$filter", filter.append("cond", same));
    return call(
        "$arrayElemAt", map(found, entry, new BsonString("$$" + entry + ".v")), new BsonInt32(0));
  }

  /** The entries that are not null. */
  private static BsonValue present(BsonString v, int depth) {
    String entry = "p" + depth;
    BsonValue value = orNull(new BsonString("$$" + entry + ".v"));
    BsonDocument filter =
        doc("input", call("$objectToArray", v)).append("as", new BsonString(entry));
    return doc("$filter", filter.append("cond", call("$ne", value, BsonNull.VALUE)));
  }

  private interface Body {
    BsonValue over(BsonString variable);
  }

  private static BsonValue bind(BsonValue operand, int depth, Body body) {
    String name = "v" + depth;
    BsonValue each = map(array(orNull(operand)), name, body.over(new BsonString("$$" + name)));
    return doc("$allElementsTrue", array(each));
  }

  private static BsonValue map(BsonValue input, String as, BsonValue in) {
    return doc("$map", doc("input", input).append("as", new BsonString(as)).append("in", in));
  }

  /** What is only evaluated where the guard holds. */
  private static BsonValue guarded(BsonValue guard, BsonValue then) {
    return call("$cond", guard, then, BsonBoolean.FALSE);
  }

  private static BsonValue all(List<BsonValue> parts) {
    return parts.isEmpty() ? BsonBoolean.TRUE : doc("$and", new BsonArray(parts));
  }
}
