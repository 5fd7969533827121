package io.spacecloud.api.spi;

import org.jspecify.annotations.Nullable;

/**
 * Keeps live queries up to date where a configuration asks for it; found through {@link
 * java.util.ServiceLoader}.
 */
public interface RealtimeProvider {
  /** Whether this provider knows the broker, such as {@code nats}; null for none. */
  boolean supports(@Nullable String broker);

  /**
   * Live queries that the caller closes.
   *
   * @param address where the broker is; null for one process alone
   * @throws io.spacecloud.api.error.BackendException if the broker cannot be reached
   */
  Realtime open(@Nullable String address);
}
