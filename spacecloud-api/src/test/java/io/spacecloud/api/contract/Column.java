package io.spacecloud.api.contract;

import io.spacecloud.api.value.Kind;

/**
 * A column of a table under test.
 *
 * @param kind {@link Kind#OBJECT} for a column of JSON
 * @param key whether it belongs to the primary key
 * @param generated whether the database makes its value where none is given
 * @param ignoresCase whether its own collation, where there is such a thing, does
 * @param precision for integers the bits, for strings and bytes the greatest length, for decimals
 *     the number of digits
 * @param scale for decimals the digits after the point, for times those of the second's fraction
 */
public record Column(
    String name,
    Kind kind,
    boolean key,
    boolean nullable,
    boolean generated,
    boolean unique,
    boolean ignoresCase,
    int precision,
    int scale) {

  /** A nullable column; strings of 100 characters, decimals of 30 digits, 10 after the point. */
  public static Column of(String name, Kind kind) {
    int precision = kind == Kind.DECIMAL ? 30 : kind == Kind.INTEGER ? 64 : 100;
    int scale = kind == Kind.DECIMAL ? 10 : 6;
    return new Column(name, kind, false, true, false, false, false, precision, scale);
  }

  /** The same column under another name. */
  public Column named(String other) {
    return new Column(other, kind, key, nullable, generated, unique, ignoresCase, precision, scale);
  }

  /** In the primary key, and so never null. */
  public Column asKey() {
    return new Column(name, kind, true, false, generated, unique, ignoresCase, precision, scale);
  }

  public Column required() {
    return new Column(name, kind, key, false, generated, unique, ignoresCase, precision, scale);
  }

  public Column asGenerated() {
    return new Column(name, kind, key, nullable, true, unique, ignoresCase, precision, scale);
  }

  public Column asUnique() {
    return new Column(name, kind, key, nullable, generated, true, ignoresCase, precision, scale);
  }

  public Column ignoringCase() {
    return new Column(name, kind, key, nullable, generated, unique, true, precision, scale);
  }

  public Column length(int characters) {
    return new Column(name, kind, key, nullable, generated, unique, ignoresCase, characters, scale);
  }

  public Column bits(int bits) {
    return length(bits);
  }

  public Column digits(int all, int afterPoint) {
    return new Column(name, kind, key, nullable, generated, unique, ignoresCase, all, afterPoint);
  }
}
