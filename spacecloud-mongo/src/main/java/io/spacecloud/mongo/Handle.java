package io.spacecloud.mongo;

import com.mongodb.client.MongoCollection;
import com.mongodb.client.MongoDatabase;
import io.spacecloud.api.condition.FieldPath;
import io.spacecloud.api.result.Document;
import java.util.List;
import org.bson.BsonDocument;
import org.bson.codecs.BsonDocumentCodec;
import org.bson.codecs.configuration.CodecRegistries;
import org.bson.codecs.configuration.CodecRegistry;

/** A collection, and the driver's views of it. Thread-safe. */
final class Handle {
  private final CollectionInfo info;
  private final ConditionRenderer conditions;
  private final MongoCollection<BsonDocument> bson;
  private final MongoCollection<Document> documents;

  Handle(MongoDatabase database, CollectionInfo info) {
    this.info = info;
    this.conditions = new ConditionRenderer(info);
    this.bson = database.getCollection(info.name(), BsonDocument.class);
    this.documents = decoding(List.of());
  }

  CollectionInfo info() {
    return info;
  }

  ConditionRenderer conditions() {
    return conditions;
  }

  MongoCollection<BsonDocument> bson() {
    return bson;
  }

  /** The documents, decoded as the selection needs. */
  MongoCollection<Document> documents(List<FieldPath> select) {
    return select.isEmpty() ? documents : decoding(select);
  }

  private MongoCollection<Document> decoding(List<FieldPath> select) {
    CodecRegistry registry =
        CodecRegistries.fromCodecs(DocumentCodec.of(info, select), new BsonDocumentCodec());
    return bson.withDocumentClass(Document.class).withCodecRegistry(registry);
  }
}
