package io.spacecloud.api.spi;

/** Carries calls where a configuration says how; found through {@link java.util.ServiceLoader}. */
public interface FunctionBusProvider {
  /** Whether this provider knows the broker, such as {@code nats}. */
  boolean supports(String broker);

  /**
   * A bus that the caller closes.
   *
   * @param address where the broker is
   * @throws io.spacecloud.api.error.BackendException if the broker cannot be reached
   */
  FunctionBus open(String address);
}
