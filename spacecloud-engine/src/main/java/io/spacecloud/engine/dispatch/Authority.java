package io.spacecloud.engine.dispatch;

import io.spacecloud.api.rule.Caller;
import org.jspecify.annotations.Nullable;

/**
 * With what authority a request is made.
 *
 * @param trusted whether no rules apply, as for the embedding code itself; no token leads to this
 */
public record Authority(Caller caller, boolean trusted) {
  /** Nobody in particular. */
  public static final Authority ANONYMOUS = new Authority(Caller.ANONYMOUS, false);

  /** The embedding code. */
  public static final Authority TRUSTED = new Authority(Caller.ANONYMOUS, true);

  /** What the caller's token calls it, or null. */
  @Nullable String id() {
    Object id = caller.claims().get("id");
    Object named = id == null ? caller.claims().get("sub") : id;
    return named == null ? null : String.valueOf(named);
  }

  /** What its requests are counted under: those without an id count as one. */
  public String key() {
    String id = id();
    return id == null ? "" : "=" + id;
  }
}
