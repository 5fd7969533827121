package io.spacecloud.mongo;

import static io.spacecloud.mongo.Bson.doc;

import com.mongodb.client.MongoDatabase;
import com.mongodb.client.model.IndexOptions;
import io.spacecloud.api.spi.Declaration;
import io.spacecloud.api.spi.DeclaredField;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import org.bson.BsonBoolean;
import org.bson.BsonDocument;
import org.bson.BsonValue;

/**
 * The unique indexes that stand for declared keys. As in SQL, a key of which a field is null is
 * equal to no other: nulls are not stored, and the index passes over documents without the field.
 */
final class Indexes {
  private Indexes() {}

  /** The keys that need an index of their own. */
  static List<List<String>> declared(Declaration declaration) {
    List<List<String>> keys = new ArrayList<>();
    if (!declaration.primaryKey().isEmpty()
        && !declaration.primaryKey().equals(List.of(CollectionInfo.ID))) {
      keys.add(declaration.primaryKey());
    }
    keys.addAll(declaration.uniqueKeys());
    return keys;
  }

  static void create(MongoDatabase database, Declaration declaration, List<String> key) {
    BsonDocument fields = new BsonDocument();
    BsonDocument present = new BsonDocument();
    for (String name : key) {
      fields.append(name, Bson.ONE);
      DeclaredField field = declaration.field(name);
      boolean required =
          declaration.primaryKey().contains(name) || (field != null && field.required());
      if (!required) {
        present.append(name, doc("$exists", BsonBoolean.TRUE));
      }
    }
    IndexOptions options = new IndexOptions().unique(true);
    if (!present.isEmpty() && key.size() == 1) {
      options.sparse(true);
    } else if (!present.isEmpty()) {
      options.partialFilterExpression(present);
    }
    database.getCollection(declaration.collection()).createIndex(fields, options);
  }

  /** Whether an index lacks no document that has all of its fields. */
  static boolean coversAllThatHaveItsFields(BsonDocument index) {
    BsonValue filter = index.get("partialFilterExpression");
    if (filter == null) {
      return true;
    }
    BsonDocument exists = doc("$exists", BsonBoolean.TRUE);
    return index.getDocument("key").keySet().containsAll(filter.asDocument().keySet())
        && new HashSet<>(filter.asDocument().values()).equals(new HashSet<>(List.of(exists)));
  }
}
