package io.spacecloud.api.contract;

import io.spacecloud.api.spi.ChangeBus;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.Consumer;

/**
 * A bus that, while it is bad, loses, doubles, delays and reorders messages, and cuts processes
 * off; it seldom says so. For one thread.
 */
final class SimulatedBus {
  private static final int LONGEST_DELAY = 3_000;

  private record Subscription(End end, String topic, Consumer<byte[]> onMessage, Runnable onGap) {}

  private final Random random;
  private final SimulatedTime.Place network;
  private final List<Subscription> subscriptions = new ArrayList<>();
  private final List<byte[]> heard = new ArrayList<>();
  private boolean bad;

  SimulatedBus(SimulatedTime time, Random random) {
    this.network = time.place();
    this.random = random;
  }

  /** From now on it is bad, or good. */
  void bad(boolean isBad) {
    bad = isBad;
  }

  /** The bus as one process has it. */
  End end(SimulatedTime.Place process) {
    return new End(process);
  }

  final class End implements ChangeBus {
    private final SimulatedTime.Place process;
    private boolean cut;

    private End(SimulatedTime.Place process) {
      this.process = process;
    }

    /** Whether nothing gets in or out; the process is not told. */
    void cut(boolean isCut) {
      cut = isCut;
    }

    /** Tells the process that it may have lost something. */
    void admitGap() {
      List.copyOf(subscriptions).stream()
          .filter(each -> each.end() == this)
          .forEach(each -> process.execute(each.onGap()));
    }

    /** The process is gone, and says nothing of it. */
    void drop() {
      subscriptions.removeIf(each -> each.end() == this);
    }

    @Override
    public void publish(String topic, byte[] message) {
      if (random.nextInt(50) == 0 && bad) {
        throw new IllegalStateException("the buffer is full");
      }
      if (heard.size() < 1_000) {
        heard.add(message);
      }
      byte[] sent = bad && random.nextInt(40) == 0 ? corrupted(message) : message;
      for (Subscription each : List.copyOf(subscriptions)) {
        if (each.topic().equals(topic) && !cut) {
          send(each, sent);
          if (bad && random.nextInt(20) == 0) {
            send(each, random.nextBoolean() ? sent : heard.get(random.nextInt(heard.size())));
          }
        }
      }
    }

    private byte[] corrupted(byte[] message) {
      byte[] other = message.clone();
      other[random.nextInt(other.length)] ^= (byte) (1 + random.nextInt(255));
      return other;
    }

    private void send(Subscription to, byte[] message) {
      if (!bad || random.nextInt(8) > 0) {
        int delay = bad ? random.nextInt(LONGEST_DELAY) : 1;
        network.schedule(Duration.ofMillis(delay), () -> arrive(to, message));
      }
    }

    private void arrive(Subscription to, byte[] message) {
      if (subscriptions.contains(to) && !to.end().cut) {
        to.end().process.execute(() -> to.onMessage().accept(message));
      }
    }

    @Override
    public AutoCloseable subscribe(String topic, Consumer<byte[]> onMessage, Runnable onGap) {
      Subscription subscription = new Subscription(this, topic, onMessage, onGap);
      subscriptions.add(subscription);
      return () -> subscriptions.remove(subscription);
    }

    @Override
    public void close() {
      drop();
    }
  }
}
