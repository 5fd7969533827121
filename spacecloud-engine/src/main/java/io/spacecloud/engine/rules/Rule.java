package io.spacecloud.engine.rules;

/** A declarative rule as it was written: a closed tree, checked when it was parsed. */
public sealed interface Rule {
  /** Nobody. */
  record Deny(String path) implements Rule {}
}
