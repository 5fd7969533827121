package io.spacecloud.api.spi;

/** Runs commands. */
public interface CommandExecutor {
  /**
   * Runs one command, wholly or not at all.
   *
   * @throws io.spacecloud.api.error.SpaceCloudException by remedy
   */
  Outcome execute(Command command);
}
