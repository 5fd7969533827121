package io.spacecloud.api.spi;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * How a transaction runs.
 *
 * @param strongest whether at the strongest isolation that the backend has, else at its default
 * @param rollback whether it is rolled back at its end, whatever happened
 * @param timeout how long all of it may take, or null for the backend's default per command
 */
public record TransactionOptions(boolean strongest, boolean rollback, @Nullable Duration timeout) {
  /** The backend's defaults. */
  public static final TransactionOptions DEFAULT = new TransactionOptions(false, false, null);
}
