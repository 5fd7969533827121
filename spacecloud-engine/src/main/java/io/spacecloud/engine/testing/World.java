package io.spacecloud.engine.testing;

import io.spacecloud.api.error.SpaceCloudException;
import io.spacecloud.api.request.Create;
import io.spacecloud.api.request.Delete;
import io.spacecloud.api.request.Read;
import io.spacecloud.api.result.Document;
import io.spacecloud.api.spi.Backend;
import io.spacecloud.api.spi.Capability;
import io.spacecloud.api.spi.CollectionSchema;
import io.spacecloud.api.spi.Declaration;
import io.spacecloud.api.spi.FieldSchema;
import io.spacecloud.engine.ProjectConfig;
import io.spacecloud.engine.Session;
import io.spacecloud.engine.SpaceCloud;
import io.spacecloud.engine.config.DatabaseConfig;
import io.spacecloud.engine.testing.GivenRows.Place;
import io.spacecloud.engine.testing.TestCaller.Step;
import java.time.Clock;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** An engine and its databases, which begin anew for each request. For one thread at a time. */
final class World {
  private static final String KEY = "id";
  private static final String MONGO = "mongo";

  private final SpaceCloud cloud;
  private final ProjectConfig config;
  private final Map<String, Backend> backends;
  private final RecordingRules rules;
  private final Set<Place> filled = new HashSet<>();

  World(
      SpaceCloud cloud, ProjectConfig config, Map<String, Backend> backends, RecordingRules rules) {
    this.cloud = cloud;
    this.config = config;
    this.backends = Map.copyOf(backends);
    this.rules = rules;
    backends.keySet().forEach(database -> cloud.schema(database).create());
  }

  /** What is asked only to be told is not what tests have reached. */
  <T> T unrecorded(Supplier<T> work) {
    rules.pause(true);
    try {
      return work.get();
    } finally {
      rules.pause(false);
    }
  }

  SpaceCloud cloud() {
    return cloud;
  }

  /** All rows of a collection, in the order of its key. */
  List<Document> rows(String database, String collection) {
    return cloud.trusted().read(Read.all(database, collection)).documents();
  }

  List<String> key(String database, String collection) {
    return cloud.schema(database).collection(collection).primaryKey();
  }

  /**
   * Puts the given rows in place, and then what was done before; nobody's test reached that now.
   */
  void begin(GivenRows given, List<Step> before) {
    fill(given);
    for (Step step : before) {
      unrecorded(
          () -> {
            try {
              return step.caller().session(cloud).execute(step.request());
            } catch (SpaceCloudException e) {
              return e; // as it was then
            }
          });
    }
  }

  private void fill(GivenRows given) {
    Session trusted = cloud.trusted();
    for (Place place : filled) {
      trusted.delete(Delete.all(place.database(), place.collection()));
    }
    filled.clear();
    config.databases().values().stream()
        .filter(DatabaseConfig::enabled)
        .forEach(database -> define(database, given));
    given
        .byPlace()
        .forEach(
            (place, rows) -> {
              filled.add(place);
              trusted.delete(Delete.all(place.database(), place.collection()));
              for (Map<String, @Nullable Object> row : rows) {
                trusted.create(Create.one(place.database(), place.collection(), row));
              }
            });
  }

  /** What is not declared has a key, and may have any fields. */
  private void define(DatabaseConfig database, GivenRows given) {
    if (!(backends.get(database.alias()) instanceof InMemoryBackend backend)) {
      return;
    }
    for (Declaration declaration : database.declarations()) {
      define(backend, database, declaration, given);
    }
    for (Place place : given.byPlace().keySet()) {
      if (place.database().equals(database.alias()) && backend.schema(place.collection()) == null) {
        backend.define(open(place.collection(), key(database, place, given)));
      }
    }
  }

  private static void define(
      InMemoryBackend backend, DatabaseConfig database, Declaration declaration, GivenRows given) {
    Place place = new Place(database.alias(), declaration.collection());
    backend.drop(place.collection());
    if (declaration.fields().isEmpty()) {
      backend.define(open(place.collection(), key(database, place, given)));
    } else {
      backend.create(declaration);
    }
  }

  private static String key(DatabaseConfig database, Place place, GivenRows given) {
    List<Map<String, @Nullable Object>> rows = given.byPlace().getOrDefault(place, List.of());
    boolean named = rows.stream().allMatch(row -> row.containsKey(InMemoryTable.MONGO_KEY));
    return isMongo(database) || (named && !rows.isEmpty()) ? InMemoryTable.MONGO_KEY : KEY;
  }

  private static boolean isMongo(DatabaseConfig database) {
    return MONGO.equals(database.type());
  }

  /** What stands in for the database: it lacks what that lacks. */
  static InMemoryBackend memory(DatabaseConfig database, Clock clock) {
    return isMongo(database)
        ? InMemoryBackend.ofDocuments(clock)
        : InMemoryBackend.create(clock).without(Capability.RENAME);
  }

  private static CollectionSchema open(String name, String key) {
    FieldSchema id = new FieldSchema(key, null, false, true, false, -1);
    return new CollectionSchema(name, List.of(id), List.of(key), List.of(List.of(key)), true);
  }
}
