package io.spacecloud.engine.users;

import io.spacecloud.api.result.Document;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Somebody who has signed in.
 *
 * @param user the key, {@code email}, {@code name} and {@code role}, as far as there are such
 * @param token for {@code SpaceCloud.session}
 * @param expiresAt when the token is no good any more
 * @param refreshToken for {@link Users#refresh}; null where refresh tokens are not configured
 */
public record SignedIn(
    Document user, String token, Instant expiresAt, @Nullable String refreshToken) {

  /**
   * As Space Cloud answers it: {@code user} and {@code token}, and {@code refreshToken} if there is
   * one; {@code AnswerWriter.document} makes JSON of it.
   */
  public Document toDocument() {
    Map<String, Object> map = new LinkedHashMap<>();
    map.put("user", user);
    map.put("token", token);
    if (refreshToken != null) {
      map.put("refreshToken", refreshToken);
    }
    return Document.of(map);
  }

  /** Tokens and who has them are not for logs. */
  @Override
  public String toString() {
    return "SignedIn[until=" + expiresAt + "]";
  }
}
