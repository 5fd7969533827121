package io.spacecloud.engine.config;

import io.spacecloud.engine.auth.TokenConfig;
import io.spacecloud.engine.auth.TokenKey;
import io.spacecloud.engine.auth.TokenKey.Algorithm;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reads {@code secret}, {@code secrets} and {@code tokens}. */
final class TokenSection {
  private static final Set<String> KEY =
      Set.of("isPrimary", "alg", "kid", "secret", "publicKey", "privateKey", "jwks");
  private static final Set<String> TOKENS =
      Set.of("issuer", "audience", "requireExpiry", "leeway", "cacheSize");
  private static final List<String> SHARED = algorithms(true);
  private static final List<String> PAIRED = algorithms(false);
  private static final Duration MAX_LEEWAY = Duration.ofDays(1);
  private static final int MAX_CACHE = 1_000_000;

  private final Section root;
  private final Environment environment;
  private final List<TokenKey> keys = new ArrayList<>();
  private boolean primaryFound;

  TokenSection(Section root, Environment environment) {
    this.root = root;
    this.environment = environment;
  }

  private static List<String> algorithms(boolean shared) {
    return Arrays.stream(Algorithm.values())
        .map(Algorithm::name)
        .filter(name -> name.startsWith("HS") == shared)
        .toList();
  }

  TokenConfig read() {
    String secret = environment.text(root, "secret");
    if (secret != null) {
      keys.add(new TokenKey.Secret(null, Algorithm.HS256, secret));
    }
    root.list("secrets").forEach(this::key);
    Section tokens = root.section("tokens");
    tokens.allow(TOKENS);
    TokenConfig defaults = TokenConfig.of(keys);
    return new TokenConfig(
        keys,
        tokens.text("issuer"),
        tokens.text("audience"),
        tokens.flag("requireExpiry", defaults.requireExpiry()),
        leeway(tokens),
        tokens.count("cacheSize", defaults.cacheSize(), MAX_CACHE));
  }

  private void key(Section section) {
    section.allow(KEY);
    boolean primary = section.flag("isPrimary", false);
    if (primary && primaryFound) {
      section.problem("isPrimary", "another key is primary already");
    }
    primaryFound |= primary;
    TokenKey key = read(section);
    if (key != null) {
      keys.add(primary ? 0 : keys.size(), key);
    }
  }

  private @Nullable TokenKey read(Section section) {
    String kid = section.text("kid");
    List<String> kinds =
        List.of("secret", "publicKey", "jwks").stream().filter(section::has).toList();
    if (kinds.size() != 1) {
      section.problems().add(section.path(), "expected one of secret, publicKey and jwks");
      return null;
    }
    return switch (kinds.get(0)) {
      case "secret" -> secret(section, kid);
      case "publicKey" -> pair(section, kid);
      default -> keySet(section);
    };
  }

  private @Nullable TokenKey secret(Section section, @Nullable String kid) {
    refuse(section, "privateKey", "goes with a publicKey");
    String algorithm = section.has("alg") ? section.choice("alg", SHARED) : SHARED.get(0);
    String secret = environment.text(section, "secret");
    return algorithm == null || secret == null
        ? null
        : new TokenKey.Secret(kid, Algorithm.valueOf(algorithm), secret);
  }

  private static @Nullable TokenKey pair(Section section, @Nullable String kid) {
    String algorithm = section.has("alg") ? section.choice("alg", PAIRED) : PAIRED.get(0);
    String publicKey = pem(section, "publicKey", "PUBLIC");
    String privateKey = pem(section, "privateKey", "PRIVATE");
    return algorithm == null || publicKey == null
        ? null
        : new TokenKey.Pair(kid, Algorithm.valueOf(algorithm), publicKey, privateKey);
  }

  private static @Nullable String pem(Section section, String key, String label) {
    String text = section.text(key);
    if (text != null
        && !(text.strip().startsWith("-----BEGIN " + label + " KEY-----")
            && text.strip().endsWith("-----END " + label + " KEY-----"))) {
      section.problem(key, "expected PEM: -----BEGIN " + label + " KEY-----");
      return null;
    }
    return text;
  }

  private static @Nullable TokenKey keySet(Section section) {
    for (String other : List.of("alg", "kid", "privateKey")) {
      refuse(section, other, "stands in the jwks itself");
    }
    String document = section.text("jwks");
    if (document == null) {
      return null;
    }
    Object set =
        ConfigText.isJson(document)
            ? ConfigText.read(section.path("jwks"), document, section.problems())
            : null;
    if (!(set instanceof Map<?, ?> map && map.get("keys") instanceof List)) {
      section.problem("jwks", "expected a JSON Web Key Set: an object with a list of keys");
      return null;
    }
    return new TokenKey.KeySet(() -> document);
  }

  private static void refuse(Section section, String key, String problem) {
    if (section.has(key)) {
      section.problem(key, problem);
    }
  }

  private static Duration leeway(Section tokens) {
    String text = tokens.text("leeway");
    Duration leeway = text == null ? Duration.ZERO : Durations.parse(text).orElse(null);
    if (leeway == null || leeway.compareTo(MAX_LEEWAY) > 0) {
      tokens.problem("leeway", "expected such as 30s, at most a day");
      return Duration.ZERO;
    }
    return leeway;
  }
}
