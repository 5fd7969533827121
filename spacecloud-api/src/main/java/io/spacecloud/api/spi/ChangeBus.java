package io.spacecloud.api.spi;

import java.util.function.Consumer;

/**
 * Carries change hints between processes; it may lose them, and says so when it knows. Thread-safe.
 */
public interface ChangeBus extends AutoCloseable {
  /**
   * Sends a message to every subscriber of the topic, this process's own included or not; without
   * waiting.
   *
   * @param topic any text
   * @throws RuntimeException if it is known not to be sent
   */
  void publish(String topic, byte[] message);

  /**
   * Hears the topic until closed. What is published once this has returned is heard, unless {@code
   * onGap} is told.
   *
   * @param onMessage called by one thread at a time
   * @param onGap told when messages may have been lost
   */
  AutoCloseable subscribe(String topic, Consumer<byte[]> onMessage, Runnable onGap);

  @Override
  void close();
}
