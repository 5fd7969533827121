package io.spacecloud.engine.users;

import io.spacecloud.api.result.Document;
import java.util.Map;
import java.util.Set;

/**
 * What an application does when its users sign up, sign in and change. Called by the thread whose
 * request it is; implementations are thread-safe.
 *
 * <p>What {@code check…} and {@code before…} throw reaches the caller, and what they stand before
 * does not happen. What {@code after…} throws does not: what it stands after has happened, and its
 * caller is told so. It is logged by its class.
 */
public interface UserHooks {
  /**
   * Somebody wants this password; throw an {@link io.spacecloud.api.error.InvalidRequestException}
   * to refuse it, such as one that many have.
   */
  default void checkPassword(String pass) {}

  /**
   * Somebody signs up. Not called where the request itself is no good.
   *
   * @param user the key, {@code email}, {@code name} and {@code role} of the account to be made
   * @return further fields of its document, and perhaps another {@code role}
   */
  default Map<String, ?> beforeSignUp(Document user) {
    return Map.of();
  }

  /** An account was made. */
  default void afterSignUp(Document user) {}

  /**
   * A token is about to be issued: the user has signed up, shown the password, or a refresh token.
   * Throw to refuse, such as one that is suspended; an account that was made stays.
   *
   * @return further claims of the token, beside {@code id}, {@code email}, {@code name} and {@code
   *     role}
   */
  default Map<String, ?> beforeToken(Document user) {
    return Map.of();
  }

  /** A user has signed in by password. */
  default void afterSignIn(Document user) {}

  /**
   * A profile was changed.
   *
   * @param id the user's, as tokens have it
   * @param fields of {@code email}, {@code name} and {@code pass} those that were set
   */
  default void afterEdit(String id, Set<String> fields) {}

  /**
   * A password was changed; called before {@link #afterEdit}.
   *
   * @param id the user's, as tokens have it
   */
  default void afterPasswordChange(String id) {}

  /**
   * An account was deleted.
   *
   * @param id the user's, as tokens had it
   */
  default void afterDelete(String id) {}
}
