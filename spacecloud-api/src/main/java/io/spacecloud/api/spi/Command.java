package io.spacecloud.api.spi;

import io.spacecloud.api.condition.Condition;
import io.spacecloud.api.request.Aggregate;
import io.spacecloud.api.request.CollectionRequest;
import io.spacecloud.api.request.Create;
import io.spacecloud.api.request.Delete;
import io.spacecloud.api.request.Read;
import io.spacecloud.api.request.Update;
import io.spacecloud.api.request.WriteRequest;
import io.spacecloud.api.result.Document;
import java.util.List;

/**
 * A request ready to run: bound to the collection's schema, authorised, its residual conjoined to
 * its condition. Each is atomic.
 */
public sealed interface Command {
  /** What is to run. */
  CollectionRequest request();

  /** Whether the keys of the rows that it touches are wanted; never of a read. */
  default boolean capture() {
    return false;
  }

  /** Whether the outcome is to tell those keys: what is undone touches nothing. */
  default boolean tellsTouched() {
    return capture() && request() instanceof WriteRequest write && !write.dryRun();
  }

  /**
   * A read; its {@code limit} is set, and a result that holds one row more says that it was cut.
   *
   * @param pageLimit whether the limit is the engine's page limit and not the caller's
   */
  record Query(Read request, boolean pageLimit) implements Command {}

  /** An aggregate, of which at most so many documents are returned. */
  record Pipeline(Aggregate request, int pageLimit) implements Command {}

  /**
   * A create.
   *
   * @param checks per document, what the inserted row must satisfy, else everything is undone
   * @param capture whether the touched keys are wanted
   */
  record Insert(Create request, List<Condition> checks, boolean capture) implements Command {
    public Insert {
      checks = List.copyOf(checks);
    }
  }

  /**
   * An update {@code one} or {@code all}.
   *
   * @param check what every changed row must satisfy afterwards, else everything is undone
   */
  record Modify(Update request, Condition check, boolean capture) implements Command {}

  /**
   * An update {@code upsert}: its condition is the equalities on a unique key.
   *
   * @param guard what an existing row must satisfy beside, or the row counts as a conflict
   * @param check what the changed row must satisfy afterwards
   * @param insert the document for a missing row
   * @param insertCheck what the inserted row must satisfy
   */
  record Upsert(
      Update request,
      Condition guard,
      Condition check,
      Document insert,
      Condition insertCheck,
      boolean capture)
      implements Command {}

  /** A delete. */
  record Remove(Delete request, boolean capture) implements Command {}
}
