package io.spacecloud.engine.users;

import io.spacecloud.api.result.Document;
import io.spacecloud.api.result.Result;
import io.spacecloud.engine.Session;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The users of one database, who sign up and in by e-mail address and password. Thread-safe.
 *
 * <p>What takes a session is judged by the collection's rules as that session's own. What takes
 * none is for the embedding code to decide on; {@link #signUp}, {@link #signIn}, {@link #refresh}
 * and {@link #signOut} are for anybody.
 *
 * <p>Everything may also throw a {@link io.spacecloud.api.error.BackendException}, and a {@link
 * io.spacecloud.api.error.LimitExceededException} where too many passwords are checked at once.
 */
public interface Users {
  /**
   * The same users, for requests of one client, such as an IP address: its attempts are limited,
   * too, whichever accounts they are for.
   */
  Users from(String client);

  /**
   * Makes an account, whose role is the configured one, and signs in.
   *
   * @throws io.spacecloud.api.error.InvalidRequestException naming {@code email}, {@code name} or
   *     {@code pass} where that cannot be
   * @throws io.spacecloud.api.error.ConflictException if there is an account of that e-mail address
   * @throws io.spacecloud.api.error.LimitExceededException after too many attempts of the client
   */
  SignedIn signUp(String email, @Nullable String name, String pass);

  /**
   * The same by a body of Space Cloud's: {@code email}, {@code name} and {@code pass}. A {@code
   * role}, which its clients send, is not looked at.
   */
  default SignedIn signUp(Map<String, ?> body) {
    Body read = new Body(body, "email", "name", "pass", "role");
    return signUp(read.required("email"), read.text("name"), read.required("pass"));
  }

  /**
   * Signs in.
   *
   * @throws io.spacecloud.api.error.UnauthenticatedException if there is no such account, or the
   *     password is another; nothing tells which
   * @throws io.spacecloud.api.error.LimitExceededException after too many failed attempts, whether
   *     there is such an account or not
   */
  SignedIn signIn(String email, String pass);

  /** The same by a body of Space Cloud's: {@code email} and {@code pass}. */
  default SignedIn signIn(Map<String, ?> body) {
    Body read = new Body(body, "email", "pass");
    return signIn(read.required("email"), read.required("pass"));
  }

  /**
   * Takes a refresh token, which is no good any more from then on, and answers new tokens. One that
   * is handed in twice was stolen, or its successor was: whoever has either is signed out.
   *
   * @throws io.spacecloud.api.error.UnauthenticatedException if it is no good
   * @throws io.spacecloud.api.error.UnsupportedFeatureException if there are none
   */
  SignedIn refresh(String refreshToken);

  /**
   * Ends what a refresh token, or one before or after it, stands for. Tokens that were answered are
   * valid until they expire.
   */
  void signOut(String refreshToken);

  /** Ends all refresh tokens of the session's caller. */
  void signOutEverywhere(Session session);

  /** A user's document as the session may see it, without {@code pass}; empty if it may not. */
  Optional<Document> profile(Session session, Object id);

  /** All users' documents that the session may see, without {@code pass}, up to the page limit. */
  Result profiles(Session session);

  /**
   * Changes a user's name, e-mail address or password.
   *
   * <p>A new address or password takes the present password of the session's caller, too, unless
   * that is the embedding code. A new password ends the user's refresh tokens.
   *
   * @return whether there is one that the session may change
   * @throws io.spacecloud.api.error.UnauthenticatedException if the caller's password is another
   * @throws io.spacecloud.api.error.ConflictException if another account has that e-mail address
   */
  boolean edit(Session session, Object id, ProfileEdit edit);

  /**
   * Changes the password of the session's caller.
   *
   * @throws io.spacecloud.api.error.UnauthenticatedException if the present one is another
   * @throws io.spacecloud.api.error.NotFoundException if the caller may change no such account
   */
  void changePassword(Session session, String current, String next);

  /**
   * Deletes an account, and ends its refresh tokens.
   *
   * @return whether there was one that the session may delete
   */
  boolean delete(Session session, Object id);

  /**
   * Gives a user a role, for the embedding code to decide on. Tokens say so once they are new.
   *
   * @return whether there is such a user
   */
  boolean setRole(Object id, String role);

  /** Ends all refresh tokens of a user, for the embedding code to decide on. */
  void revoke(Object id);

  /**
   * Deletes refresh tokens that nobody used in time; for the embedding code to call now and then.
   *
   * @return how many there were
   */
  long forgetExpired();
}
