package io.spacecloud.api.contract;

import static io.spacecloud.api.condition.Conditions.and;
import static io.spacecloud.api.condition.Conditions.field;
import static io.spacecloud.api.condition.Conditions.not;
import static io.spacecloud.api.condition.Conditions.or;

import io.spacecloud.api.condition.Condition;
import io.spacecloud.api.condition.Conditions;
import io.spacecloud.api.condition.Field;
import io.spacecloud.api.value.Kind;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Stream;

/** Every operator against every kind: rows in, the names of the selected rows out. */
public final class ConditionCases {
  private static final long P53 = 1L << 53;
  private static final BigInteger P63 = BigInteger.ONE.shiftLeft(63);
  private static final Field V = field("v");

  private ConditionCases() {}

  /**
   * All the tables.
   *
   * @param timestampDigits the digits of the second's fraction that timestamps have, 6 at the most
   */
  public static Stream<CaseTable> all(int timestampDigits) {
    return Stream.of(
            Stream.of(logic(), booleans(), integers(), reals(), decimals(), bytes(), uuids()),
            TextCases.all(),
            TimeCases.all(timestampDigits),
            JsonCases.all())
        .flatMap(tables -> tables);
  }

  private static CaseTable logic() {
    Condition one = V.eq(1);
    Condition two = V.eq(2);
    return CaseTable.of("logic", Column.of("v", Kind.INTEGER))
        .row("none", null)
        .row("one", 1)
        .row("two", 2)
        .row("three", 3)
        .when(Conditions.TRUE, "none one two three")
        .when(Conditions.FALSE, "")
        .when(and(), "none one two three")
        .when(or(), "")
        .when(wire("$and", List.of()), "none one two three")
        .when(wire("$or", List.of()), "")
        .when(wire("$nor", List.of()), "none one two three")
        .when(and(V.gte(1), V.lte(2)), "one two")
        .when(and(one, two), "")
        .when(or(one, two), "one two")
        .when(or(one, V.eq(null)), "none one")
        .when(not(one), "none two three")
        .when(not(and(one, two)), "none one two three")
        .when(not(or(one, two)), "none three")
        .when(not(V.gt(1)), "none one")
        .when(not(not(V.gt(1))), "two three")
        .when(and(not(one), not(V.eq(null))), "two three")
        .when(wire("$nor", List.of(Map.of("v", 1), Map.of("v", Map.of("$gt", 2)))), "none two")
        .when(wire("$not", Map.of("v", Map.of("$in", List.of(1, 2)))), "none three")
        .when(wire("v", Map.of("$not", Map.of("$gt", 1))), "none one")
        .when(wire("v", Map.of("$gte", 1, "$lt", 3, "$ne", 2)), "one")
        .when(both("v", Map.of("$gt", 1), "$or", List.of(Map.of("v", 1), Map.of("v", 2))), "two")
        .when(wire("v", Map.of("$in", List.of(1, 3))), "one three")
        .when(wire("v", Map.of("$nin", List.of())), "none one two three")
        .when(wire("v", Map.of("$exists", false)), "none")
        .when(nested(8, one), "one")
        .when(nested(9, one), "none two three");
  }

  private static CaseTable booleans() {
    return CaseTable.of("booleans", Column.of("v", Kind.BOOLEAN))
        .row("none", null)
        .row("no", false)
        .row("yes", true)
        .when(V.eq(true), "yes")
        .when(V.eq(false), "no")
        .when(V.eq(null), "none")
        .when(V.ne(true), "none no")
        .when(V.ne(null), "no yes")
        .when(V.exists(), "no yes")
        .when(not(V.exists()), "none")
        .when(V.gt(false), "yes")
        .when(V.gte(false), "no yes")
        .when(V.lt(true), "no")
        .when(V.lte(true), "no yes")
        .when(V.lt(false), "")
        .when(V.gt(null), "")
        .when(V.in(), "")
        .when(V.notIn(), "none no yes")
        .when(V.in(true, null), "none yes")
        .when(V.notIn(true, null), "no")
        .when(V.notIn(true, false), "none");
  }

