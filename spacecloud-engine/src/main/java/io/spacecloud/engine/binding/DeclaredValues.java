package io.spacecloud.engine.binding;

import io.spacecloud.api.error.InvalidRequestException;
import io.spacecloud.api.spi.DeclaredField;

/** Values for fields that are declared. */
public final class DeclaredValues {
  private DeclaredValues() {}

  /**
   * The value as the field holds it.
   *
   * @throws InvalidRequestException with an empty path, if it does not fit
   */
  public static Object stored(DeclaredField field, Object value) {
    return WrittenValues.present("", field.schema(), value);
  }
}
