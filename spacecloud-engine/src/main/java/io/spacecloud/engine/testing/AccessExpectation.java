package io.spacecloud.engine.testing;

import io.spacecloud.api.error.SpaceCloudException;
import io.spacecloud.api.rule.Access;
import io.spacecloud.api.rule.Explanation;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * How the rules decide on a call of a function or on an operation on a file, for a test to say what
 * it expects; no function is called for it, and no file touched. Each method throws an {@link
 * AssertionError} where it is otherwise, which holds the explanation.
 */
public final class AccessExpectation {
  private final Decided decided;

  private AccessExpectation(Decided decided) {
    this.decided = decided;
  }

  static AccessExpectation of(TestCaller caller, Access access, Supplier<Explanation> judging) {
    try {
      return new AccessExpectation(new Decided(caller, access, judging.get(), null));
    } catch (SpaceCloudException e) {
      return new AccessExpectation(new Decided(caller, access, null, e));
    }
  }

  /** What was decided, or what failed. */
  private record Decided(
      TestCaller caller,
      Access access,
      @Nullable Explanation explanation,
      @Nullable SpaceCloudException failure)
      implements Outcome {
    @Override
    public void require(boolean holds, String expected) {
      if (!holds) {
        throw new AssertionError(
            "expected "
                + access.verb()
                + " of "
                + access
                + "\n  by "
                + caller
                + "\n  to "
                + expected
                + "\n  but "
                + (failure == null ? String.valueOf(explanation) : "it failed with " + failure));
      }
    }
  }

  /** Why the rules decided as they did; null where they were not asked. */
  public @Nullable Explanation explanation() {
    return decided.explanation();
  }

  /** The rules allow it. */
  public AccessExpectation isAllowed() {
    Explanation explanation = decided.explanation();
    decided.require(explanation != null && explanation.denial() == null, "be allowed");
    return this;
  }

  /** The rules deny it. */
  public Denial isDenied() {
    Explanation explanation = decided.explanation();
    decided.require(explanation != null && explanation.denial() != null, "be denied");
    return new Denial(decided);
  }

  /** It fails so, and for no other reason. */
  public AccessExpectation failsWith(Class<? extends SpaceCloudException> type) {
    decided.require(type.isInstance(decided.failure()), "fail with " + type.getSimpleName());
    return this;
  }
}
