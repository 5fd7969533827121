package io.spacecloud.api.request;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Sends the rows of one collection through a pipeline of stages.
 *
 * @param stages at most 32
 */
public record Aggregate(
    String database, String collection, Op op, List<Stage> stages, @Nullable Duration timeout)
    implements CollectionRequest {

  /** How many documents are returned. */
  public enum Op {
    ONE,
    ALL
  }

  public Aggregate {
    TimeLimit.check(timeout);
    stages = List.copyOf(stages);
  }

  /** The first document that the pipeline yields. */
  public static Aggregate one(
      String database, String collection, List<? extends Map<String, ?>> pipeline) {
    return new Aggregate(database, collection, Op.ONE, PipelineParser.parse(pipeline), null);
  }

  /** The documents that the pipeline yields, up to the engine's page limit. */
  public static Aggregate all(
      String database, String collection, List<? extends Map<String, ?>> pipeline) {
    return new Aggregate(database, collection, Op.ALL, PipelineParser.parse(pipeline), null);
  }

  /** The same aggregate with other stages. */
  public Aggregate withStages(List<Stage> others) {
    return new Aggregate(database, collection, op, others, timeout);
  }

  /** Given up when the database takes longer. */
  public Aggregate timeout(Duration duration) {
    return new Aggregate(database, collection, op, stages, duration);
  }

  @Override
  public Operation operation() {
    return Operation.AGGREGATE;
  }
}