  private static CaseTable integers() {
    return CaseTable.of("integers", Column.of("v", Kind.INTEGER))
        .row("none", null)
        .row("min", Long.MIN_VALUE)
        .row("-p53-1", -P53 - 1)
        .row("-2", -2)
        .row("-1", -1)
        .row("0", 0)
        .row("1", 1)
        .row("2", 2)
        .row("p53", P53)
        .row("p53+1", P53 + 1)
        .row("max", Long.MAX_VALUE)
        .when(V.eq(1), "1")
        .when(V.eq(1.0), "1")
        .when(V.eq(new BigDecimal("1.00")), "1")
        .when(V.eq(1.5), "")
        .whenAllBut(V.ne(1.5), "")
        .when(V.eq(P53), "p53")
        .when(V.eq((double) P53), "p53")
        .when(V.eq(P53 + 1), "p53+1")
        .when(V.gt(P53), "p53+1 max")
        .when(V.gt((double) P53), "p53+1 max")
        .when(V.gte(P53 + 1), "p53+1 max")
        .when(V.lt(P53 + 1), "min -p53-1 -2 -1 0 1 2 p53")
        .when(V.gt(new BigDecimal(P53).add(new BigDecimal("0.5"))), "p53+1 max")
        .when(V.eq(-P53 - 1), "-p53-1")
        .when(V.lt(-P53), "min -p53-1")
        .when(V.gt(1.5), "2 p53 p53+1 max")
        .when(V.gte(1.5), "2 p53 p53+1 max")
        .when(V.lt(1.5), "min -p53-1 -2 -1 0 1")
        .when(V.lte(1.5), "min -p53-1 -2 -1 0 1")
        .when(V.gt(-1.5), "-1 0 1 2 p53 p53+1 max")
        .when(V.lt(-1.5), "min -p53-1 -2")
        .when(V.eq(Long.MAX_VALUE), "max")
        .when(V.eq(Long.MIN_VALUE), "min")
        .when(V.gt(Long.MAX_VALUE), "")
        .when(V.gte(Long.MAX_VALUE), "max")
        .when(V.lt(Long.MIN_VALUE), "")
        .when(V.eq(P63), "")
        .when(V.eq(0x1p63), "")
        .when(V.gte(P63), "")
        .whenAllBut(V.lt(P63), "none")
        .whenAllBut(V.lt(0x1p63), "none")
        .whenAllBut(V.gt(P63.negate().subtract(BigInteger.ONE)), "none")
        .whenAllBut(V.ne(P63), "")
        .whenAllBut(V.gte(-0x1p63), "none")
        .when(V.lte(-0x1p63), "min")
        .whenAllBut(V.lt(new BigDecimal("1e30")), "none")
        .when(V.in(1, 1.5, P53 + 1, null), "none 1 p53+1")
        .whenAllBut(V.notIn(1, 1.5, P53 + 1, null), "none 1 p53+1")
        .when(V.in(1.5, 2.5), "")
        .when(V.in(List.of()), "")
        .when(and(V.ne(1), V.ne(2), V.gte(0), V.lt(3)), "0")
        .when(V.eq(null), "none")
        .whenAllBut(V.exists(), "none")
        .whenAllBut(V.ne(1), "1");
  }

  private static CaseTable reals() {
    return CaseTable.of("reals", Column.of("v", Kind.REAL))
        .row("none", null)
        .row("-max", -Double.MAX_VALUE)
        .row("-1.5", -1.5)
        .row("-zero", -0.0)
        .row("zero", 0.0)
        .row("tiny", Double.MIN_NORMAL)
        .row("0.1", 0.1)
        .row("0.3", 0.1 + 0.2)
        .row("p53", (double) P53)
        .row("max", Double.MAX_VALUE)
        .when(V.eq(0.0), "-zero zero")
        .when(V.eq(-0.0), "-zero zero")
        .when(V.eq(0), "-zero zero")
        .when(V.lt(0.0), "-max -1.5")
        .when(V.gt(-0.0), "tiny 0.1 0.3 p53 max")
        .when(V.eq(0.1), "0.1")
        .when(V.eq(new BigDecimal("0.1")), "0.1")
        .when(V.eq(0.3), "")
        .when(V.eq(0.1 + 0.2), "0.3")
        .when(V.gt(0.3), "0.3 p53 max")
        .when(V.lte(new BigDecimal("0.1")), "-max -1.5 -zero zero tiny 0.1")
        .when(V.eq(P53), "p53")
        .when(V.eq(Double.MAX_VALUE), "max")
        .when(V.eq(Double.MIN_NORMAL), "tiny")
        .when(V.gt(1e300), "max")
        .whenAllBut(V.lt(new BigDecimal("1e400")), "none")
        .when(V.in(0.1, -1.5, 7, null), "none -1.5 0.1")
        .when(V.notIn(0.1, 0.0, null), "-max -1.5 tiny 0.3 p53 max")
        .when(V.eq(null), "none")
        .whenAllBut(V.exists(), "none");
  }

