package io.spacecloud.engine.config;

import io.spacecloud.api.request.Operation;
import io.spacecloud.api.spi.Declaration;
import io.spacecloud.engine.rules.Rule;
import java.util.Collections;
import java.util.EnumMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One declared collection.
 *
 * @param declaration what its documents are declared to be, or null
 * @param rules by operation; null where there is no block of rules, so that {@code default} serves
 */
public record CollectionConfig(
    String name,
    boolean realtimeEnabled,
    @Nullable Declaration declaration,
    @Nullable Map<Operation, Rule> rules) {
  public CollectionConfig {
    if (rules != null) {
      Map<Operation, Rule> copy = new EnumMap<>(Operation.class);
      copy.putAll(rules);
      rules = Collections.unmodifiableMap(copy);
    }
  }
}
