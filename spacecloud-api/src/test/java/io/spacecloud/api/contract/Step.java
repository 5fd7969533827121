package io.spacecloud.api.contract;

import io.spacecloud.api.condition.Condition;
import io.spacecloud.api.request.Read;
import io.spacecloud.api.request.Request;

/** One thing that a differential test does with a table. */
sealed interface Step {
  /** The request, which must be answered as the reference answers it. */
  record Ask(Request request) implements Step {}

  /** The condition and its negation part the table, and a count is the number of documents. */
  record Halves(Condition condition) implements Step {}

  /** Pages of such a size, by key and by skipping, make up the whole read. */
  record Pages(Read read, int size) implements Step {}

  /** The row at the place, counted around, is found by the condition or else by its negation. */
  record Pivot(Condition condition, int place) implements Step {}
}
