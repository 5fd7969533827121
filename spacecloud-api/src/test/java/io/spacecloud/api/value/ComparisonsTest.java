package io.spacecloud.api.value;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ComparisonsTest {
  private static final long ODD = (1L << 53) + 1;

  private static void ordered(Object less, Object more) {
    assertThat(Comparisons.compare(less, more)).isNegative().isNotEqualTo(Comparisons.UNORDERED);
    assertThat(Comparisons.compare(more, less)).isPositive();
    assertThat(Comparisons.equal(less, more)).isFalse();
  }

  @Test
  void zero_is_zero_of_either_sign_and_of_every_kind() {
    for (Object zero : new Object[] {0L, 0.0, -0.0, BigDecimal.ZERO, new BigDecimal("0.00")}) {
      assertThat(Comparisons.equal(zero, -0.0)).isTrue();
      assertThat(Comparisons.equal(-0.0, zero)).isTrue();
      assertThat(Comparisons.equal(0L, zero)).isTrue();
    }
  }

  @Test
  void numbers_compare_exactly_across_kinds() {
    ordered(0x1p53, ODD);
    ordered(Long.MAX_VALUE, 0x1p63);
    ordered(-1.5, -1L);
    ordered(1L, 1.5);
    ordered(new BigDecimal("0.1"), 0.1);
    assertThat(Comparisons.equal(Long.MIN_VALUE, -0x1p63)).isTrue();
  }

  @Test
  void objects_are_equal_whatever_their_order_and_their_nulls() {
    Map<String, Object> some = new HashMap<>();
    some.put("a", 1L);
    some.put("b", null);

    assertThat(Comparisons.equal(some, Map.of("a", 1L))).isTrue();
    assertThat(Comparisons.equal(Map.of("a", 1L), some)).isTrue();
    assertThat(Comparisons.equal(some, Map.of("a", 1L, "c", 1L))).isFalse();
    assertThat(Comparisons.equal(Map.of("a", 1L, "c", 1L), some)).isFalse();
    assertThat(Comparisons.equal(some, Map.of("a", 2L))).isFalse();
    assertThat(Comparisons.equal(some, Map.of())).isFalse();
    assertThat(Comparisons.equal(Map.of(), some)).isFalse();
  }

  /** Compared twice at each depth, this would not end. */
  @Test
  void deep_objects_are_compared_once() {
    Object a = 1L;
    Object b = 1L;
    for (int i = 0; i < 200; i++) {
      a = Map.of("k", a);
      b = Map.of("k", b);
    }

    assertThat(Comparisons.equal(a, b)).isTrue();
  }

  @Test
  void text_is_ordered_by_code_points() {
    ordered("\uffff", "\ud83d\ude00");
    ordered("a", "ab");
  }
}
