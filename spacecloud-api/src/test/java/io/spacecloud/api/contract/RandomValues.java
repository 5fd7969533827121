package io.spacecloud.api.contract;

import io.spacecloud.api.value.Kind;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.UUID;

/** Random values of each kind: few, so that they meet one another, and each a trap of its own. */
final class RandomValues {
  private static final List<String> TEXTS =
      List.of(
          "", " ", "a", "A", "a ", "ab", "aB", "é", "e", "E\u0301", "ß", "ss", "\uFFFD", "😀",
          "a😀b", "i", "I", "ı", "İ", "%", "_", "a%b", "a_b", "\\", "'", "\"", "`", "!", "--", "z",
          "Z", "\t", "\n", "null", "5", "true");

  /** Some collations take texts that differ in trailing spaces for one key. */
  private static final List<String> KEYS =
      List.of(
          "k", "K", "kk", "k\u0301", "é", "É", "ß", "ss", "😀", "\uFFFD", "0", "a b", "'", "\\");

  private static final List<String> PATTERNS =
      List.of(
          "%",
          "", "_", "__", "a%", "%b", "%a%", "a_b", "_b", "%_", "%😀%", "_😀_", "\\%", "\\_",
          "%\\%%", "a\\_b", "\\\\", "!", "%!%", "é", "A%", "%'%", "%a%b%", "_%_", "%%", "a%%b");
  private static final List<Long> INTEGERS =
      List.of(0L, 1L, -1L, 2L, 3L, 5L, 127L, 2147483647L, -2147483648L);
  private static final List<Long> LONGS =
      List.of(
          0L,
          1L,
          -1L,
          5L,
          (1L << 53),
          (1L << 53) + 1,
          (1L << 53) - 1,
          Long.MAX_VALUE,
          Long.MIN_VALUE);
  private static final List<Double> REALS =
      List.of(
          0.0,
          -0.0,
          0.1,
          0.30000000000000004,
          1.0,
          -1.5,
          5.0,
          9007199254740992.0,
          3.3333333333333335);
  private static final List<Double> VAST = List.of(1e300, -1e300, 1e-300);
  private static final List<Long> WHOLES = List.of(0L, 1L, -1L, 5L, 7L);
  private static final List<Instant> INSTANTS =
      List.of(
          Instant.EPOCH,
          Instant.parse("2026-03-29T01:30:00Z"),
          Instant.parse("2026-03-29T02:30:00Z"),
          Instant.parse("2026-10-25T00:30:00.5Z"),
          Instant.parse("2026-10-25T01:30:00.123456Z"),
          Instant.parse("1969-12-31T23:59:59.999999Z"));
  private static final List<LocalDate> DATES =
      List.of(LocalDate.of(1970, 1, 1), LocalDate.of(2024, 2, 29), LocalDate.of(1999, 12, 31));
  private static final List<LocalTime> TIMES =
      List.of(
          LocalTime.MIDNIGHT,
          LocalTime.of(12, 30, 1),
          LocalTime.of(12, 30, 1, 5_000),
          LocalTime.of(23, 59, 59));
  private static final List<UUID> UUIDS =
      List.of(new UUID(0, 1), new UUID(-1, -1), new UUID(1L << 62, 5));
  private static final List<String> DECIMALS =
      List.of("0", "0.1", "1.0000", "-1.5", "5", "9007199254740993.0001", "-9007199254740993");

  private static final BigDecimal BEYOND = new BigDecimal("9007199254740993.0001");

  private static final BigDecimal TAME_BEYOND = new BigDecimal("123456789.25");

  private static final List<String> MEMBERS = List.of("b", "a", "c", "list", "s", "0");

  private final Random random;
  private final boolean vast;
  private final boolean tame;

  /**
   * @param tame whether values are left out that only differ far behind the point, or in whose
   *     order code points and units of UTF-16 differ
   */
  RandomValues(Random random, boolean tame) {
    this.random = random;
    this.tame = tame;
    this.vast = chance(4);
  }

  int below(int bound) {
    return random.nextInt(bound);
  }

  /** True once in so many times. */
  boolean chance(int once) {
    return random.nextInt(once) == 0;
  }

  <T> T any(List<T> choices) {
    return choices.get(random.nextInt(choices.size()));
  }

  String pattern() {
    return any(PATTERNS);
  }

