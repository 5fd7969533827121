package io.spacecloud.api.contract;

import static io.spacecloud.api.condition.Conditions.field;

import io.spacecloud.api.condition.Condition;
import io.spacecloud.api.condition.Condition.Operator;
import io.spacecloud.api.condition.Conditions;
import io.spacecloud.api.condition.FieldPath;
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

/** Random rows of a table with a column of each kind, and random conditions on it. */
final class RandomTable {

  private static final List<String> ORDERED =
      List.of("s", "ci", "n", "big", "r", "m", "b", "ts", "d", "t");
  private static final List<String> ALL =
      List.of("s", "ci", "n", "big", "r", "m", "b", "ts", "d", "t", "u", "x");
  private static final List<String> JSON =
      List.of("j", "j.a", "j.a.b", "j.a.b.c", "j.list", "j.list.b", "j.s", "j.0");
  private static final List<String> TEXTS =
      List.of(
          "", " ", "a", "A", "a ", "ab", "aB", "é", "e", "E\u0301", "ß", "ss", "\uFFFD", "😀",
          "a😀b", "i", "I", "ı", "İ", "%", "_", "a%b", "a_b", "\\", "'", "\"", "`", "!", "--", "z",
          "Z", "\t", "\n", "null", "5", "true");
  private static final List<String> PATTERNS =
      List.of(
          "%",
          "", "_", "__", "a%", "%b", "%a%", "a_b", "_b", "%_", "%😀%", "_😀_", "\\%", "\\_",
          "%\\%%", "a\\_b", "\\\\", "!", "%!%", "é", "A%", "%'%", "%a%b%", "_%_", "%%", "a%%b");
  private static final List<Long> INTEGERS =
      List.of(0L, 1L, -1L, 2L, 5L, 127L, 2147483647L, -2147483648L);
  private static final List<Long> LONGS =
      List.of(
          0L,
          1L,
          -1L,
          (1L << 53),
          (1L << 53) + 1,
          (1L << 53) - 1,
          Long.MAX_VALUE,
          Long.MIN_VALUE,
          5L);
  private static final List<Double> REALS =
      List.of(
          0.0,
          -0.0,
          0.1,
          1.0,
          -1.5,
          5.0,
          1e300,
          -1e300,
          1e-300,
          9007199254740992.0,
          3.3333333333333335);
  private static final List<BigDecimal> DECIMALS =
      List.of(
          new BigDecimal("0"),
          new BigDecimal("0.1"),
          new BigDecimal("1.0000"),
          new BigDecimal("-1.5"),
          new BigDecimal("5"),
          new BigDecimal("9007199254740993.0001"),
          new BigDecimal("-9007199254740993.0001"));
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

  private static final TableSpec SPEC =
      TableSpec.of(
          "differential",
          Column.of("id", Kind.INTEGER).asKey(),
          Column.of("s", Kind.STRING),
          Column.of("ci", Kind.STRING).ignoringCase(),
          Column.of("n", Kind.INTEGER).bits(32),
          Column.of("big", Kind.INTEGER),
          Column.of("r", Kind.REAL),
          Column.of("m", Kind.DECIMAL).digits(24, 4),
          Column.of("b", Kind.BOOLEAN),
          Column.of("ts", Kind.TIMESTAMP),
          Column.of("d", Kind.DATE),
          Column.of("t", Kind.TIME),
          Column.of("u", Kind.UUID),
          Column.of("x", Kind.BYTES));

  private final Random random;
  private final boolean json;

  RandomTable(Random random, boolean json) {
    this.random = random;
    this.json = json;
  }

  /** With a column of each kind that the backend has. */
  static TableSpec spec(boolean json) {
    List<Column> columns = new ArrayList<>(SPEC.columns());
    if (json) {
      columns.add(Column.of("j", Kind.OBJECT));
    }
    return new TableSpec(SPEC.name(), columns);
  }

  private <T> T any(List<T> choices) {
    return choices.get(random.nextInt(choices.size()));
  }

  String sortable() {
    return any(ORDERED);
  }

  Map<String, Object> row(long id) {
    Map<String, Object> row = new LinkedHashMap<>();
    row.put("id", id);
    for (String name : ALL) {
      row.put(name, random.nextInt(5) == 0 ? null : stored(name));
    }
    if (json) {
      row.put("j", random.nextInt(6) == 0 ? null : json(3));
    }
    return row;
  }

