package io.spacecloud.realtime;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Makes and checks the authentication codes of a project's messages. Each purpose has a key of its
 * own, so that what was said for one cannot be passed off for another. Thread-safe.
 */
final class MessageKey {
  /** How many bytes a code has. */
  static final int LENGTH = 32;

  private static final String MAC = "HmacSHA256";

  private final SecretKeySpec key;

  /**
   * A key derived from the project's secret.
   *
   * @param what names what needs it, for the error
   */
  MessageKey(byte[] secret, String purpose, String what) {
    if (secret.length == 0) {
      throw new IllegalStateException(
          what + " across processes need a secret of the project, to authenticate messages");
    }
    byte[] text = purpose.getBytes(StandardCharsets.UTF_8);
    this.key = new SecretKeySpec(mac(new SecretKeySpec(secret, MAC), text), MAC);
  }

  private static byte[] mac(SecretKeySpec key, byte[]... parts) {
    try {
      Mac mac = Mac.getInstance(MAC);
      mac.init(key);
      for (byte[] part : parts) {
        mac.update(ByteBuffer.allocate(Integer.BYTES).putInt(part.length).array());
        mac.update(part);
      }
      return mac.doFinal();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every JDK has " + MAC, e);
    }
  }

  /** The code of a message of these parts. */
  byte[] code(byte[]... parts) {
    return mac(key, parts);
  }

  /** Whether it is the code of a message of these parts; takes the same time if it is not. */
  boolean fits(byte[] code, byte[]... parts) {
    return MessageDigest.isEqual(code, code(parts));
  }
}
