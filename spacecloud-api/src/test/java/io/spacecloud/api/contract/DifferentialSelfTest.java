package io.spacecloud.api.contract;

import static io.spacecloud.api.contract.Sloppy.assertFound;
import static io.spacecloud.api.contract.Sloppy.reads;
import static org.assertj.core.api.Assertions.assertThat;

import io.spacecloud.api.condition.Condition;
import io.spacecloud.api.condition.Conditions;
import io.spacecloud.api.error.ConflictException;
import io.spacecloud.api.error.SpaceCloudException;
import io.spacecloud.api.error.UnsupportedFeatureException;
import io.spacecloud.api.request.Request;
import io.spacecloud.api.result.Result;
import io.spacecloud.api.spi.Capability;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** The differential test accepts the reference, and finds out a backend that differs from it. */
class DifferentialSelfTest {
  @Test
  void theReferenceDoesNotDifferFromItself() {
    Differential.of(new ReferenceHarness(), new ReferenceHarness()).run(System.nanoTime(), 3_000);
  }

  @Test
  void aSoakEnds() {
    Differential.of(new ReferenceHarness()).soak(System.nanoTime(), Duration.ZERO);
  }

  @Test
  void aBackendOfFewCapabilitiesNeedNotDoWhatItRefuses() {
    Differential.of(new Lacking(true)).run(System.nanoTime(), 2_000);
    Differential.of(new ReferenceHarness(true)).run(System.nanoTime(), 2_000);
  }

  @Test
  void aBackendMayHoldMoreThanTheTableAsksForIfItSaysSo() {
    Differential.of(new Roomy(true)).run(System.nanoTime(), 2_000);
    assertFound(new Roomy(false));
  }

  @Test
  void aBackendThatDoesWhatItDoesNotDeclareIsFoundOut() {
    assertFound(new Lacking(false)).hasMessageContaining("but lacks [");
  }

  @Test
  void aBackendThatTakesNullForUnknownIsFoundOutAndShownSmall() {
    assertFound(
            reads(
                read ->
                    read.where() instanceof Condition.Not not
                            && not.condition() instanceof Condition.Comparison c
                        ? read.where(Conditions.exists(c.path()))
                        : read))
        .hasMessageMatching("(?s).*finds \\d and \\d of 1 rows.*")
        .hasMessageMatching("(?s).*rows\n  [^\n]*\n  [^\n]*\nin the table.*");
  }

  @Test
  void aBackendThatDropsAClauseIsFoundOut() {
    assertFound(
        reads(
            read ->
                read.where() instanceof Condition.And and && and.conditions().size() > 2
                    ? read.withWhere(Conditions.and(and.conditions().subList(0, 2)))
                    : read));
  }

  @Test
  void aBackendThatForgetsToSkipIsFoundOut() {
    assertFound(reads(read -> read.skip(0)));
  }

  @Test
  void aBackendThatTakesALimitOfZeroForNoneIsFoundOut() {
    assertFound(reads(read -> Long.valueOf(0).equals(read.limit()) ? read.limit(1_000) : read));
  }

  @Test
  void aBackendThatBreaksTiesOtherwiseIsFoundOut() {
    assertFound(
        reads(
            read ->
                read.after() == null && read.sort().size() == 1
                    ? read.withSort(
                        List.of(read.sort().get(0), io.spacecloud.api.request.Sort.of("-id")))
                    : read));
  }

  @Test
  void anErrorOfAnotherRemedyIsFoundOut() {
    assertFound(
            new Sloppy() {
              @Override
              public Result execute(Request request) {
                try {
                  return super.execute(request);
                } catch (ConflictException e) {
                  throw new IllegalStateException(e);
                }
              }
            })
        .hasMessageContaining("ConflictException");
  }

  @Test
  void aFailureIsRepeatedByItsSeed() {
    Harness sloppy = reads(read -> read.skip(0));
    Throwable first = failure(sloppy, 1);
    long seed =
        Long.parseLong(first.getMessage().replaceAll("(?s).*spacecloud.seed=(\\d+).*", "$1"));

    assertThat(failure(sloppy, seed)).hasMessage(first.getMessage());
  }

  private static Throwable failure(Harness harness, long seed) {
    try {
      Differential.of(harness).run(seed, Sloppy.REQUESTS);
    } catch (AssertionError e) {
      return e;
    }
    throw new AssertionError("found nothing");
  }

  /** The reference without transactions and JSON, which says so or does not. */
  private static final class Lacking extends Sloppy {
    private final boolean refusing;

    Lacking(boolean refusing) {
      this.refusing = refusing;
    }

    @Override
    public Set<Capability> capabilities() {
      return EnumSet.noneOf(Capability.class);
    }

    @Override
    public Result execute(Request request) throws SpaceCloudException {
      if (refusing && !Needs.of(request).isEmpty()) {
        throw new UnsupportedFeatureException("none of that");
      }
      return super.execute(request);
    }
  }

  /** The reference with texts and numbers of any length, which says so or does not. */
  private static final class Roomy extends Sloppy {
    private final boolean saying;

    Roomy(boolean saying) {
      this.saying = saying;
    }

    @Override
    public void createTable(TableSpec table) {
      super.createTable(roomy(table));
    }

    @Override
    public TableSpec held(TableSpec table) {
      return saying ? roomy(table) : table;
    }

    private static TableSpec roomy(TableSpec table) {
      return new TableSpec(
          table.name(), table.columns().stream().map(column -> column.length(1_000)).toList());
    }
  }
}