  private Object stored(String name) {
    return switch (name) {
      case "s", "ci" -> any(TEXTS);
      case "n" -> any(INTEGERS);
      case "big" -> any(LONGS);
      case "r" -> any(REALS);
      case "m" -> any(DECIMALS);
      case "b" -> random.nextBoolean();
      case "ts" -> any(INSTANTS);
      case "d" -> any(DATES);
      case "t" -> any(TIMES);
      case "u" -> any(UUIDS);
      default -> new byte[] {(byte) random.nextInt(3), (byte) -random.nextInt(2)};
    };
  }

  /** What a column is compared with: what it may hold, and what lies between and beyond. */
  private Object literal(String name) {
    if (random.nextInt(4) > 0) {
      return stored(name);
    }
    return switch (name) {
      case "n", "big" ->
          any(
              List.<Object>of(
                  1.5,
                  new BigDecimal("4.9999"),
                  new BigDecimal("9007199254740992.5"),
                  new BigDecimal("1e30"),
                  new BigDecimal("-1e30"),
                  5.0,
                  9007199254740992.0));
      case "m" ->
          any(
              List.<Object>of(
                  1L,
                  0.5,
                  new BigDecimal("0.10001"),
                  new BigDecimal("1e-20"),
                  new BigDecimal("1e-900")));
      case "r" -> any(List.<Object>of(1L, 5L, 0L));
      case "ts" -> Instant.parse("2026-10-25T01:30:00.123456789Z");
      default -> stored(name);
    };
  }

  private Object json(int depth) {
    return switch (random.nextInt(depth == 0 ? 6 : 10)) {
      case 0 -> any(TEXTS);
      case 1 -> any(LONGS);
      case 2 -> new BigDecimal(any(List.of("0.1", "1.0", "1.5", "5", "9007199254740993")));
      case 3 -> random.nextBoolean();
      case 4 -> null;
      case 5 -> any(List.<Object>of("a", 1L, 5L, "x"));
      case 6, 7 -> list(depth);
      default -> object(depth);
    };
  }

  private List<Object> list(int depth) {
    List<Object> list = new ArrayList<>();
    for (int i = random.nextInt(3); i > 0; i--) {
      list.add(json(depth - 1));
    }
    return list;
  }

  private Map<String, Object> object(int depth) {
    Map<String, Object> object = new LinkedHashMap<>();
    for (String name : List.of("b", "a", "c", "list", "s", "0")) {
      if (random.nextInt(3) == 0) {
        object.put(name, json(depth - 1));
      }
    }
    return object;
  }

  Condition condition(int depth) {
    int kind = random.nextInt(depth == 0 ? 10 : 16);
    if (kind < 7 || (kind < 10 && !json)) {
      return scalar(any(ALL));
    } else if (kind < 10) {
      return inJson(any(JSON));
    } else if (kind == 10) {
      return Conditions.not(condition(depth - 1));
    }
    List<Condition> parts = new ArrayList<>();
    for (int i = random.nextInt(3); i >= 0; i--) {
      parts.add(condition(depth - 1));
    }
    return kind % 2 == 0 ? Conditions.and(parts) : Conditions.or(parts);
  }

  private Condition scalar(String name) {
    return switch (random.nextInt(ORDERED.contains(name) ? 7 : 4)) {
      case 0 -> field(name).eq(literal(name));
      case 1 -> field(name).ne(literal(name));
      case 2 -> field(name).in(literals(name));
      case 3 -> random.nextBoolean() ? field(name).exists() : field(name).eq(null);
      case 4 ->
          name.equals("s") || name.equals("ci")
              ? field(name).like(any(PATTERNS))
              : field(name).gt(literal(name));
      default -> ordered(name, literal(name));
    };
  }

  private Condition ordered(String path, Object value) {
    Operator operator = any(List.of(Operator.GT, Operator.GTE, Operator.LT, Operator.LTE));
    return Conditions.compare(FieldPath.of(path), operator, value);
  }

  private List<Object> literals(String name) {
    List<Object> values = new ArrayList<>();
    for (int i = random.nextInt(6); i > 0; i--) {
      values.add(random.nextInt(8) == 0 ? null : literal(name));
    }
    return values;
  }

  private Condition inJson(String path) {
    return switch (random.nextInt(6)) {
      case 0 -> field(path).eq(json(2));
      case 1 -> field(path).in(json(1), json(1), json(0));
      case 2 -> field(path).exists();
      case 3 -> field(path).like(any(PATTERNS));
      case 4 -> field(path).contains(random.nextBoolean() ? list(2) : object(2));
      default -> {
        Object value =
            any(
                List.<Object>of(
                    "a",
                    "é",
                    1L,
                    new BigDecimal("1.5"),
                    new BigDecimal("1e-40"),
                    true,
                    5L,
                    (1L << 53)));
        yield ordered(path, value);
      }
    };
  }
}
