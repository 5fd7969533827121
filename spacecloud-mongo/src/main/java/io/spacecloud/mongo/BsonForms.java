package io.spacecloud.mongo;

import io.spacecloud.api.error.InvalidRequestException;
import io.spacecloud.api.value.Kind;
import io.spacecloud.api.value.ObjectId;
import io.spacecloud.api.value.Values;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.bson.BsonArray;
import org.bson.BsonBinary;
import org.bson.BsonBoolean;
import org.bson.BsonDateTime;
import org.bson.BsonDecimal128;
import org.bson.BsonDocument;
import org.bson.BsonDouble;
import org.bson.BsonInt64;
import org.bson.BsonNull;
import org.bson.BsonObjectId;
import org.bson.BsonString;
import org.bson.BsonValue;
import org.bson.types.Decimal128;
import org.jspecify.annotations.Nullable;

/**
 * Values as BSON has them. Dates and times, for which it has no type, are strings in fields that
 * are declared as such: their ISO form orders as they do.
 */
final class BsonForms {
  private BsonForms() {}

  /**
   * What is stored of a value. An object's nulls are left out: they mean the same as what is
   * missing.
   *
   * @param place where the value stands, for the error
   * @param kind the field's declared kind, or null
   * @throws InvalidRequestException if MongoDB has no such value
   */
  static BsonValue stored(String place, @Nullable Kind kind, @Nullable Object value) {
    if (value instanceof Instant time) {
      return new BsonDateTime(time.toEpochMilli()); // truncated downwards, before 1970 too
    } else if (value instanceof List<?> list) {
      BsonArray array = new BsonArray();
      for (Object element : list) {
        array.add(stored(place + "." + array.size(), null, element));
      }
      return array;
    } else if (value instanceof Map<?, ?> map) {
      BsonDocument document = new BsonDocument();
      map.forEach(
          (name, member) -> {
            if (member != null) {
              document.append((String) name, stored(place + "." + name, null, member));
            }
          });
      return document;
    }
    BsonValue scalar = scalar(kind, value);
    if (scalar == null) {
      throw new InvalidRequestException(place, unfit(value));
    }
    return scalar;
  }

  private static String unfit(@Nullable Object value) {
    return value instanceof BigDecimal
        ? "a number of more than 34 digits"
        : "MongoDB has no " + Values.kindOf(value).label() + "; declare the field as one";
  }

  /** The value to compare with, or null if no field can hold it. */
  static @Nullable BsonValue literal(@Nullable Kind kind, @Nullable Object value) {
    if (value instanceof Instant time) {
      boolean whole = time.truncatedTo(ChronoUnit.MILLIS).equals(time);
      return whole ? new BsonDateTime(time.toEpochMilli()) : null;
    }
    return scalar(kind, value);
  }

  /** A scalar's form, or null where there is none. */
  private static @Nullable BsonValue scalar(@Nullable Kind kind, @Nullable Object value) {
    if (value == null) {
      return BsonNull.VALUE;
    } else if (value instanceof String text) {
      return new BsonString(text);
    } else if (value instanceof Long whole) {
      return new BsonInt64(whole);
    } else if (value instanceof Boolean flag) {
      return BsonBoolean.valueOf(flag);
    } else if (value instanceof Double real) {
      return new BsonDouble(real);
    } else if (value instanceof BigDecimal decimal) {
      return decimal(decimal);
    } else if (value instanceof ObjectId id) {
      return new BsonObjectId(new org.bson.types.ObjectId(id.hex()));
    } else if (value instanceof UUID uuid) {
      return new BsonBinary(uuid);
    } else if (value instanceof byte[] bytes) {
      return new BsonBinary(bytes.clone());
    } else if (value instanceof LocalDate date) {
      return kind == Kind.DATE ? new BsonString(date.toString()) : null;
    } else if (value instanceof LocalTime time) {
      return kind == Kind.TIME ? new BsonString(Times.text(time)) : null;
    }
    throw new AssertionError(value.getClass());
  }

  private static @Nullable BsonValue decimal(BigDecimal decimal) {
    if (decimal.precision() > Decimals.DIGITS) {
      BigDecimal shortest = decimal.stripTrailingZeros();
      return shortest.precision() > Decimals.DIGITS ? null : decimal(shortest);
    }
    return new BsonDecimal128(new Decimal128(decimal));
  }
}
