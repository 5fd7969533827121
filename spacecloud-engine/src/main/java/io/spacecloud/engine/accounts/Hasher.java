package io.spacecloud.engine.accounts;

import io.spacecloud.engine.accounts.StoredHash.Argon2;
import io.spacecloud.engine.accounts.StoredHash.BCrypt;
import io.spacecloud.engine.config.EmailConfig.Passwords;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.text.Normalizer;
import java.util.Arrays;
import org.bouncycastle.crypto.generators.Argon2BytesGenerator;
import org.bouncycastle.crypto.generators.OpenBSDBCrypt;
import org.bouncycastle.crypto.params.Argon2Parameters;
import org.jspecify.annotations.Nullable;

/**
 * Hashes passwords and checks them, so many at once as are configured. Thread-safe.
 *
 * <p>A check takes the same work whatever is stored, nothing included: what a hash of smaller
 * parameters spares is done for nobody, and from the first bcrypt hash on that is met every check
 * does the work of one as well.
 */
final class Hasher {
  private static final int SALT = 16;
  private static final int HASH = 32;
  private static final int BCRYPT_SALT = 16;

  private final SecureRandom random = new SecureRandom();
  private final Passwords settings;
  private final Gate gate;
  private volatile int bcryptCost;

  /**
   * @throws NoClassDefFoundError where the application does not bring what hashes
   */
  Hasher(Passwords settings) {
    new Argon2BytesGenerator();
    this.settings = settings;
    this.gate = new Gate(settings.concurrent());
  }

  Passwords settings() {
    return settings;
  }

  /**
   * What to store of a password.
   *
   * @throws io.spacecloud.api.error.LimitExceededException if too many are waiting
   */
  String hash(String password) {
    return gate.within(
        () -> {
          byte[] salt = salt(SALT);
          byte[] hash = argon2(settings.memory(), salt, password);
          return new Argon2(
                  settings.memory(), settings.iterations(), settings.parallelism(), salt, hash)
              .text();
        });
  }

  /**
   * Whether that is what is stored of the password; null is of none.
   *
   * @throws io.spacecloud.api.error.LimitExceededException if too many are waiting
   */
  boolean verify(@Nullable Object stored, String password) {
    StoredHash hash = StoredHash.parse(stored);
    return gate.within(
        () -> {
          boolean isArgon2 = argon2(hash, password);
          boolean isBCrypt = bcrypt(hash, password);
          return isArgon2 || isBCrypt;
        });
  }

  /** Whether the hash is of another kind, or smaller parameters, than one would have now. */
  boolean isDated(@Nullable Object stored) {
    return !(StoredHash.parse(stored) instanceof Argon2 hash)
        || hash.memory() < settings.memory()
        || hash.iterations() < settings.iterations()
        || hash.parallelism() < settings.parallelism();
  }

  private boolean argon2(StoredHash stored, String password) {
    long left = (long) settings.memory() * settings.iterations();
    boolean matches = false;
    if (stored instanceof Argon2 known) {
      byte[] actual =
          argon2(
              known.memory(),
              known.iterations(),
              known.parallelism(),
              known.salt(),
              password,
              known.hash().length);
      matches = MessageDigest.isEqual(actual, known.hash());
      left -= known.work();
    }
    long memory = left / settings.iterations();
    if (memory >= 8L * settings.parallelism()) {
      argon2((int) memory, salt(SALT), password);
    }
    return matches;
  }

  /** As configured, but for the memory. */
  private byte[] argon2(int memory, byte[] salt, String password) {
    return argon2(memory, settings.iterations(), settings.parallelism(), salt, password, HASH);
  }

  private static byte[] argon2(
      int memory, int iterations, int parallelism, byte[] salt, String password, int length) {
    Argon2BytesGenerator generator = new Argon2BytesGenerator();
    generator.init(
        new Argon2Parameters.Builder(Argon2Parameters.ARGON2_id)
            .withVersion(Argon2Parameters.ARGON2_VERSION_13)
            .withMemoryAsKB(memory)
            .withIterations(iterations)
            .withParallelism(parallelism)
            .withSalt(salt)
            .build());
    // However a keyboard composes a letter, it is the same one.
    byte[] bytes =
        Normalizer.normalize(password, Normalizer.Form.NFC).getBytes(StandardCharsets.UTF_8);
    byte[] hash = new byte[length];
    generator.generateBytes(bytes, hash);
    Arrays.fill(bytes, (byte) 0);
    return hash;
  }

  /** The server that made such hashes looked at the first 72 bytes of a password, and no more. */
  private boolean bcrypt(StoredHash stored, String password) {
    BCrypt known = stored instanceof BCrypt bcrypt ? bcrypt : null;
    if (known != null && known.cost() > bcryptCost) {
      bcryptCost = known.cost();
    }
    int cost = known == null ? bcryptCost : known.cost();
    if (cost == 0) {
      return false;
    }
    byte[] bytes = password.getBytes(StandardCharsets.UTF_8);
    try {
      if (known != null) {
        return OpenBSDBCrypt.checkPassword(known.text(), bytes);
      }
      OpenBSDBCrypt.generate(bytes, salt(BCRYPT_SALT), cost);
      return false;
    } catch (RuntimeException e) {
      return false; // no hash that it could be one of
    } finally {
      Arrays.fill(bytes, (byte) 0);
    }
  }

  private byte[] salt(int length) {
    byte[] salt = new byte[length];
    random.nextBytes(salt);
    return salt;
  }
}
