package io.spacecloud.engine.config;

import io.spacecloud.api.spi.BackendConfig;
import io.spacecloud.api.spi.Declaration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One database of a project.
 *
 * @param alias what requests call it
 * @param type what it is, such as {@code mongo}, or null where nothing says
 * @param connection how to reach it, or null where the application supplies the backend
 * @param servesUndeclared whether tables that are not declared are served by {@code default}
 * @param collections by name; {@code default} serves declared collections that have no rules
 */
public record DatabaseConfig(
    String alias,
    @Nullable String type,
    @Nullable BackendConfig connection,
    boolean primary,
    boolean enabled,
    boolean servesUndeclared,
    Map<String, CollectionConfig> collections) {
  /** The name of the collection whose rules serve those without a block of rules. */
  public static final String DEFAULT = "default";

  /** One of whose type nothing is known but its connection. */
  public DatabaseConfig(
      String alias,
      @Nullable BackendConfig connection,
      boolean primary,
      boolean enabled,
      boolean servesUndeclared,
      Map<String, CollectionConfig> collections) {
    this(
        alias,
        connection == null ? null : connection.type(),
        connection,
        primary,
        enabled,
        servesUndeclared,
        collections);
  }

  public DatabaseConfig {
    collections = Collections.unmodifiableMap(new LinkedHashMap<>(collections));
  }

  /** What the collections are declared to be; those of which nothing is said may hold anything. */
  public List<Declaration> declarations() {
    List<Declaration> all = new ArrayList<>();
    for (CollectionConfig collection : collections.values()) {
      Declaration declaration = collection.declaration();
      if (declaration != null) {
        all.add(declaration);
      } else if (!collection.name().equals(DEFAULT)) {
        all.add(new Declaration(collection.name(), List.of(), List.of(), List.of(), true));
      }
    }
    return all;
  }
}
