package io.spacecloud.engine.rules;

import io.spacecloud.engine.config.EncryptionConfig;
import io.spacecloud.engine.config.EncryptionConfig.Secret;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import javax.crypto.Cipher;
import javax.crypto.Mac;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;

/**
 * Encrypts and hashes texts under a project's keys. An encrypted text is {@code sc1.<key>.<iv,
 * ciphertext and tag>}: AES-256-GCM with a random IV, bound to the place where it stands, so that
 * it cannot be moved to another. Thread-safe.
 */
public final class Ciphers {
  /** Without keys: everything fails. */
  public static final Ciphers NONE = new Ciphers("", EncryptionConfig.NONE);

  private static final String VERSION = "sc1";
  private static final int IV = 12;
  private static final int TAG_BITS = 128;
  private static final Base64.Encoder ENCODER = Base64.getUrlEncoder().withoutPadding();

  private final String project;
  private final Map<String, SecretKeySpec> keys = new LinkedHashMap<>();
  private final @Nullable SecretKeySpec hashKey;
  private final SecureRandom random = new SecureRandom();

  public Ciphers(String project, EncryptionConfig config) {
    this.project = project;
    config.keys().forEach(key -> keys.put(key.id(), spec(key.secret(), "AES")));
    Secret secret = config.hashKey();
    this.hashKey = secret == null ? null : spec(secret, "HmacSHA256");
  }

  private static SecretKeySpec spec(Secret secret, String algorithm) {
    return new SecretKeySpec(secret.bytes(), algorithm);
  }

  /** Where a value stands: what it is bound to. */
  record Place(String database, String collection, String field) {}

  private byte[] context(Place place) {
    return String.join("\0", project, place.database(), place.collection(), place.field())
        .getBytes(StandardCharsets.UTF_8);
  }

  String encrypt(Place place, String text) {
    Map.Entry<String, SecretKeySpec> key = keys.entrySet().iterator().next();
    byte[] iv = new byte[IV];
    random.nextBytes(iv);
    try {
      Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
      cipher.init(Cipher.ENCRYPT_MODE, key.getValue(), new GCMParameterSpec(TAG_BITS, iv));
      cipher.updateAAD(context(place));
      byte[] sealed = cipher.doFinal(text.getBytes(StandardCharsets.UTF_8));
      byte[] all = ByteBuffer.allocate(IV + sealed.length).put(iv).put(sealed).array();
      return VERSION + "." + key.getKey() + "." + ENCODER.encodeToString(all);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("the JVM lacks AES-GCM", e);
    }
  }

  /**
   * The text that was encrypted at this place.
   *
   * @throws UnboundException if it was not, or with another key
   */
  String decrypt(Place place, String text) {
    String[] parts = text.split("\\.", -1);
    SecretKeySpec key = parts.length == 3 ? keys.get(parts[1]) : null;
    if (key == null || !parts[0].equals(VERSION)) {
      throw new UnboundException("not encrypted with a known key");
    }
    try {
      byte[] all = Base64.getUrlDecoder().decode(parts[2]);
      Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
      cipher.init(Cipher.DECRYPT_MODE, key, new GCMParameterSpec(TAG_BITS, all, 0, IV));
      cipher.updateAAD(context(place));
      byte[] opened = cipher.doFinal(Arrays.copyOfRange(all, IV, all.length));
      return new String(opened, StandardCharsets.UTF_8);
    } catch (GeneralSecurityException | IllegalArgumentException e) {
      throw new UnboundException("not what was encrypted here");
    }
  }

  /** The same for the same text at the same place. */
  String hash(Place place, String text) {
    if (hashKey == null) {
      throw new UnboundException("there is no key for hashes");
    }
    try {
      Mac mac = Mac.getInstance("HmacSHA256");
      mac.init(hashKey);
      mac.update(context(place));
      mac.update((byte) 0);
      return ENCODER.encodeToString(mac.doFinal(text.getBytes(StandardCharsets.UTF_8)));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("the JVM lacks HMAC-SHA-256", e);
    }
  }
}
