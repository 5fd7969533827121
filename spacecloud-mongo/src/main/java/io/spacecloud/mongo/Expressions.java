package io.spacecloud.mongo;

import static io.spacecloud.mongo.Bson.array;
import static io.spacecloud.mongo.Bson.doc;

import io.spacecloud.api.condition.FieldPath;
import java.util.List;
import org.bson.BsonArray;
import org.bson.BsonBinary;
import org.bson.BsonBoolean;
import org.bson.BsonDocument;
import org.bson.BsonNull;
import org.bson.BsonString;
import org.bson.BsonValue;

/**
 * Pieces of the aggregation language. What type a value is of is told by MongoDB's order of types,
 * which every version knows.
 */
final class Expressions {
  private Expressions() {}

  static BsonDocument call(String operator, BsonValue... operands) {
    return doc(operator, array(operands));
  }

  /** The value at a path; null where a list stands in the way. */
  static BsonValue field(FieldPath path) {
    BsonString value = new BsonString("$" + path);
    List<BsonDocument> lists =
        ConditionRenderer.prefixes(path).stream()
            .map(prefix -> isList(new BsonString("$" + prefix)))
            .toList();
    return lists.isEmpty()
        ? value
        : call("$cond", doc("$or", new BsonArray(lists)), BsonNull.VALUE, value);
  }

  static BsonValue orNull(BsonValue operand) {
    return call("$ifNull", operand, BsonNull.VALUE);
  }

  static BsonDocument isList(BsonValue operand) {
    return call("$isArray", operand);
  }

  /** Objects and lists lie between strings and bytes. */
  static BsonDocument isObject(BsonValue operand) {
    return between(
        operand, doc("$literal", new BsonDocument()), doc("$literal", new BsonBinary(new byte[0])));
  }

  /** Numbers lie between null and strings. */
  static BsonDocument isNumber(BsonValue operand) {
    BsonDocument above = call("$gt", operand, BsonNull.VALUE);
    BsonDocument below = call("$lt", operand, doc("$literal", new BsonString("")));
    return call("$cond", isList(operand), BsonBoolean.FALSE, call("$and", above, below));
  }

  private static BsonDocument between(BsonValue operand, BsonValue least, BsonValue beyond) {
    BsonDocument atLeast = call("$gte", operand, least);
    BsonDocument below = call("$lt", operand, beyond);
    return call("$cond", isList(operand), BsonBoolean.FALSE, call("$and", atLeast, below));
  }
}
