package io.spacecloud.api.contract;

import static io.spacecloud.api.contract.Sloppy.assertFound;
import static io.spacecloud.api.contract.Sloppy.changing;
import static io.spacecloud.api.contract.Sloppy.updates;

import io.spacecloud.api.request.Aggregate;
import io.spacecloud.api.request.Assignment;
import io.spacecloud.api.request.Batch;
import io.spacecloud.api.request.Create;
import io.spacecloud.api.request.Delete;
import io.spacecloud.api.request.Request;
import io.spacecloud.api.request.Stage;
import io.spacecloud.api.request.Update;
import io.spacecloud.api.request.UpdateOperator;
import io.spacecloud.api.request.WriteRequest;
import io.spacecloud.api.result.Result;
import java.util.List;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

/** The differential test finds out what is wrong with writes and aggregates. */
class DifferentialFaultsTest {
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
}
