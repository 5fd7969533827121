package io.spacecloud.api.request;

import io.spacecloud.api.condition.FieldPath;

/**
 * One key of an order: null comes first ascending and last descending.
 *
 * @param path the field
 * @param descending whether greater values come first
 */
public record Sort(FieldPath path, boolean descending) {
  /** Reads {@code "age"} or {@code "-age"}. */
  public static Sort of(String text) {
    boolean descending = text.startsWith("-");
    return new Sort(FieldPath.of(descending ? text.substring(1) : text), descending);
  }

  @Override
  public String toString() {
    return descending ? "-" + path : path.toString();
  }
}
