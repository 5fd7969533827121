package io.spacecloud.realtime;

import java.util.concurrent.atomic.LongAdder;

/** What became of messages. Thread-safe. */
final class Counters {
  final LongAdder malformed = new LongAdder();
  final LongAdder forged = new LongAdder();
  final LongAdder replayed = new LongAdder();
  final LongAdder gaps = new LongAdder();
}
