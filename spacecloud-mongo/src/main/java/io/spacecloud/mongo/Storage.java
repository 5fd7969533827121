package io.spacecloud.mongo;

import io.spacecloud.api.error.InvalidRequestException;
import io.spacecloud.api.result.Document;
import io.spacecloud.api.spi.DeclaredField;
import io.spacecloud.api.value.Kind;
import io.spacecloud.api.value.Values;
import java.math.BigDecimal;
import java.util.EnumSet;
import java.util.Set;
import java.util.UUID;
import org.bson.BsonBinary;
import org.bson.BsonDocument;
import org.bson.BsonObjectId;
import org.bson.BsonValue;
import org.jspecify.annotations.Nullable;

/** What a collection stores of documents and of single values. */
final class Storage {
  private static final Set<Kind> IDS =
      EnumSet.of(Kind.STRING, Kind.INTEGER, Kind.UUID, Kind.OBJECT_ID);

  private final CollectionInfo info;

  Storage(CollectionInfo info) {
    this.info = info;
  }

  /** Whether keys of the kind are made here where a document brings none. */
  static boolean isMade(Kind kind) {
    return kind == Kind.OBJECT_ID || kind == Kind.UUID;
  }

  /** The document as it is stored, with an object id where it brings no id of its own. */
  BsonDocument document(String place, Document doc) {
    BsonDocument stored = new BsonDocument(CollectionInfo.ID, id(place, doc));
    doc.forEach(
        (name, value) -> {
          if (value != null && !name.equals(CollectionInfo.ID)) {
            checkName(place, name);
            stored.append(name, value(place + "." + name, name, value));
          }
        });
    return stored;
  }

  /** What a path gives a meaning to cannot be a field's name. */
  private static void checkName(String place, String name) {
    if (name.isEmpty() || name.charAt(0) == '$' || name.indexOf('.') >= 0) {
      throw new InvalidRequestException(place + "." + name, "not a name that a field can have");
    }
  }

  private BsonValue id(String place, Document doc) {
    Object id = doc.get(CollectionInfo.ID);
    Kind kind = info.kind(CollectionInfo.ID);
    if (id == null) {
      return kind == Kind.UUID ? new BsonBinary(UUID.randomUUID()) : new BsonObjectId();
    }
    if (kind == null && !IDS.contains(Values.kindOf(id))) {
      throw new InvalidRequestException(
          place + "._id", "expected a string, an integer, a uuid or an object id");
    }
    return BsonForms.stored(place + "._id", kind, id);
  }

  /** What is stored of a value in a field that is declared, or not. */
  BsonValue value(String place, String name, @Nullable Object value) {
    check(place, name, value);
    return BsonForms.stored(place, info.kind(name), value);
  }

  /** What a column of an SQL database would refuse by itself. */
  private void check(String place, String name, @Nullable Object value) {
    DeclaredField field = info.declared().get(name);
    if (field == null || field.size() < 0) {
      return;
    }
    boolean fits =
        value instanceof BigDecimal decimal
            ? field.kind() != Kind.DECIMAL || wholeDigits(decimal) <= wholeDigits(field)
            : !(value instanceof byte[] bytes) || bytes.length <= field.size();
    if (!fits) {
      throw new InvalidRequestException(place, "larger than the field is declared");
    }
  }

  private static int wholeDigits(BigDecimal decimal) {
    return decimal.signum() == 0 ? 0 : decimal.precision() - decimal.scale();
  }

  private static int wholeDigits(DeclaredField field) {
    return field.size() - Math.max(0, field.scale());
  }
}
