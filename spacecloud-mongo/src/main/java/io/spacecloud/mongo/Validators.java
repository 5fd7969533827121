package io.spacecloud.mongo;

import static io.spacecloud.mongo.Bson.doc;
import static io.spacecloud.mongo.Bson.texts;

import io.spacecloud.api.spi.Declaration;
import io.spacecloud.api.spi.DeclaredField;
import io.spacecloud.api.value.Kind;
import org.bson.BsonArray;
import org.bson.BsonBoolean;
import org.bson.BsonDocument;
import org.bson.BsonInt32;
import org.bson.BsonString;
import org.bson.BsonValue;

/** What MongoDB is told of declared fields, so that it refuses what others would write. */
final class Validators {
  private Validators() {}

  static BsonDocument of(Declaration declaration) {
    BsonDocument schema = doc("bsonType", "object");
    BsonArray required = new BsonArray();
    BsonDocument properties = new BsonDocument();
    for (DeclaredField field : declaration.fields()) {
      if (field.required() || declaration.primaryKey().contains(field.name())) {
        required.add(new BsonString(field.name()));
      }
      properties.append(field.name(), property(field));
    }
    if (!required.isEmpty()) {
      schema.append("required", required);
    }
    if (!declaration.open()) {
      properties.putIfAbsent(CollectionInfo.ID, new BsonDocument());
      schema.append("additionalProperties", BsonBoolean.FALSE);
    }
    return doc("$jsonSchema", schema.append("properties", properties));
  }

  private static BsonDocument property(DeclaredField field) {
    BsonDocument property = doc("bsonType", type(field.kind()));
    if (field.kind() == Kind.STRING && field.size() >= 0) {
      property.append("maxLength", new BsonInt32(field.size()));
    }
    return property;
  }

  private static BsonValue type(Kind kind) {
    return switch (kind) {
      case BOOLEAN -> new BsonString("bool");
      case INTEGER -> texts("int", "long");
      case REAL -> new BsonString("double");
      case DECIMAL -> new BsonString("decimal");
      case STRING, DATE, TIME -> new BsonString("string");
      case TIMESTAMP -> new BsonString("date");
      case BYTES, UUID -> new BsonString("binData");
      case OBJECT_ID -> new BsonString("objectId");
      case LIST, OBJECT -> texts("object", "array", "string", "number", "bool");
      case NULL -> new BsonString("null");
    };
  }
}
