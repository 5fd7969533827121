package io.spacecloud.engine.dispatch;

import io.spacecloud.api.error.BackendException;
import io.spacecloud.api.error.ConflictException;
import io.spacecloud.api.request.CollectionRequest;
import io.spacecloud.api.request.WriteRequest;
import io.spacecloud.api.result.Document;
import io.spacecloud.api.spi.Outcome;
import io.spacecloud.api.spi.Realtime;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What writes touch, collected while they run and told to live queries once they are committed. For
 * one thread.
 *
 * <p>Keys are captured only where somebody is concerned when the write begins. Who becomes
 * concerned while it runs is told that something was touched, and nobody knows what.
 */
class Touches {
  /** Nobody is ever told. */
  static final Touches NONE = new Touches();

  private static final Logger LOG = LoggerFactory.getLogger(Touches.class);

  private Touches() {}

  static Touches of(@Nullable Realtime realtime, Policy policy) {
    return realtime == null ? NONE : new Told(realtime, policy);
  }

  /** Whether the keys that the request touches are wanted. */
  boolean begin(CollectionRequest request) {
    return false;
  }

  /** A write ran, and will perhaps be committed. */
  void ran(CollectionRequest request, Outcome outcome) {}

  /** What ran is undone, and tried again or not. */
  void undone() {}

  /** What ran is committed. */
  void committed() {}

  /** Something failed, perhaps after it was committed. */
  void failed(RuntimeException cause) {}

  private static final class Told extends Touches {
    private final Realtime realtime;
    private final Policy policy;
    private final Map<Name, Touched> all = new LinkedHashMap<>();

    private record Name(String database, String collection) {
      static Name of(CollectionRequest request) {
        return new Name(request.database(), request.collection());
      }
    }

    private static final class Touched {
      private final boolean captured;
      private final Set<Document> keys = new LinkedHashSet<>();
      private boolean unknown;

      Touched(boolean captured) {
        this.captured = captured;
      }
    }

    Told(Realtime realtime, Policy policy) {
      this.realtime = realtime;
      this.policy = policy;
    }

    @Override
    boolean begin(CollectionRequest request) {
      boolean dry = request instanceof WriteRequest write && write.dryRun();
      if (dry || !policy.isLive(request.database(), request.collection())) {
        return false;
      }
      Touched known =
          all.computeIfAbsent(
              Name.of(request),
              name -> new Touched(realtime.isConcerned(name.database(), name.collection())));
      return known.captured;
    }

    @Override
    void ran(CollectionRequest request, Outcome outcome) {
      Touched known = all.get(Name.of(request));
      if (known != null && outcome.result().affected() > 0) {
        known.keys.addAll(outcome.touched());
        known.unknown |= outcome.touched().isEmpty();
      }
    }

    @Override
    void undone() {
      for (Touched each : all.values()) {
        each.keys.clear();
        each.unknown = false;
      }
    }

    @Override
    void committed() {
      all.forEach(this::tell);
    }

    private void tell(Name name, Touched touched) {
      try {
        if (touched.unknown) {
          if (touched.captured || realtime.isConcerned(name.database(), name.collection())) {
            realtime.lost(name.database(), name.collection());
          }
        } else if (!touched.keys.isEmpty()) {
          realtime.changed(name.database(), name.collection(), touched.keys);
        }
      } catch (RuntimeException e) {
        // the write is done, and its caller is told so
        LOG.error("live queries were not told of a write: {}", e.getClass().getName());
      }
    }

    @Override
    void failed(RuntimeException cause) {
      boolean partly =
          cause instanceof ConflictException conflict
              && conflict.reason() == ConflictException.Reason.PARTIAL;
      if (partly || cause instanceof BackendException) {
        all.values().forEach(each -> each.unknown = true);
        committed();
      }
    }
  }
}
