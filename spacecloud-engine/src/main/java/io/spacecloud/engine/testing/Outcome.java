package io.spacecloud.engine.testing;

import io.spacecloud.api.rule.Explanation;
import org.jspecify.annotations.Nullable;

/** What became of something that a test tried. */
interface Outcome {
  /** Why; null where the rules were not asked. */
  @Nullable Explanation explanation();

  /**
   * Nothing, if it holds.
   *
   * @throws AssertionError saying what was expected, what came, and why
   */
  void require(boolean holds, String expected);
}
