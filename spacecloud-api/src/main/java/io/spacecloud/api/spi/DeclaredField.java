package io.spacecloud.api.spi;

import io.spacecloud.api.value.Kind;
import org.jspecify.annotations.Nullable;

/**
 * One field of a declaration.
 *
 * @param required whether it is never null
 * @param defaultValue what a create writes where the field is left out, of the field's kind; null
 *     for nothing
 * @param generated whether the database makes its value where none is given
 * @param size for integers the bits, for strings and bytes the greatest length in code points or
 *     bytes, for decimals all digits; -1 for the database's most
 * @param scale for decimals the digits after the point, for times and timestamps those of the
 *     second's fraction; -1 for the database's most
 */
public record DeclaredField(
    String name,
    Kind kind,
    boolean required,
    @Nullable Object defaultValue,
    boolean generated,
    int size,
    int scale) {

  /** What is known of a database's field that is as this one says. */
  public FieldSchema schema() {
    int precision =
        switch (kind) {
          case INTEGER, STRING, BYTES -> size;
          case DECIMAL, TIMESTAMP, TIME -> scale;
          case NULL, BOOLEAN, REAL, DATE, UUID, OBJECT_ID, LIST, OBJECT -> -1;
        };
    return new FieldSchema(name, kind, !required, defaultValue != null, generated, precision);
  }
}
