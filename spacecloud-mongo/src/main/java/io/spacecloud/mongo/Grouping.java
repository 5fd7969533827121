package io.spacecloud.mongo;

import static io.spacecloud.mongo.Bson.doc;
import static io.spacecloud.mongo.Expressions.call;

import io.spacecloud.api.error.InvalidRequestException;
import io.spacecloud.api.request.Stage;
import io.spacecloud.api.request.Stage.Accumulator;
import io.spacecloud.api.request.Stage.Group;
import io.spacecloud.api.request.Stage.Key;
import io.spacecloud.api.result.Document;
import io.spacecloud.api.result.DocumentKeys;
import io.spacecloud.api.value.Kind;
import java.math.BigDecimal;
import java.math.MathContext;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.bson.BsonDecimal128;
import org.bson.BsonDocument;
import org.bson.BsonNull;
import org.bson.BsonValue;
import org.bson.types.Decimal128;
import org.jspecify.annotations.Nullable;

/**
 * The first group of a pipeline: rendered as {@code $group} under names of its own, read back as
 * documents. Exact numbers are summed as decimals, since MongoDB's integers become reals where they
 * overflow, and averages are divided here.
 */
final class Grouping {
  private static final BsonDecimal128 ZERO = new BsonDecimal128(Decimal128.POSITIVE_ZERO);

  private final CollectionInfo info;
  private final Group group;

  Grouping(CollectionInfo info, Group group) {
    this.info = info;
    this.group = group;
  }

  BsonDocument render() {
    BsonDocument fields = new BsonDocument(CollectionInfo.ID, id());
    fields.append("n", doc("$sum", 1));
    for (int i = 0; i < group.accumulators().size(); i++) {
      accumulate(fields, i, group.accumulators().get(i));
    }
    return doc("$group", fields);
  }

  private BsonValue id() {
    if (group.keys().isEmpty()) {
      return BsonNull.VALUE;
    }
    BsonDocument id = new BsonDocument();
    for (int i = 0; i < group.keys().size(); i++) {
      id.append("k" + i, Expressions.orNull(Expressions.field(group.keys().get(i).path())));
    }
    return id;
  }

  private void accumulate(BsonDocument fields, int i, Accumulator accumulator) {
    if (accumulator.path() == null) {
      return; // made of the number of documents
    }
    BsonValue field = Expressions.field(accumulator.path());
    switch (accumulator.function()) {
      case SUM -> fields.append("a" + i, doc("$sum", summand(accumulator, field)));
      case AVG -> {
        fields.append("a" + i, doc("$sum", summand(accumulator, field)));
        BsonDocument one = call("$cond", Expressions.isNumber(field), Bson.ONE, Bson.number(0));
        fields.append("c" + i, doc("$sum", one));
      }
      case MIN -> fields.append("a" + i, doc("$min", field));
      case MAX -> fields.append("a" + i, doc("$max", field));
      case COUNT -> throw new AssertionError("$count has no path");
    }
  }

  private BsonValue summand(Accumulator accumulator, BsonValue field) {
    return isExact(accumulator)
        ? call("$cond", Expressions.isNumber(field), call("$add", field, ZERO), ZERO)
        : field;
  }

  private boolean isExact(Accumulator accumulator) {
    Kind kind = kind(accumulator);
    return kind == Kind.INTEGER || kind == Kind.DECIMAL;
  }

  private @Nullable Kind kind(Accumulator accumulator) {
    return accumulator.path() == null ? null : info.kind(accumulator.path());
  }

  /** The document of a group; an empty one stands for no documents at all. */
  Document read(BsonDocument result) {
    List<String> names = new ArrayList<>(List.of("_id"));
    List<@Nullable Object> values = new ArrayList<>();
    Map<String, @Nullable Object> id = keys(result);
    values.add(group.composite() ? Collections.unmodifiableMap(id) : id.get("_id"));
    for (int i = 0; i < group.accumulators().size(); i++) {
      names.add(group.accumulators().get(i).name());
      values.add(value(result, i, group.accumulators().get(i)));
    }
    return Document.of(DocumentKeys.of(names), values.toArray());
  }

  private Map<String, @Nullable Object> keys(BsonDocument result) {
    Map<String, @Nullable Object> id = new LinkedHashMap<>();
    for (int i = 0; i < group.keys().size(); i++) {
      Key key = group.keys().get(i);
      BsonValue value = result.getDocument(CollectionInfo.ID).get("k" + i);
      id.put(key.name(), ValueReader.value(value, info.kind(key.path()), key.name()));
    }
    return id;
  }

  private @Nullable Object value(BsonDocument result, int i, Accumulator accumulator) {
    long documents = result.containsKey("n") ? result.getNumber("n").longValue() : 0;
    if (accumulator.path() == null) {
      boolean counts = accumulator.function() == Stage.Function.COUNT;
      return Math.multiplyExact(documents, counts ? 1 : accumulator.constant());
    }
    Kind kind = kind(accumulator);
    BsonValue value = result.get("a" + i);
    return switch (accumulator.function()) {
      case SUM -> sum(value, kind, accumulator);
      case AVG -> average(value, result.get("c" + i), kind, accumulator);
      case MIN, MAX -> ValueReader.value(value, kind, accumulator.name());
      case COUNT -> throw new AssertionError("$count has no path");
    };
  }

  private static Object sum(
      @Nullable BsonValue value, @Nullable Kind kind, Accumulator accumulator) {
    Object sum = ValueReader.value(value, null, accumulator.name());
    if (sum == null) {
      return 0L;
    } else if (kind == Kind.INTEGER) {
      return whole(exact(sum, accumulator), accumulator);
    }
    return kind == Kind.DECIMAL ? exact(sum, accumulator) : sum;
  }

  private static Long whole(BigDecimal sum, Accumulator accumulator) {
    try {
      return sum.longValueExact();
    } catch (ArithmeticException e) {
      throw new InvalidRequestException("pipe.$group." + accumulator.name(), "integer overflow");
    }
  }

  /** A sum of as many digits as Decimal128 has may have lost some. */
  private static BigDecimal exact(Object sum, Accumulator accumulator) {
    BigDecimal exact = new BigDecimal(sum.toString());
    if (exact.precision() >= Decimals.DIGITS
        && exact.stripTrailingZeros().precision() >= Decimals.DIGITS) {
      throw new InvalidRequestException(
          "pipe.$group." + accumulator.name(), "a sum of more than 33 digits");
    }
    return exact;
  }

  private static @Nullable Object average(
      @Nullable BsonValue value,
      @Nullable BsonValue counted,
      @Nullable Kind kind,
      Accumulator accumulator) {
    long count = counted == null ? 0 : counted.asNumber().longValue();
    Object sum = ValueReader.value(value, null, accumulator.name());
    if (count == 0 || sum == null) {
      return null;
    } else if (sum instanceof Double || kind == Kind.REAL) {
      return ((Number) sum).doubleValue() / count;
    }
    return exact(sum, accumulator).divide(BigDecimal.valueOf(count), MathContext.DECIMAL128);
  }
}
