package io.spacecloud.api.contract;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.spacecloud.api.condition.Condition;
import io.spacecloud.api.condition.Conditions;
import io.spacecloud.api.request.Read;
import io.spacecloud.api.request.Request;
import io.spacecloud.api.result.Result;
import io.spacecloud.api.spi.Capability;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** The differential test accepts the reference, and finds out a backend that differs from it. */
class DifferentialSelfTest {
  @Test
  void theReferenceDoesNotDifferFromItself() {
    Differential.of(new ReferenceHarness()).run(System.nanoTime(), 500);
  }

  @Test
  void aBackendThatTakesNullForUnknownIsFoundOutAndShownSmall() {
    Harness sloppy =
        new Sloppy() {
          @Override
          Condition mistaken(Condition condition) {
            return condition instanceof Condition.Not not
                    && not.condition() instanceof Condition.Comparison c
                ? Conditions.and(condition, Conditions.exists(c.path()))
                : condition;
          }
        };

    assertThatThrownBy(() -> Differential.of(sloppy).run(1, 2_000))
        .isInstanceOf(AssertionError.class)
        .hasMessageContaining("replay with -Dspacecloud.seed=")
        .hasMessageContaining("selects [] where the reference selects [")
        .hasMessageMatching("(?s).*smallest: \\{\\$not=\\{\\w+=.*")
        .hasMessageNotContaining("}, {id=");
  }

  @Test
  void aBackendThatDropsAClauseIsFoundOut() {
    Harness sloppy =
        new Sloppy() {
          @Override
          Condition mistaken(Condition condition) {
            return condition instanceof Condition.And and && and.conditions().size() > 2
                ? Conditions.and(and.conditions().subList(0, 2))
                : condition;
          }
        };

    assertThatThrownBy(() -> Differential.of(sloppy).run(1, 2_000))
        .isInstanceOf(AssertionError.class)
        .hasMessageContaining("where the reference selects");
  }

  /** The reference with one mistake. */
  private abstract static class Sloppy implements Harness {
    private final Harness harness = new ReferenceHarness();

    abstract Condition mistaken(Condition condition);

    @Override
    public String database() {
      return harness.database();
    }

    @Override
    public Set<Capability> capabilities() {
      return harness.capabilities();
    }

    @Override
    public void createTable(TableSpec table) {
      harness.createTable(table);
    }

    @Override
    public Result execute(Request request) {
      return harness.execute(
          request instanceof Read read ? read.withWhere(mistaken(read.where())) : request);
    }
  }
}
