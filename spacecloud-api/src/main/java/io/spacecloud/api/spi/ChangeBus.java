package io.spacecloud.api.spi;

import java.util.function.Consumer;

/** Carries change hints between processes; it may lose them, and says so when it knows. */
public interface ChangeBus extends AutoCloseable {
  /** Sends a message to every other subscriber of the topic. */
  void publish(String topic, byte[] message);

  /**
   * Hears the topic until closed.
   *
   * @param onGap told when messages may have been lost
   */
  AutoCloseable subscribe(String topic, Consumer<byte[]> onMessage, Runnable onGap);

  @Override
  void close();
}
