package io.spacecloud.engine.testing;

import io.spacecloud.api.rule.Verdict;
import org.jspecify.annotations.Nullable;

/** A request that was denied, for a test to say by what. */
public final class Denial {
  private final Expectation expectation;
  private final Verdict.@Nullable Denied denied;

  Denial(Expectation expectation, Verdict.@Nullable Denied denied) {
    this.expectation = expectation;
    this.denied = denied;
  }

  /** By the rule of that name, or whose path in the configuration ends so. */
  public Denial byRule(String nameOrPath) {
    boolean same =
        denied != null
            && (nameOrPath.equals(denied.name())
                || denied.rule().equals(nameOrPath)
                || denied.rule().endsWith("." + nameOrPath));
    expectation.require(same, "be denied by the rule " + nameOrPath);
    return this;
  }

  /** The caller is told this by the rule's author. */
  public Denial saying(String message) {
    boolean same = denied != null && message.equals(denied.message());
    expectation.require(same, "be denied saying " + message);
    return this;
  }

  /** For such a reason; a part of it is enough. */
  public Denial because(String reason) {
    boolean same = denied != null && denied.reason().contains(reason);
    expectation.require(same, "be denied because " + reason);
    return this;
  }
}
