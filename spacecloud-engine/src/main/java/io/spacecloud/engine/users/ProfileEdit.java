package io.spacecloud.engine.users;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What is to become of a user's profile; null for what stays. Each method returns a new one.
 *
 * @param current the present password of whoever edits
 */
public record ProfileEdit(
    @Nullable String email,
    @Nullable String name,
    @Nullable String pass,
    @Nullable String current) {
  private static final ProfileEdit NONE = new ProfileEdit(null, null, null, null);

  /** Another e-mail address. */
  public static ProfileEdit email(String email) {
    return NONE.withEmail(email);
  }

  /** Another name. */
  public static ProfileEdit name(String name) {
    return NONE.withName(name);
  }

  /** Another password. */
  public static ProfileEdit pass(String pass) {
    return NONE.withPass(pass);
  }

  /**
   * Of a body of Space Cloud's: {@code email}, {@code name}, {@code pass} and {@code current}; an
   * empty text stands for what stays.
   *
   * @throws io.spacecloud.api.error.InvalidRequestException if it has anything else
   */
  public static ProfileEdit of(Map<String, ?> body) {
    Body read = new Body(body, "email", "name", "pass", "current");
    return new ProfileEdit(
        read.text("email"), read.text("name"), read.text("pass"), read.text("current"));
  }

  public ProfileEdit withEmail(String other) {
    return new ProfileEdit(other, name, pass, current);
  }

  public ProfileEdit withName(String other) {
    return new ProfileEdit(email, other, pass, current);
  }

  public ProfileEdit withPass(String other) {
    return new ProfileEdit(email, name, other, current);
  }

  /** Shows that whoever edits knows the password of their own account. */
  public ProfileEdit withCurrent(String password) {
    return new ProfileEdit(email, name, pass, password);
  }

  /** Nothing of it is for logs. */
  @Override
  public String toString() {
    return "ProfileEdit";
  }
}
