package io.spacecloud.engine.config;

import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The keys of encrypted and hashed fields. Immutable.
 *
 * @param keys the first encrypts, each decrypts what was encrypted with it
 * @param hashKey of hashed fields, or null where nothing is hashed; to change it is to lose them
 */
public record EncryptionConfig(List<Key> keys, @Nullable Secret hashKey) {
  /** Without keys. */
  public static final EncryptionConfig NONE = new EncryptionConfig(List.of(), null);

  public EncryptionConfig {
    keys = List.copyOf(keys);
  }

  /** A key of AES-256 and the name that encrypted values know it by. */
  public record Key(String id, Secret secret) {}

  /** Bytes that no log gets to see. */
  public static final class Secret {
    private final byte[] bytes;

    Secret(byte[] bytes) {
      this.bytes = bytes.clone();
    }

    /** A copy of the bytes. */
    public byte[] bytes() {
      return bytes.clone();
    }

    @Override
    public String toString() {
      return "Secret";
    }
  }

  static EncryptionConfig read(Section section, Environment environment) {
    section.allow(Set.of("keys", "hashKey"));
    List<Key> keys = new ArrayList<>();
    for (Section each : section.list("keys")) {
      each.allow(Set.of("id", "key"));
      String id = each.required("id");
      Secret secret = secret(each, "key", environment);
      if (!id.matches("[A-Za-z0-9_-]{1,32}")) {
        each.problem("id", "expected up to 32 letters, digits, dashes and underscores");
      } else if (keys.stream().anyMatch(key -> key.id().equals(id))) {
        each.problem("id", "another key has it");
      } else if (!each.has("key")) {
        each.problem("key", "missing");
      } else if (secret != null) {
        keys.add(new Key(id, secret));
      }
    }
    return new EncryptionConfig(keys, secret(section, "hashKey", environment));
  }

  private static @Nullable Secret secret(Section section, String name, Environment environment) {
    String text = environment.text(section, name);
    if (text == null) {
      return null;
    }
    try {
      byte[] bytes = Base64.getDecoder().decode(text.trim());
      if (bytes.length == 32) {
        return new Secret(bytes);
      }
    } catch (IllegalArgumentException e) {
      section.problem(name, "expected base64"); // says nothing of the key
      return null;
    }
    section.problem(name, "expected 32 bytes in base64");
    return null;
  }
}
