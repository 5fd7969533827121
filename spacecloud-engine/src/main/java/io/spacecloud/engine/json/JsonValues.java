package io.spacecloud.engine.json;

import io.spacecloud.api.error.InvalidRequestException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;

/** Reads JSON of a bounded size, from text or from UTF-8 and no other encoding. Thread-safe. */
final class JsonValues {
  /** Stands in a text for bytes that are none; seldom by itself. */
  private static final char REPLACEMENT = '\ufffd';

  private final int maxSize;

  /**
   * A reader.
   *
   * @param maxSize the most characters or bytes of a document
   */
  JsonValues(int maxSize) {
    this.maxSize = maxSize;
  }

  JsonObject object(String json) {
    checkSize(json.length());
    return new JsonText(json).object();
  }

  JsonObject object(byte[] json) {
    checkSize(json.length);
    String text = new String(json, StandardCharsets.UTF_8);
    return new JsonText(text.indexOf(REPLACEMENT) < 0 ? text : strict(json)).object();
  }

  private static String strict(byte[] json) {
    try {
      return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(json)).toString();
    } catch (CharacterCodingException e) {
      throw new InvalidRequestException("", "malformed UTF-8");
    }
  }

  private void checkSize(int size) {
    if (size > maxSize) {
      throw new InvalidRequestException("", "larger than " + maxSize);
    }
  }
}
