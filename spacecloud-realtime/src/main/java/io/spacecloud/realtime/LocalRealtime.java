package io.spacecloud.realtime;

import java.util.random.RandomGenerator;

/** Live queries of one process: they see what is written through its own engine. Thread-safe. */
public final class LocalRealtime extends LiveQueries {
  private LocalRealtime(LiveOptions options) {
    super(options, null, RandomGenerator.getDefault());
  }

  /** Live queries as {@link LiveOptions#DEFAULT} has them. */
  public static LocalRealtime create() {
    return create(LiveOptions.DEFAULT);
  }

  /** Live queries kept so. */
  public static LocalRealtime create(LiveOptions options) {
    return new LocalRealtime(options);
  }
}
