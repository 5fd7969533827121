package io.spacecloud.engine.binding;

import static io.spacecloud.api.condition.Conditions.FALSE;
import static io.spacecloud.api.condition.Conditions.and;
import static io.spacecloud.api.condition.Conditions.field;
import static io.spacecloud.api.condition.Conditions.not;
import static io.spacecloud.api.condition.Conditions.or;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.spacecloud.api.condition.Condition;
import io.spacecloud.api.condition.Conditions;
import io.spacecloud.api.error.InvalidRequestException;
import io.spacecloud.api.error.UnsupportedFeatureException;
import io.spacecloud.api.spi.Capability;
import io.spacecloud.api.spi.CollectionSchema;
import io.spacecloud.api.value.Kind;
import io.spacecloud.api.value.ObjectId;
import io.spacecloud.engine.testing.Schemas;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class ConditionBinderTest {
  private static final String ID = "00112233-4455-6677-8899-aabbccddeeff";
  private static final Instant FINE = Instant.parse("2024-01-01T00:00:00.123456789Z");
  private static final Instant COARSE = Instant.parse("2024-01-01T00:00:00.123456Z");
  private static final CollectionSchema SCHEMA =
      Schemas.of("things")
          .field("n", Kind.INTEGER, 64)
          .field("r", Kind.REAL)
          .field("d", Kind.DECIMAL, 2)
          .field("s", Kind.STRING, 10)
          .field("b", Kind.BOOLEAN)
          .field("at", Kind.TIMESTAMP, 6)
          .field("day", Kind.DATE)
          .field("clock", Kind.TIME, 0)
          .field("raw", Kind.BYTES)
          .field("u", Kind.UUID)
          .field("oid", Kind.OBJECT_ID)
          .field("j", Kind.OBJECT)
          .field("any", null)
          .build();

  private static Condition bind(Condition condition) {
    return bind(condition, EnumSet.allOf(Capability.class));
  }

  private static Condition bind(Condition condition, Set<Capability> capabilities) {
    return new ConditionBinder(Fields.of(SCHEMA, capabilities)).bind("find", condition);
  }

  static Stream<Arguments> bound() {
    return Stream.of(
        // Integers: whole numbers whatever their class, fractions, and what no long is.
        arguments(field("n").eq(2.0), field("n").eq(2)),
        arguments(field("n").eq(new BigDecimal("7.00")), field("n").eq(7)),
        arguments(field("n").eq(1.5), FALSE),
        arguments(field("n").ne(1.5), Conditions.TRUE),
        arguments(field("n").gt(1.5), field("n").gte(2)),
        arguments(field("n").gte(1.5), field("n").gte(2)),
        arguments(field("n").lt(1.5), field("n").lte(1)),
        arguments(field("n").lte(1.5), field("n").lte(1)),
        arguments(field("n").lt(-1.5), field("n").lte(-2)),
        arguments(field("n").gt(-1.5), field("n").gte(-1)),
        arguments(field("n").eq(1e30), FALSE),
        arguments(field("n").lt(1e30), field("n").exists()),
        arguments(field("n").gte(1e30), FALSE),
        arguments(field("n").gt(-1e30), field("n").exists()),
        arguments(field("n").lte(-1e30), FALSE),
        arguments(not(field("n").lt(1e30)), not(field("n").exists())),
        arguments(field("n").lte(0x1p63), field("n").exists()),
        arguments(field("n").gte(-0x1p63), field("n").gte(Long.MIN_VALUE)),
        arguments(
            field("n").gt(new BigDecimal("9223372036854775806.5")), field("n").gte(Long.MAX_VALUE)),
        arguments(field("n").in(1, 1.5, 2.0), field("n").in(1, 2)),
        arguments(field("n").in(1.5, 2.5), FALSE),
        arguments(field("n").in(1.5, null), field("n").eq(null)),
        // Reals: the nearest double.
        arguments(field("r").eq(1), field("r").eq(1.0)),
        arguments(field("r").eq(new BigDecimal("0.1")), field("r").eq(0.1)),
        arguments(field("r").eq(new BigDecimal("1e400")), FALSE),
        arguments(field("r").lt(new BigDecimal("1e400")), field("r").exists()),
        // Decimals: never through a double's binary tail, and not truncated.
        arguments(field("d").eq(0.1), field("d").eq(new BigDecimal("0.1"))),
        arguments(field("d").eq(3), field("d").eq(new BigDecimal("3"))),
        arguments(field("d").gt(0.125), field("d").gt(new BigDecimal("0.12"))),
        // What JSON has no literals for.
        arguments(
            field("at").gt("2020-01-02T03:04:05.123456+01:00"),
            field("at").gt(Instant.parse("2020-01-02T02:04:05.123456Z"))),
        arguments(field("day").lte("2020-02-29"), field("day").lte(LocalDate.of(2020, 2, 29))),
        arguments(field("clock").eq("03:04:05"), field("clock").eq(LocalTime.of(3, 4, 5))),
        arguments(field("u").eq(ID), field("u").eq(UUID.fromString(ID))),
        arguments(field("u").in(ID, null), field("u").in(UUID.fromString(ID), null)),
        // Times finer than the column's.
        arguments(field("at").eq(FINE), FALSE),
        arguments(field("at").gt(FINE), field("at").gt(COARSE)),
        arguments(field("at").gte(FINE), field("at").gt(COARSE)),
        arguments(field("at").lt(FINE), field("at").lte(COARSE)),
        arguments(field("at").lte(FINE), field("at").lte(COARSE)),
        arguments(field("at").in(FINE, COARSE), field("at").eq(COARSE)),
        arguments(field("clock").gte("01:02:03.5"), field("clock").gt(LocalTime.of(1, 2, 3))),
        // JSON columns hold what JSON has.
        arguments(field("j.at").gt(Instant.EPOCH), field("j.at").gt("1970-01-01T00:00:00Z")),
        arguments(field("j.u").eq(UUID.fromString(ID)), field("j.u").eq(ID)),
        arguments(field("j.n").eq(1.5), field("j.n").eq(new BigDecimal("1.5"))),
        arguments(
            field("j").contains(Map.of("raw", new byte[] {1})),
            field("j").contains(Map.of("raw", "AQ=="))),
        // Unknown kinds keep the literal.
        arguments(field("any").eq("5"), field("any").eq("5")),
        arguments(field("any.deep").gt(5), field("any.deep").gt(5)),
        // Inside logic.
        arguments(
            and(field("s").eq("x"), or(field("n").eq(1.5), field("b").eq(true))),
            and(field("s").eq("x"), field("b").eq(true))));
  }

  @ParameterizedTest
  @MethodSource
  void bound(Condition condition, Condition expected) {
    assertThat(bind(condition)).isEqualTo(expected);
  }

  static Stream<Arguments> refused() {
    return Stream.of(
        arguments(field("nope").eq(1), "find.nope", "no such field"),
        arguments(field("N").eq(1), "find.N", "no such field"),
        arguments(field("nope").exists(), "find.nope", "no such field"),
        arguments(field("s.x").eq(1), "find.s.x", "reaches into"),
        arguments(field("n").eq("5"), "find.n", "expected integer, got string"),
        arguments(field("n").in(5, "5"), "find.n", "expected integer, got string"),
        arguments(field("s").eq(5), "find.s", "expected string, got integer"),
        arguments(field("s").gt(true), "find.s", "expected string, got boolean"),
        arguments(field("b").eq(1), "find.b", "expected boolean, got integer"),
        arguments(field("b").eq("true"), "find.b", "expected boolean, got string"),
        arguments(field("at").eq("yesterday"), "find.at", "expected timestamp, got string"),
        arguments(field("at").eq("2020-01-01"), "find.at", "expected timestamp, got string"),
        arguments(field("day").eq("2020-02-30"), "find.day", "expected date, got string"),
        arguments(field("day").eq(Instant.EPOCH), "find.day", "expected date, got timestamp"),
        arguments(field("u").eq("1-1-1-1-1"), "find.u", "expected uuid, got string"),
        arguments(field("raw").eq("*"), "find.raw", "expected bytes, got string"),
        arguments(field("oid").eq("0123456789abcdef01234567"), "find.oid", "expected object id"),
        arguments(field("n").eq(List.of(1)), "find.n", "expected integer, got list"),
        arguments(field("n").eq(Map.of("$gt", 1)), "find.n", "expected integer, got object"),
        arguments(field("u").gt(ID), "find.u", "uuid has no order"),
        arguments(field("raw").lt("AA=="), "find.raw", "bytes has no order"),
        arguments(field("n").like("%"), "find.n", "$like"),
        arguments(field("s").contains("x"), "find.s", "$contains"),
        arguments(not(or(field("b").eq(true), field("n").eq("x"))), "find.n", "expected integer"));
  }

  @ParameterizedTest
  @MethodSource
  void refused(Condition condition, String path, String problem) {
    assertThatThrownBy(() -> bind(condition))
        .isInstanceOfSatisfying(
            InvalidRequestException.class, e -> assertThat(e.path()).isEqualTo(path))
        .hasMessageContaining(problem);
  }

  @Test
  void aTimestampOutsideTheYearsIsRefused() {
    assertThatThrownBy(() -> bind(field("at").eq("+12020-01-01T00:00:00Z")))
        .isInstanceOf(InvalidRequestException.class);
  }

  @Test
  void whatNeedsNoChangeIsReturnedAsItCame() {
    Condition condition =
        and(
            field("n").gt(1),
            or(field("s").like("a%"), not(field("b").eq(true))),
            field("u").in(UUID.fromString(ID), null),
            field("oid").eq(new ObjectId("0123456789abcdef01234567")),
            field("j").contains(Map.of("a", 1)));

    assertThat(bind(condition)).isSameAs(condition);
  }

  @Test
  void pathsIntoJsonNeedTheCapability() {
    Set<Capability> none = EnumSet.noneOf(Capability.class);

    assertThatThrownBy(() -> bind(field("j.a").eq(1), none))
        .isInstanceOf(UnsupportedFeatureException.class);
    assertThatThrownBy(() -> bind(field("j").contains(1), none))
        .isInstanceOf(UnsupportedFeatureException.class);
    assertThat(bind(field("j").exists(), none)).isEqualTo(field("j").exists());
  }

  @Test
  void bytesAreDecodedFromBase64() {
    Condition.Comparison bound = (Condition.Comparison) bind(field("raw").eq("AQI="));

    assertThat((byte[]) bound.value()).containsExactly(1, 2);
  }
}
