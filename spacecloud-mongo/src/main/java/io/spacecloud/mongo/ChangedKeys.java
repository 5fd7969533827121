package io.spacecloud.mongo;

import com.mongodb.client.model.changestream.ChangeStreamDocument;
import com.mongodb.client.model.changestream.OperationType;
import io.spacecloud.api.error.BackendException;
import io.spacecloud.api.result.Document;
import io.spacecloud.api.result.DocumentKeys;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.bson.BsonDocument;
import org.bson.BsonValue;
import org.jspecify.annotations.Nullable;

/** The keys of the documents that some events are about, each of them once. Not thread-safe. */
final class ChangedKeys {
  private static final List<String> ID = List.of(CollectionInfo.ID);

  private final CollectionInfo info;
  private final List<String> primaryKey;
  private final DocumentKeys names;
  private final Set<BsonDocument> seen = new LinkedHashSet<>();
  private boolean unknown;
  private boolean ended;

  ChangedKeys(CollectionInfo info) {
    this.info = info;
    this.primaryKey = info.schema().primaryKey();
    this.names = DocumentKeys.of(primaryKey);
  }

  /** The key's fields, where it is not MongoDB's own. */
  static List<String> besideId(CollectionInfo info) {
    List<String> primaryKey = info.schema().primaryKey();
    return primaryKey.equals(ID) ? List.of() : primaryKey;
  }

  void add(ChangeStreamDocument<BsonDocument> event) {
    OperationType type = event.getOperationType();
    switch (type == null ? OperationType.OTHER : type) {
      case INSERT -> add(isId() ? event.getDocumentKey() : event.getFullDocument());
      case UPDATE, REPLACE, DELETE -> add(isId() ? event.getDocumentKey() : null);
      case DROP, DROP_DATABASE, RENAME, INVALIDATE, OTHER -> end();
    }
  }

  /**
   * A document key is {@code _id}, and on a sharded cluster the shard key with it, which tells of
   * other keys either what they were or what they are, but not both.
   */
  private void add(@Nullable BsonDocument source) {
    BsonDocument key = new BsonDocument();
    for (String field : primaryKey) {
      BsonValue value = source == null ? null : source.get(field);
      if (value == null || value.isNull()) {
        unknown();
        return;
      }
      key.append(field, value);
    }
    seen.add(key);
  }

  private boolean isId() {
    return primaryKey.equals(ID);
  }

  /** Something changed, and nobody knows what. */
  void unknown() {
    unknown = true;
  }

  /** The stream tells nothing more. */
  void end() {
    ended = true;
  }

  boolean isUnknown() {
    return unknown;
  }

  boolean isEnded() {
    return ended;
  }

  /** Empty if something is unknown. */
  Set<Document> documents() {
    Set<Document> documents = new LinkedHashSet<>();
    try {
      seen.forEach(key -> documents.add(document(key)));
    } catch (BackendException e) { // another writer's key, of a type that has no kind
      unknown();
    }
    return unknown ? Set.of() : documents;
  }

  private Document document(BsonDocument key) {
    @Nullable Object[] values = new Object[primaryKey.size()];
    for (int i = 0; i < values.length; i++) {
      String name = primaryKey.get(i);
      values[i] = ValueReader.value(key.get(name), info.kind(name), name);
    }
    return Document.of(names, values);
  }
}