  /** What a create gives the column. */
  Object stored(Column column) {
    return switch (column.kind()) {
      case STRING -> text(column);
      case INTEGER -> column.precision() > 32 ? any(LONGS) : any(INTEGERS);
      case REAL -> vast && chance(4) ? any(VAST) : any(REALS);
      case DECIMAL -> decimal(column);
      case BOOLEAN -> random.nextBoolean();
      case TIMESTAMP -> any(INSTANTS);
      case DATE -> any(DATES);
      case TIME -> any(TIMES);
      case UUID -> any(UUIDS);
      case BYTES -> new byte[] {(byte) random.nextInt(3), (byte) -random.nextInt(2)};
      case OBJECT, LIST -> json(3);
      case NULL, OBJECT_ID -> throw new IllegalArgumentException("no column of " + column.kind());
    };
  }

  private String text(Column column) {
    if (column.key() || column.unique()) {
      return plain(any(KEYS));
    }
    boolean tooLong = column.precision() < 20 && chance(30);
    return tooLong ? "x".repeat(column.precision() + 1) : plain(any(TEXTS));
  }

  /** More digits before the point than some decimal columns have. */
  BigDecimal beyond() {
    return tame ? TAME_BEYOND : BEYOND;
  }

  private String plain(String text) {
    return tame ? text.replace('\uFFFD', 'x') : text;
  }

  private BigDecimal plain(String decimal, String easier) {
    return new BigDecimal(tame && decimal.length() > 10 ? easier : decimal);
  }

  private BigDecimal decimal(Column column) {
    BigDecimal value = plain(any(DECIMALS), "7.25");
    boolean fits = value.precision() - value.scale() <= column.precision() - column.scale();
    return fits ? value : new BigDecimal("-0.125");
  }

  /** What a column is compared with: what it may hold, and what lies between and beyond. */
  Object literal(Column column) {
    if (!chance(4)) {
      return column.kind() == Kind.OBJECT ? json(2) : stored(column);
    }
    return switch (column.kind()) {
      case INTEGER ->
          any(
              List.<Object>of(
                  1.5,
                  new BigDecimal("4.9999"),
                  new BigDecimal("9007199254740992.5"),
                  new BigDecimal("1e30"),
                  new BigDecimal("-1e30"),
                  5.0,
                  9007199254740992.0));
      case DECIMAL ->
          any(
              List.<Object>of(
                  1L,
                  0.5,
                  new BigDecimal("0.10001"),
                  beyond(),
                  new BigDecimal("1e-20"),
                  new BigDecimal(tame ? "1e-9" : "1e-900")));
      case REAL -> any(List.<Object>of(1L, 5L, 0L, new BigDecimal("0.1")));
      case TIMESTAMP -> Instant.parse("2026-10-25T01:30:00.123456789Z");
      case TIME -> LocalTime.of(12, 30, 1, 5_001);
      default -> stored(column);
    };
  }

  /** What a number is added to or multiplied by: small, so that not everything overflows. */
  Number amount(Column column) {
    return switch (column.kind()) {
      case INTEGER -> chance(20) ? any(List.<Number>of(2.0, 1.5, 1L << 40)) : any(WHOLES);
      case REAL -> any(List.<Number>of(1L, 0.5, -1.5, 0.1, 0L));
      case DECIMAL ->
          any(List.<Number>of(1L, 0.1, new BigDecimal("-1.5"), new BigDecimal("0.00005"), 3L));
      default -> any(List.<Number>of(1L, -1L, 2L, new BigDecimal("0.1"), new BigDecimal("1.5")));
    };
  }

  Object json(int depth) {
    return switch (random.nextInt(depth == 0 ? 6 : 10)) {
      case 0 -> plain(any(TEXTS));
      case 1 -> any(tame ? INTEGERS : LONGS);
      case 2 -> plain(any(List.of("0.1", "1.0", "1.5", "5", "9007199254740993")), "7");
      case 3 -> random.nextBoolean();
      case 4 -> null;
      case 5 -> any(List.<Object>of("a", 1L, 5L, "x"));
      case 6, 7 -> list(depth);
      default -> object(depth);
    };
  }

  List<Object> list(int depth) {
    List<Object> list = new ArrayList<>();
    for (int i = random.nextInt(3); i > 0; i--) {
      list.add(json(depth - 1));
    }
    return list;
  }

  Map<String, Object> object(int depth) {
    Map<String, Object> object = new LinkedHashMap<>();
    for (String name : MEMBERS) {
      if (chance(3)) {
        object.put(name, json(depth - 1));
      }
    }
    return object;
  }
}
