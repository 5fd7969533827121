package io.spacecloud.engine.text;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;

/** Bytes that are UTF-8 and nothing else: no other encoding, overlong form or lone surrogate. */
public final class Utf8 {
  /** Stands in a text for bytes that are none; seldom by itself. */
  private static final char REPLACEMENT = '\ufffd';

  private Utf8() {}

  /**
   * The text that the bytes are.
   *
   * @throws CharacterCodingException if they are none
   */
  public static String decode(byte[] bytes) throws CharacterCodingException {
    String text = new String(bytes, StandardCharsets.UTF_8);
    return text.indexOf(REPLACEMENT) < 0
        ? text
        : StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
  }
}
