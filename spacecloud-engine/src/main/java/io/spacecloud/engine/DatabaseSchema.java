package io.spacecloud.engine;

import io.spacecloud.api.spi.Backend;
import io.spacecloud.api.spi.CollectionSchema;
import io.spacecloud.api.spi.Declaration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Function;

/**
 * What a database holds, what the configuration declares of it, and where the two differ. For the
 * embedding code; thread-safe.
 */
public final class DatabaseSchema {
  private final Backend backend;
  private final List<Declaration> declarations;
  private final Function<String, CollectionSchema> schemas;

  DatabaseSchema(
      Backend backend, List<Declaration> declarations, Function<String, CollectionSchema> schemas) {
    this.backend = backend;
    this.declarations = declarations;
    this.schemas = schemas;
  }

  /** The names of the collections that are there. */
  public Set<String> collections() {
    return backend.collections();
  }

  /**
   * A collection as requests see it: its fields, their kinds, its keys.
   *
   * @throws io.spacecloud.api.error.NotFoundException if there is none of exactly that name
   */
  public CollectionSchema collection(String name) {
    return schemas.apply(name);
  }

  /** Where the database is not as declared, in words; empty if it is. */
  public List<String> drift() {
    List<String> drift = new ArrayList<>();
    declarations.forEach(declaration -> drift.addAll(backend.drift(declaration)));
    return drift;
  }

  /**
   * Makes the collections that are declared with their fields and not there, and the unique keys
   * that are missing. Nothing that is there is changed or taken away.
   *
   * @throws io.spacecloud.api.error.UnsupportedFeatureException if the database cannot make one
   */
  public void create() {
    for (Declaration declaration : declarations) {
      if (!declaration.fields().isEmpty()) {
        backend.create(declaration);
      }
    }
    backend.refresh();
  }
}
