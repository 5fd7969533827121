package io.spacecloud.mongo;

import static io.spacecloud.mongo.Bson.array;
import static io.spacecloud.mongo.Bson.doc;

import io.spacecloud.api.condition.Condition;
import io.spacecloud.api.condition.Condition.And;
import io.spacecloud.api.condition.Condition.Comparison;
import io.spacecloud.api.condition.Condition.Constant;
import io.spacecloud.api.condition.Condition.Contains;
import io.spacecloud.api.condition.Condition.Like;
import io.spacecloud.api.condition.Condition.Membership;
import io.spacecloud.api.condition.Condition.Not;
import io.spacecloud.api.condition.Condition.Operator;
import io.spacecloud.api.condition.Condition.Or;
import io.spacecloud.api.condition.Condition.Presence;
import io.spacecloud.api.condition.FieldPath;
import io.spacecloud.api.value.Kind;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.bson.BsonArray;
import org.bson.BsonDocument;
import org.bson.BsonNull;
import org.bson.BsonString;
import org.bson.BsonValue;
import org.jspecify.annotations.Nullable;

/**
 * Renders conditions as MongoDB's filters, each exactly true or false.
 *
 * <p>MongoDB looks into lists unasked, wherever a path or a comparison meets one. So every leaf
 * also says that what it compares is no list, nor anything on the way to it; what is left is the
 * operator's own meaning, and a negation is {@code $nor}.
 */
final class ConditionRenderer {
  private static final BsonDocument NO_LIST = doc("$type", "array");

  private final CollectionInfo info;

  ConditionRenderer(CollectionInfo info) {
    this.info = info;
  }

  static BsonDocument all() {
    return new BsonDocument();
  }

  static BsonDocument none() {
    return doc("$nor", array(new BsonDocument()));
  }

  BsonDocument render(Condition condition) {
    if (condition instanceof Constant c) {
      return c.value() ? all() : none();
    } else if (condition instanceof Comparison c) {
      return comparison(c);
    } else if (condition instanceof Membership c) {
      return membership(c);
    } else if (condition instanceof Presence c) {
      return presence(c.path());
    } else if (condition instanceof Like c) {
      return like(c);
    } else if (condition instanceof Contains c) {
      return structure(c.path(), Structures.contains(operand(c.path()), c.value()));
    } else if (condition instanceof And c) {
      return and(c.conditions().stream().map(this::render).toList());
    } else if (condition instanceof Or c) {
      return or(c.conditions().stream().map(this::render).toList());
    } else if (condition instanceof Not c) {
      return c.condition() instanceof Presence p ? absence(p.path()) : not(render(c.condition()));
    }
    throw new AssertionError(condition.getClass());
  }

  /** Side by side in one document where no name stands twice, which is how people write it. */
  static BsonDocument and(List<BsonDocument> parts) {
    BsonDocument merged = new BsonDocument();
    for (BsonDocument part : parts) {
      for (Map.Entry<String, BsonValue> entry : part.entrySet()) {
        if (!entry.getValue().equals(merged.getOrDefault(entry.getKey(), entry.getValue()))) {
          return doc("$and", array(parts));
        }
        merged.append(entry.getKey(), entry.getValue());
      }
    }
    return merged;
  }

  static BsonDocument or(List<BsonDocument> parts) {
    return parts.size() == 1 ? parts.get(0) : doc("$or", array(parts));
  }

  static BsonDocument not(BsonDocument part) {
    return doc("$nor", array(part));
  }

  /** Conditions on the value at a path, which is no list and not reached through one. */
  BsonDocument leaf(FieldPath path, BsonDocument operators) {
    BsonDocument leaf = outsideLists(path);
    if (!info.isId(path)) {
      operators.append("$not", NO_LIST);
    }
    return leaf.append(path.toString(), operators);
  }

  /** That nothing on the way to the path is a list. */
  static BsonDocument outsideLists(FieldPath path) {
    BsonDocument guards = new BsonDocument();
    for (String prefix : prefixes(path)) {
      guards.append(prefix, doc("$not", NO_LIST));
    }
    return guards;
  }

  /** The paths that lead to a path. */
  static List<String> prefixes(FieldPath path) {
    List<String> prefixes = new ArrayList<>();
    List<String> segments = path.segments();
    for (int i = 1; i < segments.size(); i++) {
      prefixes.add(String.join(".", segments.subList(0, i)));
    }
    return prefixes;
  }

  private BsonDocument comparison(Comparison c) {
    Object value = c.value();
    if (value instanceof List || value instanceof Map) {
      return structure(c.path(), Structures.equal(operand(c.path()), value));
    }
    Kind kind = info.kind(c.path());
    BsonValue literal = BsonForms.literal(kind, value);
    if (literal != null) {
      return leaf(c.path(), doc(c.operator().wire(), literal));
    }
    Object below = below(value);
    if (c.operator() == Operator.EQ || below == null) {
      return none();
    }
    boolean above = c.operator() == Operator.GT || c.operator() == Operator.GTE;
    BsonValue neighbour = BsonForms.stored(c.path().toString(), kind, below);
    return leaf(c.path(), doc(above ? "$gt" : "$lte", neighbour));
  }

  /** The greatest value that MongoDB has below one that it has not, or null. */
  private static @Nullable Object below(Object value) {
    if (value instanceof Instant) {
      return value; // its form is truncated downwards
    }
    return value instanceof BigDecimal decimal ? Decimals.floor(decimal) : null;
  }

  private BsonDocument membership(Membership c) {
    List<BsonDocument> alternatives = new ArrayList<>();
    BsonArray scalars = new BsonArray();
    for (Object value : c.values()) {
      if (value == null) {
        alternatives.add(absence(c.path()));
      } else if (value instanceof List || value instanceof Map) {
        alternatives.add(structure(c.path(), Structures.equal(operand(c.path()), value)));
      } else {
        BsonValue literal = BsonForms.literal(info.kind(c.path()), value);
        if (literal != null) {
          scalars.add(literal);
        }
      }
    }
    if (!scalars.isEmpty()) {
      alternatives.add(leaf(c.path(), doc("$in", scalars)));
    }
    return alternatives.isEmpty() ? none() : or(alternatives);
  }

  /** A list is there, whatever it holds; {@code $ne} would look for nulls in it. */
  private BsonDocument presence(FieldPath path) {
    if (info.isId(path)) {
      return all();
    }
    BsonDocument there = doc(path.toString(), doc("$ne", BsonNull.VALUE));
    BsonDocument list = doc(path.toString(), NO_LIST);
    return outsideLists(path).append("$or", array(there, list));
  }

  private BsonDocument absence(FieldPath path) {
    if (info.isId(path)) {
      return none();
    }
    List<BsonDocument> alternatives = new ArrayList<>();
    prefixes(path).forEach(prefix -> alternatives.add(doc(prefix, NO_LIST)));
    BsonDocument none = doc("$eq", BsonNull.VALUE).append("$not", NO_LIST);
    alternatives.add(doc(path.toString(), none));
    return or(alternatives);
  }

  private BsonDocument like(Like c) {
    BsonDocument text = leaf(c.path(), doc("$type", "string"));
    String regex = LikePatterns.regex(c.pattern());
    return and(List.of(text, doc(c.path().toString(), doc("$regex", regex))));
  }

  private static BsonDocument structure(FieldPath path, BsonValue expression) {
    return outsideLists(path).append("$expr", doc("$and", array(expression)));
  }

  private static BsonString operand(FieldPath path) {
    return new BsonString("$" + path);
  }
}
