package io.spacecloud.mongo;

import io.spacecloud.api.error.BackendException;
import io.spacecloud.api.value.Kind;
import io.spacecloud.api.value.ObjectId;
import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.bson.BsonBinary;
import org.bson.BsonBinarySubType;
import org.bson.BsonDocument;
import org.bson.BsonDocumentReader;
import org.bson.BsonReader;
import org.bson.BsonType;
import org.bson.BsonValue;
import org.bson.UuidRepresentation;
import org.bson.types.Decimal128;
import org.jspecify.annotations.Nullable;

/** Reads BSON into values: numbers, dates and times in the kinds that fields are declared as. */
final class ValueReader {
  private ValueReader() {}

  /** The value of a part of a document. */
  static @Nullable Object value(@Nullable BsonValue value, @Nullable Kind kind, String name) {
    if (value == null) {
      return null;
    }
    BsonDocumentReader reader = new BsonDocumentReader(new BsonDocument(name, value));
    reader.readStartDocument();
    BsonType type = reader.readBsonType();
    reader.readName();
    return read(reader, type, kind, name);
  }

  /** The value on which the reader stands. */
  static @Nullable Object read(BsonReader reader, BsonType type, @Nullable Kind kind, String name) {
    return switch (type) {
      case STRING -> text(reader.readString(), kind, name);
      case INT64 -> number(reader.readInt64(), kind);
      case INT32 -> number((long) reader.readInt32(), kind);
      case DOUBLE -> real(reader.readDouble(), kind, name);
      case DECIMAL128 -> decimal(reader.readDecimal128(), kind, name);
      case BOOLEAN -> reader.readBoolean();
      case DATE_TIME -> Instant.ofEpochMilli(reader.readDateTime());
      case OBJECT_ID -> new ObjectId(reader.readObjectId().toHexString());
      case BINARY -> binary(reader.readBinaryData());
      case ARRAY -> list(reader, name);
      case DOCUMENT -> object(reader, name);
      case NULL -> {
        reader.readNull();
        yield null;
      }
      case UNDEFINED -> {
        reader.readUndefined();
        yield null;
      }
      case SYMBOL -> reader.readSymbol();
      case END_OF_DOCUMENT,
          REGULAR_EXPRESSION,
          DB_POINTER,
          JAVASCRIPT,
          JAVASCRIPT_WITH_SCOPE,
          TIMESTAMP,
          MIN_KEY,
          MAX_KEY ->
          throw unreadable(name);
    };
  }

  private static BackendException unreadable(String name) {
    return new BackendException(
        BackendException.Reason.FAILED, "the field " + name + " holds a value of no kind", null);
  }

  private static Object text(String text, @Nullable Kind kind, String name) {
    try {
      return kind == Kind.DATE
          ? LocalDate.parse(text)
          : kind == Kind.TIME ? LocalTime.parse(text) : text;
    } catch (DateTimeException e) {
      throw unreadable(name);
    }
  }

  private static Object number(Long value, @Nullable Kind kind) {
    if (kind == Kind.DECIMAL) {
      return BigDecimal.valueOf(value);
    } else if (kind == Kind.REAL && (long) (double) value == value) {
      return (double) value;
    }
    return value;
  }

  private static Object real(double value, @Nullable Kind kind, String name) {
    if (!Double.isFinite(value)) {
      throw unreadable(name);
    } else if (kind == Kind.INTEGER && value == Math.rint(value) && Math.abs(value) < 0x1p53) {
      return (long) value;
    }
    return value == 0 ? 0.0 : value; // -0.0 and 0.0 are one value
  }

  private static Object decimal(Decimal128 value, @Nullable Kind kind, String name) {
    if (!value.isFinite()) {
      throw unreadable(name);
    }
    BigDecimal decimal =
        value.isNegative() && value.getLow() == 0 && isZero(value)
            ? BigDecimal.ZERO
            : value.bigDecimalValue();
    boolean whole =
        kind == Kind.INTEGER
            && decimal.precision() - decimal.scale() < 19
            && decimal.stripTrailingZeros().scale() <= 0;
    return whole ? (Object) decimal.longValueExact() : decimal;
  }

  /** BigDecimal has no negative zero, and the driver refuses to make it one. */
  private static boolean isZero(Decimal128 value) {
    return value.toString().matches("-0(\\.0+)?(E[+-]?[0-9]+)?");
  }

  private static Object binary(BsonBinary binary) {
    return binary.getType() == BsonBinarySubType.UUID_STANDARD.getValue()
            && binary.getData().length == 16
        ? binary.asUuid(UuidRepresentation.STANDARD)
        : binary.getData();
  }

  private static List<@Nullable Object> list(BsonReader reader, String name) {
    List<@Nullable Object> list = new ArrayList<>();
    reader.readStartArray();
    for (BsonType type = reader.readBsonType();
        type != BsonType.END_OF_DOCUMENT;
        type = reader.readBsonType()) {
      list.add(read(reader, type, null, name));
    }
    reader.readEndArray();
    return Collections.unmodifiableList(list);
  }

  private static Map<String, @Nullable Object> object(BsonReader reader, String name) {
    Map<String, @Nullable Object> object = new LinkedHashMap<>();
    reader.readStartDocument();
    for (BsonType type = reader.readBsonType();
        type != BsonType.END_OF_DOCUMENT;
        type = reader.readBsonType()) {
      object.put(reader.readName(), read(reader, type, null, name));
    }
    reader.readEndDocument();
    return Collections.unmodifiableMap(object);
  }
}
