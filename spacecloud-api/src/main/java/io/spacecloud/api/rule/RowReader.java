package io.spacecloud.api.rule;

import io.spacecloud.api.request.Read;
import io.spacecloud.api.result.Document;
import java.util.List;

/** Reads rows for a rule: no rules apply to it, and its rows are bounded. */
@FunctionalInterface
public interface RowReader {
  /** Refuses to read. */
  RowReader NONE =
      read -> {
        throw new IllegalStateException("no data can be read here");
      };

  /** The rows that the read selects, up to the engine's bound. */
  List<Document> read(Read read);
}
