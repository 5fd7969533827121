package io.spacecloud.api.error;

/**
 * The request met data or another writer that it cannot go together with; nothing was changed,
 * unless the reason is {@link Reason#PARTIAL}.
 */
public final class ConflictException extends SpaceCloudException {
  private static final long serialVersionUID = 1L;

  /** What the request conflicts with. */
  public enum Reason {
    /** A unique key, a foreign key or another constraint of the database. */
    CONSTRAINT,
    /** More rows would have changed than {@code maxAffected} allows. */
    MAX_AFFECTED,
    /** Another transaction changed the same rows; the whole may succeed when tried again. */
    WRITE_CONFLICT,
    /** An update reaches into a value that is not an object or list. */
    SHAPE,
    /**
     * A file stands where a folder would have to be, or a folder where a file would, or a folder is
     * not empty.
     */
    OCCUPIED,
    /**
     * A write of several documents failed after the first ones, on a database without transactions;
     * the message says how many were written.
     */
    PARTIAL
  }

  private final Reason reason;

  public ConflictException(Reason reason, String message) {
    super(message);
    this.reason = reason;
  }

  public Reason reason() {
    return reason;
  }

  /** Whether the same request may succeed when it is simply tried again. */
  public boolean isRetryable() {
    return reason == Reason.WRITE_CONFLICT;
  }
}
