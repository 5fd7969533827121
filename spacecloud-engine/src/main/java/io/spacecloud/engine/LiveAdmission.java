package io.spacecloud.engine;

import io.spacecloud.api.error.LimitExceededException;
import io.spacecloud.engine.config.Limits;
import java.util.HashMap;
import java.util.Map;

/** Lets no more live queries begin than may be open. Thread-safe. */
final class LiveAdmission {
  private final Limits limits;
  private final Map<String, Integer> open = new HashMap<>();
  private int all;

  LiveAdmission(Limits limits) {
    this.limits = limits;
  }

  /** One more of this caller; {@link #leave} once it has ended. */
  synchronized void enter(String caller) {
    int own = open.getOrDefault(caller, 0);
    if (limits.live() > 0 && all >= limits.live()) {
      throw new LimitExceededException("too many live queries");
    } else if (limits.callerLive() > 0 && own >= limits.callerLive()) {
      throw new LimitExceededException("too many live queries of one caller");
    }
    open.put(caller, own + 1);
    all++;
  }

  synchronized void leave(String caller) {
    open.computeIfPresent(caller, (key, count) -> count == 1 ? null : count - 1);
    all--;
  }
}
