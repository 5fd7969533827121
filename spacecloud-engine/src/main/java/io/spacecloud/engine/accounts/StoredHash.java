package io.spacecloud.engine.accounts;

import java.util.Base64;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** What is stored of a password. */
sealed interface StoredHash {
  /** Argon2id, version 19; memory in KiB. */
  record Argon2(int memory, int iterations, int parallelism, byte[] salt, byte[] hash)
      implements StoredHash {
    private static final Pattern FORM =
        Pattern.compile(
            "\\$argon2id\\$v=19\\$m=([0-9]{1,7}),t=([0-9]{1,2}),p=([0-9]{1,2})"
                + "\\$([A-Za-z0-9+/]{11,86})\\$([A-Za-z0-9+/]{22,86})");
    private static final int MAX_MEMORY = 1 << 20;
    private static final int MIN_BLOCKS = 8;

    /** The string that holds parameters, salt and hash. */
    String text() {
      Base64.Encoder base64 = Base64.getEncoder().withoutPadding();
      return "$argon2id$v=19$m="
          + memory
          + ",t="
          + iterations
          + ",p="
          + parallelism
          + "$"
          + base64.encodeToString(salt)
          + "$"
          + base64.encodeToString(hash);
    }

    /** What it costs, in blocks of memory that are filled. */
    long work() {
      return (long) memory * iterations;
    }

    private static StoredHash parse(Matcher form) {
      int memory = Integer.parseInt(form.group(1));
      int iterations = Integer.parseInt(form.group(2));
      int parallelism = Integer.parseInt(form.group(3));
      if (iterations < 1
          || parallelism < 1
          || memory < MIN_BLOCKS * parallelism
          || memory > MAX_MEMORY) {
        return NONE;
      }
      try {
        byte[] salt = Base64.getDecoder().decode(form.group(4));
        byte[] hash = Base64.getDecoder().decode(form.group(5));
        return new Argon2(memory, iterations, parallelism, salt, hash);
      } catch (IllegalArgumentException e) {
        return NONE;
      }
    }
  }

  /** bcrypt, as Space Cloud's server has it. */
  record BCrypt(String text, int cost) implements StoredHash {
    private static final Pattern FORM =
        Pattern.compile("\\$2[aby]\\$([0-9]{2})\\$[./A-Za-z0-9]{53}");
    private static final int MIN_COST = 4;
    private static final int MAX_COST = 16;

    private static StoredHash parse(String text, int cost) {
      return cost < MIN_COST || cost > MAX_COST ? NONE : new BCrypt(text, cost);
    }

    @Override
    public String toString() {
      return "BCrypt";
    }
  }

  /** Nothing that a password could be checked by. */
  record None() implements StoredHash {}

  /** The only one. */
  StoredHash NONE = new None();

  /** Reads what is stored; what is no hash is none. */
  static StoredHash parse(@Nullable Object stored) {
    if (stored instanceof String text) {
      Matcher argon2 = Argon2.FORM.matcher(text);
      if (argon2.matches()) {
        return Argon2.parse(argon2);
      }
      Matcher bcrypt = BCrypt.FORM.matcher(text);
      if (bcrypt.matches()) {
        return BCrypt.parse(text, Integer.parseInt(bcrypt.group(1)));
      }
    }
    return NONE;
  }
}
