package io.spacecloud.api.spi;

/** Opens backends for database types; found through {@link java.util.ServiceLoader}. */
public interface BackendProvider {
  /** Whether this provider opens databases of the type, such as {@code sql-postgres}. */
  boolean supports(String type);

  /** A backend that the caller closes. */
  Backend open(BackendConfig config);
}
