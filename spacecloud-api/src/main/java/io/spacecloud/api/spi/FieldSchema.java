package io.spacecloud.api.spi;

import io.spacecloud.api.value.Kind;
import org.jspecify.annotations.Nullable;

/**
 * One column or declared field.
 *
 * @param kind what values it holds, or null where that is not known
 * @param nullable whether it may be null
 * @param defaulted whether the database fills it where a create leaves it out
 * @param generated whether the database makes its value, as for an identity column
 * @param precision for integers the number of bits; for strings the most code points; for decimals
 *     the digits after the point; for timestamps and times the digits of the second's fraction; -1
 *     if unbounded
 */
public record FieldSchema(
    String name,
    @Nullable Kind kind,
    boolean nullable,
    boolean defaulted,
    boolean generated,
    int precision) {}
