package io.spacecloud.realtime;

import io.spacecloud.api.result.Document;
import java.time.Instant;
import java.util.List;

/**
 * What one process tells the others of one collection.
 *
 * @param publisher which process, since it was started
 * @param number how many hints it has sent of the collection, this one included
 * @param beat how many signs of life it has sent of the collection, this one included
 * @param time when it was sent, by the publisher's clock
 * @param keys of the rows that were touched, for {@link Kind#TOUCHED}
 */
record Message(
    String publisher, long number, long beat, Instant time, Kind kind, List<Document> keys) {
  /** What it says. */
  enum Kind {
    /** Rows were touched. */
    TOUCHED,
    /** Nobody knows which rows were touched. */
    LOST,
    /** The publisher is there, and has sent this many hints. */
    BEAT,
    /** The publisher leaves, and has sent this many hints. */
    BYE;

    boolean isHint() {
      return this == TOUCHED || this == LOST;
    }
  }

  Message {
    keys = List.copyOf(keys);
  }
}
