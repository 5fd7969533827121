package io.spacecloud.engine.dispatch;

import io.spacecloud.api.error.NotFoundException;
import io.spacecloud.api.request.CollectionRequest;
import io.spacecloud.api.spi.Backend;
import io.spacecloud.api.spi.CollectionSchema;
import io.spacecloud.api.spi.Declaration;
import io.spacecloud.engine.binding.Binder;
import io.spacecloud.engine.binding.DeclaredSchema;
import io.spacecloud.engine.config.CollectionConfig;
import io.spacecloud.engine.config.DatabaseConfig;
import java.time.Clock;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** The backends by alias, and their collections as far as they were asked for. */
final class Databases {
  private final Map<String, Database> byAlias = new HashMap<>();

  Databases(Map<String, Backend> backends, Clock clock) {
    backends.forEach((alias, backend) -> byAlias.put(alias, new Database(backend, clock)));
  }

  /**
   * The collection that a request is for.
   *
   * @throws NotFoundException if it is not declared, or not there
   */
  Target target(Policy policy, Authority authority, CollectionRequest request) {
    String collection = request.collection();
    Database database = database(policy, authority, request.database());
    if (!authority.inside()) {
      requireSeen(policy, request);
    }
    DatabaseConfig config = policy.database(request.database());
    boolean declared =
        authority.trusted()
            || (config != null
                && config.collections().containsKey(collection)
                && !collection.equals(DatabaseConfig.DEFAULT));
    if (!declared && (config == null || !config.servesUndeclared())) {
      throw new NotFoundException("no such collection");
    }
    // Only for a name that someone declared is it worth to look at the database anew.
    return database.target(collection, declaration(config, collection), declared);
  }

  private static void requireSeen(Policy policy, CollectionRequest request) {
    if (policy.vault().hides(request)) {
      throw new NotFoundException("no such collection");
    }
  }

  /** The collection that a rule reads. */
  Target forRule(Policy policy, CollectionRequest request) {
    requireSeen(policy, request);
    Declaration declaration =
        declaration(policy.database(request.database()), request.collection());
    return database(policy, Authority.ANONYMOUS, request.database())
        .target(request.collection(), declaration, false);
  }

  /**
   * What requests can name of a collection.
   *
   * @throws NotFoundException if it is not there
   */
  CollectionSchema schema(Policy policy, String alias, String collection) {
    Declaration declaration = declaration(policy.database(alias), collection);
    return database(policy, Authority.TRUSTED, alias)
        .target(collection, declaration, true)
        .binder()
        .schema();
  }

  private static @Nullable Declaration declaration(
      @Nullable DatabaseConfig config, String collection) {
    CollectionConfig known = config == null ? null : config.collections().get(collection);
    return known == null ? null : known.declaration();
  }

  Backend backend(Policy policy, Authority authority, String alias) {
    return database(policy, authority, alias).backend;
  }

  private Database database(Policy policy, Authority authority, String alias) {
    Database database = byAlias.get(alias);
    if (database == null || (policy.database(alias) == null && !authority.trusted())) {
      throw new NotFoundException("no such database");
    }
    return database;
  }

  private static final class Database {
    /** Whoever asks for a table that is missing must not keep the database busy. */
    private static final int LOOKS_PER_SECOND = 3;

    private final Backend backend;
    private final Clock clock;
    private final Map<String, Bound> targets = new ConcurrentHashMap<>();
    private long second;
    private int looks;

    /** A collection bound as the database and the configuration had it at one time. */
    private record Bound(
        CollectionSchema schema, @Nullable Declaration declaration, Target target) {
      @SuppressWarnings("ReferenceEquality") // another object is another look or configuration
      boolean isOf(CollectionSchema actual, @Nullable Declaration declared) {
        return schema == actual && declaration == declared;
      }
    }

    Database(Backend backend, Clock clock) {
      this.backend = backend;
      this.clock = clock;
    }

    Target target(String collection, @Nullable Declaration declaration, boolean mayRefresh) {
      CollectionSchema schema = backend.schema(collection);
      if (schema == null) {
        schema = mayRefresh ? refreshed(collection) : null;
        if (schema == null) {
          throw new NotFoundException("no such collection");
        }
      }
      Bound known = targets.get(collection);
      return known != null && known.isOf(schema, declaration)
          ? known.target()
          : bind(collection, schema, declaration);
    }

    private @Nullable CollectionSchema refreshed(String collection) {
      synchronized (targets) {
        if (backend.schema(collection) == null && mayLook()) {
          backend.refresh();
        }
      }
      return backend.schema(collection);
    }

    private boolean mayLook() {
      long now = clock.instant().getEpochSecond();
      looks = now == second ? looks + 1 : 1;
      second = now;
      return looks <= LOOKS_PER_SECOND;
    }

    private Target bind(
        String collection, CollectionSchema schema, @Nullable Declaration declaration) {
      DeclaredSchema declared = DeclaredSchema.of(schema, declaration);
      Target target = new Target(backend, new Binder(declared, backend.capabilities(), clock));
      targets.put(collection, new Bound(schema, declaration, target));
      return target;
    }
  }
}
