package io.spacecloud.engine.dispatch;

import io.spacecloud.api.rule.Caller;
import org.jspecify.annotations.Nullable;

/**
 * With what authority a request is made.
 *
 * @param trusted whether no rules apply, as for the embedding code itself; no token leads to this
 * @param inside whether it is user management's own, for which the {@link Vault} is open; no
 *     session has this
 */
public record Authority(Caller caller, boolean trusted, boolean inside) {
  /** Nobody in particular. */
  public static final Authority ANONYMOUS = new Authority(Caller.ANONYMOUS, false);

  /** The embedding code. */
  public static final Authority TRUSTED = new Authority(Caller.ANONYMOUS, true);

  /** User management for itself. */
  public static final Authority ENGINE = TRUSTED.asInside();

  /** That of a session. */
  public Authority(Caller caller, boolean trusted) {
    this(caller, trusted, false);
  }

  /** The same for what user management does on behalf of a session. */
  public Authority asInside() {
    return new Authority(caller, trusted, true);
  }

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
