package io.spacecloud.mongo;

import com.mongodb.MongoException;
import com.mongodb.MongoInterruptedException;
import io.spacecloud.api.error.BackendException;
import io.spacecloud.api.error.BackendException.Reason;
import io.spacecloud.api.error.SpaceCloudException;
import io.spacecloud.api.result.Document;
import io.spacecloud.api.spi.ChangeSource;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;
import org.bson.BsonDocument;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * How far a collection's changes were heard of. Not thread-safe.
 *
 * <p>A stream that breaks is resumed after the last batch that was told. Where that cannot be, a
 * new one is opened, and what came in between is made up for by {@code lost}, which is told once
 * the new one is open: what happens from then on is seen again.
 */
final class Following implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Following.class);
  private static final long FIRST_PAUSE_MILLIS = 50;
  private static final long LAST_PAUSE_MILLIS = 10_000;

  /** A server may say at once that nothing has changed. */
  private static final long IDLE_MILLIS = 10;

  private final ChangeStreams streams;
  private final ChangeSource.Listener listener;
  private Handle handle;
  private @Nullable ChangeStream stream;
  private @Nullable BsonDocument token;
  private boolean gap;
  private long pause;

  /**
   * @param stream which is open, and closed here
   */
  Following(
      ChangeStreams streams, Handle handle, ChangeStream stream, ChangeSource.Listener listener) {
    this.streams = streams;
    this.handle = handle;
    this.stream = stream;
    this.token = stream.token();
    this.listener = listener;
  }

  /**
   * Waits for some changes and tells of them.
   *
   * @return for how many milliseconds to rest before the next step
   */
  long step() {
    try {
      long rest = listen(opened());
      pause = gap ? pause : 0;
      return rest;
    } catch (MongoInterruptedException e) {
      throw e;
    } catch (MongoException e) {
      return broken(Errors.translate(e));
    } catch (RuntimeException e) {
      return broken(e);
    }
  }

  /** The stream, which is opened again where it broke, or where keys are read in another way. */
  private ChangeStream opened() {
    Handle now = streams.current(handle);
    if (now != handle) {
      close();
      handle = now;
    }
    ChangeStream open = stream;
    if (open == null) {
      gap |= token == null;
      open = streams.open(handle, token);
      stream = open;
      token = open.token();
    }
    return open;
  }

  private long listen(ChangeStream open) {
    if (gap && !tell(listener::lost)) {
      return growingPause();
    }
    gap = false;
    ChangedKeys batch = open.next();
    if (streams.current(handle) != handle) {
      return 0; // it was read as keys were before: once more, from where it began
    }
    Set<Document> keys = batch.documents();
    token = open.token();
    if (batch.isEnded()) {
      startOver();
      return growingPause();
    } else if (batch.isUnknown()) {
      gap = true;
    } else if (keys.isEmpty()) {
      return IDLE_MILLIS;
    } else {
      gap = !tell(() -> listener.touched(keys));
    }
    return 0;
  }

  private void startOver() {
    close();
    token = null;
    gap = true;
  }

  private boolean tell(Runnable call) {
    try {
      call.run();
      return true;
    } catch (RuntimeException | Error e) {
      LOG.warn("what listens to changes of {} failed: {}", name(), e.getClass().getName());
      return false;
    }
  }

  private long broken(RuntimeException e) {
    if (pause == 0) {
      Object reason = e instanceof SpaceCloudException ? e.getMessage() : e.getClass().getName();
      LOG.warn("changes of {} are not heard of for now: {}", name(), reason);
    }
    boolean reading = stream != null;
    boolean anew = !reading && token == null;
    close();
    if (!isPassing(e, reading)) {
      startOver();
      if (anew) { // for as long as this lasts, it is all that can be told
        tell(listener::lost);
      }
    }
    return growingPause();
  }

  /** The place is kept, unless to find it again is what the server did not manage in time. */
  private static boolean isPassing(RuntimeException e, boolean reading) {
    Reason reason = e instanceof BackendException failure ? failure.reason() : Reason.FAILED;
    return switch (reason) {
      case DOWN, EXHAUSTED -> true;
      case TIMEOUT -> reading;
      case UNSERVED, FAILED -> false;
    };
  }

  /** Longer each time, and not for all the same. */
  private long growingPause() {
    pause = Math.min(Math.max(FIRST_PAUSE_MILLIS, 2 * pause), LAST_PAUSE_MILLIS);
    return ThreadLocalRandom.current().nextLong(pause / 2, pause + 1);
  }

  private String name() {
    return handle.info().name();
  }

  /** Closes the stream, which the next step would open again. */
  @Override
  public void close() {
    ChangeStream open = stream;
    stream = null;
    try {
      if (open != null) {
        open.close();
      }
    } catch (RuntimeException e) { // the server forgets it by itself
      LOG.debug("the change stream of {} was not closed: {}", name(), e.getClass().getName());
    }
  }
}
