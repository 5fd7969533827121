package io.spacecloud.api.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.spacecloud.api.condition.Condition;
import io.spacecloud.api.condition.Conditions;
import io.spacecloud.api.error.ConflictException;
import io.spacecloud.api.error.SpaceCloudException;
import io.spacecloud.api.error.UnsupportedFeatureException;
import io.spacecloud.api.request.Aggregate;
import io.spacecloud.api.request.Assignment;
import io.spacecloud.api.request.Batch;
import io.spacecloud.api.request.Create;
import io.spacecloud.api.request.Delete;
import io.spacecloud.api.request.Read;
import io.spacecloud.api.request.Request;
import io.spacecloud.api.request.Stage;
import io.spacecloud.api.request.Update;
import io.spacecloud.api.request.UpdateOperator;
import io.spacecloud.api.request.WriteRequest;
import io.spacecloud.api.result.Result;
import io.spacecloud.api.spi.Capability;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

/** The differential test accepts the reference, and finds out a backend that differs from it. */
class DifferentialSelfTest {
  private static final int REQUESTS = 20_000;

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
  void aBackendThatDropsAnOperatorIsFoundOut() {
    assertFound(
        updates(
            update ->
                update.assignments().size() > 1
                    ? update.withAssignments(update.assignments().subList(0, 1))
                    : update));
  }

  @Test
  void eachOperatorThatDoesNothingIsFoundOut() {
    for (UpdateOperator operator : UpdateOperator.values()) {
      boolean certain =
          operator != UpdateOperator.CURRENT_DATE && operator != UpdateOperator.RENAME;
      if (certain) {
        assertFound(updates(update -> update.withAssignments(others(update, operator))));
      }
    }
  }

  private static List<Assignment> others(Update update, UpdateOperator operator) {
    return update.assignments().stream().filter(a -> a.operator() != operator).toList();
  }

  @Test
  void aBackendThatUpdatesAllInsteadOfOneIsFoundOut() {
    assertFound(
        updates(
            update ->
                update.op() == Update.Op.ONE
                    ? new Update(
                        update.database(),
                        update.collection(),
                        Update.Op.ALL,
                        update.where(),
                        update.assignments(),
                        update.maxAffected(),
                        update.dryRun(),
                        null)
                    : update));
  }

  @Test
  void anUpsertThatNeverInsertsIsFoundOut() {
    assertFound(
        updates(
            update ->
                update.op() == Update.Op.UPSERT
                    ? Update.one(update.database(), update.collection())
                        .where(update.where())
                        .withAssignments(update.assignments())
                    : update));
  }

  @Test
  void anUpsertThatReplacesTheRowIsFoundOut() {
    assertFound(
        new Sloppy() {
          @Override
          public Result execute(Request request) {
            if (request instanceof Update update
                && update.op() == Update.Op.UPSERT
                && !update.dryRun()) {
              super.execute(
                  Delete.one(update.database(), update.collection()).where(update.where()));
            }
            return super.execute(request);
          }
        });
  }

  @Test
  void writesThatIgnoreTheirOptionsAreFoundOut() {
    assertFound(updates(update -> copy(update, update.maxAffected(), false)));
    assertFound(updates(update -> copy(update, null, update.dryRun())));
    assertFound(
        changing(
            request ->
                request instanceof Delete delete && delete.dryRun()
                    ? Delete.all(delete.database(), delete.collection()).where(delete.where())
                    : request));
    assertFound(
        changing(
            request ->
                request instanceof Create create && create.dryRun()
                    ? Create.all(create.database(), create.collection(), create.docs())
                    : request));
  }

  private static Update copy(Update update, Long maxAffected, boolean dryRun) {
    return new Update(
        update.database(),
        update.collection(),
        update.op(),
        update.where(),
        update.assignments(),
        maxAffected,
        dryRun,
        null);
  }

  @Test
  void aBatchThatIsNotAtomicIsFoundOut() {
    assertFound(
        new Sloppy() {
          @Override
          public Result execute(Request request) {
            if (!(request instanceof Batch batch)) {
              return super.execute(request);
            }
            List<Long> counts = new java.util.ArrayList<>();
            for (WriteRequest write : batch.requests()) {
              counts.add(super.execute(write).affected());
            }
            return Result.ofCounts(counts);
          }
        });
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
  void stagesThatAreLeftOutAreFoundOut() {
    for (Class<?> kind : Stage.class.getPermittedSubclasses()) {
      assertFound(
          changing(
              request ->
                  request instanceof Aggregate aggregate
                      ? aggregate.withStages(
                          aggregate.stages().stream().filter(s -> !kind.isInstance(s)).toList())
                      : request));
    }
  }

  @Test
  void accumulatorsThatAreTakenForOthersAreFoundOut() {
    for (Stage.Function from : Stage.Function.values()) {
      for (Stage.Function to : List.of(Stage.Function.MAX, Stage.Function.MIN)) {
        if (from != to && from != Stage.Function.COUNT) {
          assertFound(accumulators(from, to));
        }
      }
    }
    assertFound(accumulators(Stage.Function.AVG, Stage.Function.SUM));
  }

  private static Harness accumulators(Stage.Function from, Stage.Function to) {
    UnaryOperator<Stage.Accumulator> taken =
        a ->
            a.function() == from && a.path() != null
                ? new Stage.Accumulator(a.name(), to, a.path(), a.constant())
                : a;
    UnaryOperator<Stage> stages =
        stage ->
            stage instanceof Stage.Group group
                ? new Stage.Group(
                    group.keys(),
                    group.composite(),
                    group.accumulators().stream().map(taken).toList())
                : stage;
    return changing(
        request ->
            request instanceof Aggregate aggregate
                ? aggregate.withStages(aggregate.stages().stream().map(stages).toList())
                : request);
  }

  private static org.assertj.core.api.AbstractThrowableAssert<?, ? extends Throwable> assertFound(
      Harness sloppy) {
    return assertThatThrownBy(() -> Differential.of(sloppy).run(1, REQUESTS))
        .isInstanceOf(AssertionError.class)
        .hasMessageContaining("replay with -Dspacecloud.seed=");
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
      Differential.of(harness).run(seed, REQUESTS);
    } catch (AssertionError e) {
      return e;
    }
    throw new AssertionError("found nothing");
  }

  private static Harness reads(UnaryOperator<Read> mistake) {
    return changing(request -> request instanceof Read read ? mistake.apply(read) : request);
  }

  private static Harness updates(UnaryOperator<Update> mistake) {
    return changing(request -> request instanceof Update update ? mistake.apply(update) : request);
  }

  private static Harness changing(UnaryOperator<Request> mistake) {
    return new Sloppy() {
      @Override
      public Result execute(Request request) {
        return super.execute(mistake.apply(request));
      }
    };
  }

  /** The reference with one mistake. */
  private static class Sloppy implements Harness {
    private final Harness harness = new ReferenceHarness();

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
      return harness.execute(request);
    }
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
