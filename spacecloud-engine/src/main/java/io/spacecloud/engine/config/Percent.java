package io.spacecloud.engine.config;

import io.spacecloud.engine.config.ConnectionUrl.InvalidException;
import java.net.URLEncoder;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** Percent encoding in URLs, where a plus is a plus. */
final class Percent {
  private Percent() {}

  static String encode(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
  }

  static @Nullable String decodeOrNull(@Nullable String text) throws InvalidException {
    return text == null ? null : decode(text);
  }

  static String decode(String text) throws InvalidException {
    if (text.indexOf('%') < 0) {
      return text;
    }
    byte[] source = text.getBytes(StandardCharsets.UTF_8);
    ByteBuffer decoded = ByteBuffer.allocate(source.length);
    for (int i = 0; i < source.length; i++) {
      if (source[i] == '%') {
        decoded.put(octet(source, i + 1));
        i += 2;
      } else {
        decoded.put(source[i]);
      }
    }
    return string(decoded.flip());
  }

  private static byte octet(byte[] source, int at) throws InvalidException {
    int high = at + 1 < source.length ? Character.digit(source[at], 16) : -1;
    int low = at + 1 < source.length ? Character.digit(source[at + 1], 16) : -1;
    if (high < 0 || low < 0 || high + low == 0) {
      throw new InvalidException("a percent sign without two hexadecimal digits after it");
    }
    return (byte) (high * 16 + low);
  }

  private static String string(ByteBuffer utf8) throws InvalidException {
    try {
      return StandardCharsets.UTF_8.newDecoder().decode(utf8).toString();
    } catch (CharacterCodingException e) {
      throw new InvalidException("percent signs that do not encode UTF-8");
    }
  }
}