  private static CaseTable decimals() {
    return CaseTable.of("decimals", Column.of("v", Kind.DECIMAL).digits(30, 4))
        .row("none", null)
        .row("-1.5", new BigDecimal("-1.5"))
        .row("0", BigDecimal.ZERO)
        .row("0.1", new BigDecimal("0.1"))
        .row("1", new BigDecimal("1.0000"))
        .row("p53", new BigDecimal("9007199254740992.0001"))
        .row("p53+1", new BigDecimal("9007199254740993.0001"))
        .row("large", new BigDecimal("12345678901234567890123456.7891"))
        .when(V.eq(1), "1")
        .when(V.eq(new BigDecimal("1")), "1")
        .when(V.eq(new BigDecimal("1.000000")), "1")
        .when(V.eq(new BigDecimal("0.1")), "0.1")
        .when(V.eq(new BigDecimal("0.10001")), "")
        .when(V.gt(new BigDecimal("0.10001")), "1 p53 p53+1 large")
        .when(V.lt(new BigDecimal("0.10001")), "-1.5 0 0.1")
        .when(V.gte(new BigDecimal("0.09999")), "0.1 1 p53 p53+1 large")
        .when(V.eq(new BigDecimal("9007199254740993.0001")), "p53+1")
        .when(V.gt(new BigDecimal("9007199254740992.0001")), "p53+1 large")
        .when(V.gt(P53), "p53 p53+1 large")
        .when(V.gt(P53 + 1), "p53+1 large")
        .when(V.eq(new BigDecimal("12345678901234567890123456.7891")), "large")
        .when(V.eq(new BigDecimal("12345678901234567890123456.7892")), "")
        .when(V.lt(new BigDecimal("12345678901234567890123456.7891")), "-1.5 0 0.1 1 p53 p53+1")
        .whenAllBut(V.lt(new BigDecimal("1e40")), "none")
        .when(V.eq(-1.5), "-1.5")
        .when(V.in(1, new BigDecimal("0.1"), null), "none 0.1 1")
        .whenAllBut(V.notIn(1, new BigDecimal("0.1"), null), "none 0.1 1")
        .whenAllBut(V.ne(0), "0")
        .when(V.eq(null), "none");
  }

  private static CaseTable bytes() {
    return CaseTable.of("bytes", Column.of("v", Kind.BYTES))
        .row("none", null)
        .row("empty", new byte[0])
        .row("zero", new byte[] {0})
        .row("zeros", new byte[] {0, 0})
        .row("a", new byte[] {'a'})
        .row("A", new byte[] {'A'})
        .row("space", new byte[] {'a', ' '})
        .row("high", new byte[] {-1, -128, 127})
        .when(V.eq(new byte[0]), "empty")
        .when(V.eq(new byte[] {0}), "zero")
        .when(V.eq(new byte[] {'a'}), "a")
        .when(V.eq("YQ=="), "a")
        .when(V.eq(new byte[] {-1, -128, 127}), "high")
        .when(V.in(new byte[] {'A'}, "AAA=", null), "none zeros A")
        .whenAllBut(V.notIn(new byte[] {'A'}, null), "none A")
        .whenAllBut(V.ne(new byte[] {'a'}), "a")
        .whenAllBut(V.exists(), "none")
        .when(V.eq(null), "none");
  }

  private static CaseTable uuids() {
    UUID low = new UUID(0, 1);
    UUID high = UUID.fromString("ffffffff-ffff-4fff-bfff-ffffffffffff");
    return CaseTable.of("uuids", Column.of("v", Kind.UUID))
        .row("none", null)
        .row("nil", new UUID(0, 0))
        .row("low", low)
        .row("high", high)
        .when(V.eq(low), "low")
        .when(V.eq("00000000-0000-0000-0000-000000000001"), "low")
        .when(V.eq("FFFFFFFF-FFFF-4FFF-BFFF-FFFFFFFFFFFF"), "high")
        .when(V.in(low, high.toString(), null), "none low high")
        .when(V.notIn(low, null), "nil high")
        .when(V.ne(low), "none nil high")
        .when(V.exists(), "nil low high")
        .when(V.eq(null), "none");
  }

  static Condition wire(String key, Object operand) {
    return Conditions.parse(Map.of(key, operand));
  }

  private static Condition both(String key, Object operand, String other, Object otherOperand) {
    return Conditions.parse(Map.of(key, operand, other, otherOperand));
  }

  /** Under so many negations that the factories do not take away. */
  private static Condition nested(int depth, Condition condition) {
    Condition nested = condition;
    for (int i = 0; i < depth; i++) {
      nested = not(and(nested, V.notIn(7, 8)));
      nested = or(nested, V.eq(9));
    }
    return nested;
  }

  static List<Object> list(Object... values) {
    return new ArrayList<>(Arrays.asList(values));
  }
}
