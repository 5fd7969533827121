package io.spacecloud.api.rule;

import io.spacecloud.api.result.Document;
import java.util.Map;

/**
 * Who asks, as far as rules can know.
 *
 * @param authenticated whether the claims come from a verified token
 * @param claims the token's claims; empty for an anonymous caller
 */
public record Caller(boolean authenticated, Document claims) {
  /** A caller without a token. */
  public static final Caller ANONYMOUS = new Caller(false, Document.empty());

  /** A caller whose claims were verified. */
  public static Caller of(Map<String, ?> claims) {
    return new Caller(true, Document.of("claims", claims));
  }

  /** Claims are not for logs. */
  @Override
  public String toString() {
    return authenticated ? "Caller[authenticated]" : "Caller[anonymous]";
  }
}
