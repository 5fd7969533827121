package io.spacecloud.engine.accounts;

import io.spacecloud.api.error.InvalidRequestException;
import java.nio.charset.StandardCharsets;
import java.text.Normalizer;
import java.util.Locale;

/** E-mail addresses: when two are one, and what none can be. */
final class Email {
  /** In bytes. */
  static final int MAX = 254;

  private static final int MAX_LOCAL = 64;
  private static final int MAX_LABEL = 63;
  private static final int MAX_TYPED = 320;
  private static final int ROUNDS = 4;
  private static final String SPECIAL = "\"(),:;<>[\\]";
  private static final String FIELD = "email";

  private Email() {}

  /**
   * The form by which addresses are stored and compared, whatever the text is.
   *
   * @throws InvalidRequestException if it is longer than any address
   */
  static String fold(String typed) {
    if (typed.length() > MAX_TYPED) {
      throw new InvalidRequestException(FIELD, "too long");
    }
    String folded = typed.strip();
    for (int i = 0; i < ROUNDS; i++) {
      String next = once(folded);
      if (next.equals(folded)) {
        break;
      }
      folded = next;
    }
    return folded;
  }

  /** Upper case first: some letters are told apart by lower case alone. */
  private static String once(String text) {
    String compatible = Normalizer.normalize(text, Normalizer.Form.NFKC);
    String folded = compatible.toUpperCase(Locale.ROOT).toLowerCase(Locale.ROOT);
    return Normalizer.normalize(folded, Normalizer.Form.NFKC).strip();
  }

  /**
   * The folded address.
   *
   * @throws InvalidRequestException if it is none
   */
  static String checked(String typed) {
    String email = fold(typed);
    int at = email.indexOf('@');
    if (at < 0 || at != email.lastIndexOf('@')) {
      throw new InvalidRequestException(FIELD, "not an e-mail address");
    } else if (bytes(email) > MAX) {
      throw new InvalidRequestException(FIELD, "too long");
    }
    email.codePoints().forEach(Email::requirePlain);
    parts(email.substring(0, at), MAX_LOCAL, MAX_LOCAL);
    parts(email.substring(at + 1), MAX, MAX_LABEL);
    return email;
  }

  private static void parts(String text, int most, int mostOfEach) {
    boolean fits = bytes(text) <= most;
    for (String part : text.split("\\.", -1)) {
      fits &= !part.isEmpty() && bytes(part) <= mostOfEach;
    }
    if (!fits) {
      throw new InvalidRequestException(FIELD, "not an e-mail address");
    }
  }

  private static int bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8).length;
  }

  /** What is not seen, or means something to a mail server, is in no address. */
  private static void requirePlain(int c) {
    boolean hidden =
        switch (Character.getType(c)) {
          case Character.CONTROL,
              Character.FORMAT,
              Character.SURROGATE,
              Character.PRIVATE_USE,
              Character.UNASSIGNED,
              Character.SPACE_SEPARATOR,
              Character.LINE_SEPARATOR,
              Character.PARAGRAPH_SEPARATOR ->
              true;
          default -> false;
        };
    if (hidden || SPECIAL.indexOf(c) >= 0) {
      throw new InvalidRequestException(FIELD, "not an e-mail address");
    }
  }
}
