package io.spacecloud.realtime;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * Any text as part of a subject: letters, digits, dashes and underscores stand for themselves, a
 * slash is a dot, everything else is written as the hexadecimal of its bytes behind {@code =}. So
 * no text reaches another's subject, nor is it a wildcard.
 */
final class NatsSubject {
  private static final int MAX_LENGTH = 512;
  private static final HexFormat HEX = HexFormat.of();

  private NatsSubject() {}

  /** Different texts have different subjects. */
  static String of(String prefix, String text) {
    StringBuilder subject = new StringBuilder(prefix);
    for (String token : text.split("/", -1)) {
      subject.append('.').append(token(token));
    }
    return subject.length() <= MAX_LENGTH ? subject.toString() : prefix + ".==" + digest(text);
  }

  private static String token(String text) {
    if (text.isEmpty()) {
      return "=";
    }
    StringBuilder token = new StringBuilder();
    for (byte each : text.getBytes(StandardCharsets.UTF_8)) {
      if (isPlain(each)) {
        token.append((char) each);
      } else {
        token.append('=').append(HEX.toHexDigits(each));
      }
    }
    return token.toString();
  }

  private static boolean isPlain(byte c) {
    return (c >= 'a' && c <= 'z')
        || (c >= 'A' && c <= 'Z')
        || (c >= '0' && c <= '9')
        || c == '-'
        || c == '_';
  }

  private static String digest(String text) {
    try {
      return HEX.formatHex(
          MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8)));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has it", e);
    }
  }
}
