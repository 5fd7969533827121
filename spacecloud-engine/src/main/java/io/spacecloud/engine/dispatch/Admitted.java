package io.spacecloud.engine.dispatch;

import java.util.concurrent.atomic.AtomicBoolean;

/**
 * What was let in and is being done: counted among the requests that are served, and told of, when
 * it is closed. For one thread at a time.
 */
public final class Admitted implements AutoCloseable {
  private final Admission.Pass pass;
  private final Hearings hearings;
  private final AtomicBoolean over = new AtomicBoolean();

  Admitted(Admission.Pass pass, Hearings hearings) {
    this.pass = pass;
    this.hearings = hearings;
  }

  /** It took effect, for so many bytes or entries. */
  public void ran(long count) {
    hearings.ranAll(count);
  }

  /** It failed, for this reason. */
  public void failed(Throwable cause) {
    hearings.rolledBack(cause);
  }

  /** It is over; whatever is closed more than once is over the first time. */
  @Override
  public void close() {
    if (over.compareAndSet(false, true)) {
      try {
        hearings.end();
      } finally {
        pass.leave();
      }
    }
  }
}
