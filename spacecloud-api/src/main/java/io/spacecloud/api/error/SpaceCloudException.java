package io.spacecloud.api.error;

import org.jspecify.annotations.Nullable;

/**
 * The root of everything the library throws on purpose; each subtype stands for a remedy.
 *
 * <p>Messages never hold values, SQL text, passwords or tokens.
 */
public abstract class SpaceCloudException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  protected SpaceCloudException(String message) {
    super(message);
  }

  protected SpaceCloudException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
