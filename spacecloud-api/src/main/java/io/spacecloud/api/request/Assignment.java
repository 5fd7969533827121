package io.spacecloud.api.request;

import io.spacecloud.api.condition.FieldPath;
import org.jspecify.annotations.Nullable;

/**
 * One operator applied to one path.
 *
 * @param value the operand: the value to set, add, compare or append; the new name for {@code
 *     $rename}; null for {@code $unset} and {@code $currentDate}
 */
public record Assignment(UpdateOperator operator, FieldPath path, @Nullable Object value) {}
