package io.spacecloud.engine.binding;

import static io.spacecloud.api.condition.Conditions.field;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.spacecloud.api.condition.Condition;
import io.spacecloud.api.condition.Condition.And;
import io.spacecloud.api.condition.Condition.Not;
import io.spacecloud.api.condition.Condition.Or;
import io.spacecloud.api.error.InvalidRequestException;
import io.spacecloud.api.request.Aggregate;
import io.spacecloud.api.request.Stage;
import io.spacecloud.api.spi.Capability;
import io.spacecloud.engine.testing.Schemas;
import java.time.Clock;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/** What a request may cost: the last that fits, and the first that does not. */
class BoundsTest {
  private static final Condition LEAF = field("n").eq(1);

  private static void fits(Condition condition) {
    assertThatCode(() -> Bounds.check("find", condition)).doesNotThrowAnyException();
  }

  private static void refused(Condition condition, String text) {
    assertThatThrownBy(() -> Bounds.check("find", condition))
        .isInstanceOf(InvalidRequestException.class)
        .hasMessageContaining("find")
        .hasMessageContaining(text);
  }

  private static List<Condition> leaves(int count) {
    return Collections.nCopies(count, LEAF);
  }

  @Test
  void aConditionHas2500Nodes() {
    fits(new And(leaves(2_499)));
    refused(new And(leaves(2_500)), "2500 nodes");
    fits(new Or(leaves(2_499)));
    refused(new Or(leaves(2_500)), "2500 nodes");
    Supplier<Condition> half = () -> new Or(leaves(1_249));
    fits(new And(List.of(half.get(), new Or(leaves(1_248)))));
    refused(new And(List.of(half.get(), half.get())), "2500 nodes");
  }

  @Test
  void aNegationIsANodeOfItsOwn() {
    fits(new And(Collections.nCopies(1_249, new Not(LEAF))));
    refused(new And(Collections.nCopies(1_250, new Not(LEAF))), "2500 nodes");
  }

  @Test
  void aConditionIs128Deep() {
    nested(128).forEach(BoundsTest::fits);
    nested(129).forEach(condition -> refused(condition, "deeper than 128"));
  }

  /** So many levels of each that nests. */
  private static List<Condition> nested(int depth) {
    Condition and = LEAF;
    Condition or = LEAF;
    Condition not = LEAF;
    for (int i = 0; i < depth; i++) {
      and = new And(List.of(and));
      or = new Or(List.of(or));
      not = new Not(not);
    }
    return List.of(and, or, not);
  }

  @Test
  void aListHas10000Elements() {
    fits(field("n").in(LongStream.range(0, 10_000).boxed().toList()));
    refused(field("n").in(LongStream.range(0, 10_001).boxed().toList()), "10000 elements");
  }

  @Test
  void aRequestNames2000Fields() {
    assertThatCode(() -> Bounds.paths("", "select", Collections.nCopies(2_000, "x")))
        .doesNotThrowAnyException();
    assertThatThrownBy(() -> Bounds.paths("reqs.1.", "select", Collections.nCopies(2_001, "x")))
        .isInstanceOf(InvalidRequestException.class)
        .hasMessageContaining("reqs.1.select")
        .hasMessageContaining("2000 fields");
  }

  @Test
  void aPipelineHas32Stages() {
    assertThatCode(() -> piped(32)).doesNotThrowAnyException();
    assertThatThrownBy(() -> piped(33))
        .isInstanceOf(InvalidRequestException.class)
        .hasMessageContaining("reqs.0.pipe")
        .hasMessageContaining("32 stages");
  }

  private static void piped(int stages) {
    Binder binder =
        new Binder(Schemas.of("t").open(), EnumSet.allOf(Capability.class), Clock.systemUTC());
    Aggregate one = Aggregate.all("db", "t", List.of(Map.of("$limit", 1)));
    List<Stage> many = Collections.nCopies(stages, one.stages().get(0));
    binder.bind("reqs.0.", one.withStages(many));
  }
}
