package io.spacecloud.realtime;

import java.util.Comparator;
import java.util.HashSet;
import java.util.PriorityQueue;
import java.util.Set;

/**
 * The calls that were taken, for as long as their messages are valid: none is taken twice.
 * Thread-safe.
 */
final class SeenCalls {
  private final int most;
  private final Set<String> ids = new HashSet<>();
  private final PriorityQueue<Seen> byEnd = new PriorityQueue<>(Comparator.comparing(Seen::end));

  private record Seen(String id, long end) {}

  /** What may become of a call. */
  enum Taken {
    YES,
    /** It was taken before. */
    AGAIN,
    /** Nobody could tell whether it is taken again. */
    FULL
  }

  SeenCalls(int most) {
    this.most = most;
  }

  /**
   * Takes a call.
   *
   * @param end until when its message is valid
   */
  synchronized Taken take(String id, long end, long now) {
    for (Seen first = byEnd.peek(); first != null && first.end() < now; first = byEnd.peek()) {
      ids.remove(first.id());
      byEnd.poll();
    }
    if (ids.contains(id)) {
      return Taken.AGAIN;
    } else if (ids.size() >= most) {
      return Taken.FULL;
    }
    ids.add(id);
    byEnd.add(new Seen(id, end));
    return Taken.YES;
  }
}
