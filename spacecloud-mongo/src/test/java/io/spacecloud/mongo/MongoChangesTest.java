package io.spacecloud.mongo;

import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoClients;
import com.mongodb.client.MongoCollection;
import io.spacecloud.api.contract.ChangeSourceContract;
import io.spacecloud.api.result.Document;
import io.spacecloud.api.spi.ChangeSource;
import io.spacecloud.api.spi.Declaration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.bson.BsonDocument;
import org.bson.BsonInt32;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/** The contract, where writers outside of the engine write. */
class MongoChangesTest extends ChangeSourceContract {
  private final String url = MongoServers.newDatabaseWithChanges();
  private final List<Declaration> declared = new ArrayList<>();
  private MongoClient client;
  private MongoBackend backend;

  @BeforeEach
  void open() {
    client = MongoClients.create(url);
    backend = MongoBackend.connect(MongoConfig.of(url));
  }

  @AfterEach
  void close() {
    backend.close();
    client.close();
    MongoServers.drop(url);
  }

  @Override
  protected ChangeSource source() {
    return backend.changes();
  }

  @Override
  protected String newCollection() {
    String name = "c" + declared.size();
    declared.add(new Declaration(name, List.of(), List.of(), List.of(), true));
    backend.declare(declared);
    return name;
  }

  private MongoCollection<BsonDocument> raw(String collection) {
    return client
        .getDatabase(MongoConfig.of(url).database())
        .getCollection(collection, BsonDocument.class);
  }

  private static BsonDocument id(int number) {
    return new BsonDocument("_id", new BsonInt32(number));
  }

  @Override
  protected void insert(String collection, int number) {
    raw(collection).insertOne(id(number));
  }

  @Override
  protected void update(String collection, int number) {
    raw(collection).updateOne(id(number), BsonDocument.parse("{$inc: {n: 1}}"));
  }

  @Override
  protected void delete(String collection, int number) {
    raw(collection).deleteOne(id(number));
  }

  @Override
  protected Document key(String collection, int number) {
    return Document.of(Map.of("_id", number));
  }
}
