package io.spacecloud.api.condition;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A condition compiled for evaluation in memory; thread-safe. */
@FunctionalInterface
public interface RowPredicate {
  /** Whether the condition holds for the row, whose values are normalised. */
  boolean test(Map<String, ? extends @Nullable Object> row);
}
