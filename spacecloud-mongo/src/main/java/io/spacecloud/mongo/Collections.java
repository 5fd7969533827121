package io.spacecloud.mongo;

import com.mongodb.MongoException;
import com.mongodb.client.MongoDatabase;
import io.spacecloud.api.error.NotFoundException;
import io.spacecloud.api.spi.CollectionSchema;
import io.spacecloud.api.spi.Declaration;
import io.spacecloud.api.spi.DeclaredField;
import io.spacecloud.api.spi.FieldSchema;
import io.spacecloud.api.value.Kind;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import org.bson.BsonDocument;
import org.bson.BsonString;
import org.bson.BsonValue;
import org.jspecify.annotations.Nullable;

/**
 * The database's collections and what was declared of them. A collection that is declared need not
 * be there: MongoDB makes it with its first document. Thread-safe.
 */
final class Collections {
  private static final int TIMESTAMP_DIGITS = 3;
  private static final BsonString SIMPLE = new BsonString("simple");

  private final MongoDatabase database;
  private volatile State state = new State(Map.of(), Map.of());

  /**
   * What was seen and declared at one time.
   *
   * @param existing the options of the collections that are there
   */
  private record State(Map<String, BsonDocument> existing, Map<String, Declaration> declared) {}

  private volatile Map<String, Handle> handles = new ConcurrentHashMap<>();

  Collections(MongoDatabase database) {
    this.database = database;
  }

  synchronized void declare(Collection<Declaration> declarations) {
    Map<String, Declaration> declared = new HashMap<>();
    declarations.forEach(each -> declared.put(each.collection(), each));
    state = new State(state.existing(), Map.copyOf(declared));
    handles = new ConcurrentHashMap<>();
  }

  synchronized void refresh() {
    Map<String, BsonDocument> existing = new HashMap<>();
    for (BsonDocument each : database.listCollections(BsonDocument.class)) {
      BsonDocument options = each.getDocument("options", new BsonDocument());
      existing.put(each.getString("name").getValue(), options);
    }
    state = new State(Map.copyOf(existing), state.declared());
    handles = new ConcurrentHashMap<>();
  }

  Set<String> names() {
    return java.util.Collections.unmodifiableSet(new TreeSet<>(state.existing().keySet()));
  }

  /** The options of a collection that is there, or null. */
  @Nullable BsonDocument options(String name) {
    return state.existing().get(name);
  }

  Handle get(String name) {
    Handle handle = find(name);
    if (handle == null) {
      throw new NotFoundException("no such collection");
    }
    return handle;
  }

  /** The collection of exactly that name, if it is there or declared. */
  @Nullable Handle find(String name) {
    Map<String, Handle> current = handles;
    Handle handle = current.get(name);
    if (handle != null) {
      return handle;
    }
    State seen = state;
    boolean known = seen.existing().containsKey(name) || seen.declared().containsKey(name);
    if (!known || name.isEmpty() || name.startsWith("system.")) {
      return null;
    }
    handle = new Handle(database, info(name, seen));
    Handle earlier = current.putIfAbsent(name, handle);
    return earlier == null ? handle : earlier;
  }

  private CollectionInfo info(String name, State seen) {
    BsonDocument options = seen.existing().get(name);
    List<List<String>> uniqueKeys = options == null ? List.of() : uniqueKeys(name);
    Declaration declaration = seen.declared().get(name);
    Map<String, DeclaredField> declared = new LinkedHashMap<>();
    if (declaration != null) {
      declaration.fields().forEach(field -> declared.put(field.name(), field));
    }
    return new CollectionInfo(
        schema(name, declaration, uniqueKeys),
        declared,
        true,
        options != null && collated(options));
  }

  private static CollectionSchema schema(
      String name, @Nullable Declaration declaration, List<List<String>> uniqueKeys) {
    List<List<String>> keys = new ArrayList<>(List.of(List.of(CollectionInfo.ID)));
    keys.addAll(uniqueKeys);
    if (declaration == null) {
      return new CollectionSchema(name, List.of(id()), List.of(CollectionInfo.ID), keys, true);
    }
    List<String> primaryKey = declaration.primaryKey();
    List<FieldSchema> fields = new ArrayList<>();
    if (primaryKey.isEmpty() && declaration.field(CollectionInfo.ID) == null) {
      fields.add(id());
    }
    declaration.fields().forEach(field -> fields.add(field(field)));
    return new CollectionSchema(
        name,
        fields,
        primaryKey.isEmpty() ? List.of(CollectionInfo.ID) : primaryKey,
        keys,
        declaration.open());
  }

  /** Of any of the kinds that keys have, made where it is left out. */
  private static FieldSchema id() {
    return new FieldSchema(CollectionInfo.ID, null, false, true, false, -1);
  }

  private static FieldSchema field(DeclaredField declared) {
    FieldSchema field = declared.schema();
    boolean id = declared.name().equals(CollectionInfo.ID);
    boolean made = id && Storage.isMade(declared.kind());
    boolean timestamp = declared.kind() == Kind.TIMESTAMP;
    boolean tooFine = field.precision() < 0 || field.precision() > TIMESTAMP_DIGITS;
    return new FieldSchema(
        field.name(),
        field.kind(),
        field.nullable() && !id,
        field.defaulted() || made,
        field.generated() && !made,
        timestamp && tooFine ? TIMESTAMP_DIGITS : field.precision());
  }

  private static boolean collated(BsonDocument options) {
    BsonDocument collation = options.getDocument("collation", new BsonDocument());
    return !collation.getOrDefault("locale", SIMPLE).equals(SIMPLE);
  }

  /** The fields of every unique index; one that is there for some documents only is none. */
  List<List<String>> uniqueKeys(String name) {
    List<List<String>> keys = new ArrayList<>();
    try {
      for (BsonDocument index : database.getCollection(name).listIndexes(BsonDocument.class)) {
        BsonDocument fields = index.getDocument("key");
        BsonValue unique = index.get("unique");
        boolean whole = Indexes.coversAllThatHaveItsFields(index);
        if (unique != null && unique.isBoolean() && unique.asBoolean().getValue() && whole) {
          keys.add(List.copyOf(fields.keySet()));
        }
      }
    } catch (MongoException e) {
      throw Errors.translate(e);
    }
    return keys;
  }
}
