package io.spacecloud.api.live;

import io.spacecloud.api.error.SpaceCloudException;
import org.jspecify.annotations.Nullable;

/** Hears of a live query's result; called by one thread at a time, in order. */
public interface LiveQueryListener {
  /** A snapshot, or a change relative to what was told before. */
  void onEvent(LiveEvent event);

  /** The end: null if it was closed by its owner, else why. */
  default void onClosed(@Nullable SpaceCloudException reason) {}
}
