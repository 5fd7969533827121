package io.spacecloud.engine.binding;

import io.spacecloud.api.error.InvalidRequestException;
import io.spacecloud.api.error.InvalidRequestException.Problem;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Collects what is wrong with a request, so that all is said at once. */
final class Problems {
  private static final int ENOUGH = 20;

  private final List<Problem> all = new ArrayList<>();

  void add(String path, String text) {
    all.add(new Problem(path, text));
  }

  /** What the work yields, or null where something is wrong with it. */
  <T extends @Nullable Object> @Nullable T collect(Supplier<T> work) {
    try {
      return work.get();
    } catch (InvalidRequestException e) {
      all.addAll(e.problems());
      if (all.size() >= ENOUGH) {
        throwIfAny();
      }
      return null;
    }
  }

  void throwIfAny() {
    if (!all.isEmpty()) {
      throw new InvalidRequestException(all);
    }
  }
}
