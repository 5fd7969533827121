package io.spacecloud.engine.rules;

import org.jspecify.annotations.Nullable;

/** How {@code match} compares. */
public enum MatchEval {
  EQ("=="),
  NE("!="),
  LT("<"),
  LE("<="),
  GT(">"),
  GE(">="),
  IN("in"),
  NOT_IN("notIn");

  private final String key;

  MatchEval(String key) {
    this.key = key;
  }

  static @Nullable MatchEval of(@Nullable Object key) {
    for (MatchEval eval : values()) {
      if (eval.key.equals(key)) {
        return eval;
      }
    }
    return null;
  }

  /** The name in a configuration. */
  public String key() {
    return key;
  }

  /** Whether it compares with a list. */
  public boolean takesList() {
    return this == IN || this == NOT_IN;
  }

  boolean takesOrder() {
    return switch (this) {
      case LT, LE, GT, GE -> true;
      case EQ, NE, IN, NOT_IN -> false;
    };
  }

  /** Whether two values of a type compare so. */
  public boolean holds(MatchType type, Object a, Object b) {
    return switch (this) {
      case EQ -> type.equal(a, b);
      case NE -> !type.equal(a, b);
      case LT -> type.compare(a, b) < 0;
      case LE -> type.compare(a, b) <= 0;
      case GT -> type.compare(a, b) > 0;
      case GE -> type.compare(a, b) >= 0;
      case IN, NOT_IN -> throw new AssertionError("compares with a list");
    };
  }
}
