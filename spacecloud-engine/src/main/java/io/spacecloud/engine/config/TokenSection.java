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
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Reads {@code secret}, {@code secrets} and {@code tokens}. */
final class TokenSection {
  private static final Pattern SECONDS = Pattern.compile("(\\d{1,5})s");
  private static final List<String> ALGORITHMS =
      Arrays.stream(Algorithm.values()).map(Algorithm::name).toList();

  private final Section root;
  private final Environment environment;

  TokenSection(Section root, Environment environment) {
    this.root = root;
    this.environment = environment;
  }

  TokenConfig read() {
    List<TokenKey> keys = new ArrayList<>();
    if (root.has("secret")) {
      addSecret(keys, null, Algorithm.HS256, environment.text(root, "secret"));
    }
    addSecrets(keys);
    if (!root.has("secret") && !root.has("secrets")) {
      root.problem("secret", "missing");
    }
    return settings(keys);
  }

  private static void addSecret(
      List<TokenKey> keys, @Nullable String kid, Algorithm algorithm, @Nullable String secret) {
    if (secret != null) {
      keys.add(new TokenKey.Secret(kid, algorithm, secret));
    }
  }

  /** A primary key comes first, so that it signs. */
  private void addSecrets(List<TokenKey> keys) {
    Object value = root.value("secrets");
    if (!(value instanceof List<?> list)) {
      if (root.has("secrets")) {
        root.problem("secrets", "expected a list");
      }
      return;
    }
    for (int i = 0; i < list.size(); i++) {
      String path = "secrets." + i;
      if (list.get(i) instanceof Map<?, ?> map) {
        Section section = new Section(path, map, root.problems());
        int before = keys.size();
        add(keys, section);
        if (section.flag("isPrimary", false) && keys.size() > before) {
          keys.add(0, keys.remove(before));
        }
      } else {
        root.problems().add(path, "expected an object");
      }
    }
  }

  private void add(List<TokenKey> keys, Section section) {
    section.allow(Set.of("isPrimary", "alg", "kid", "secret", "publicKey", "privateKey", "jwks"));
    String kid = section.text("kid");
    if (section.has("jwks")) {
      String document = section.text("jwks");
      if (document != null) {
        keys.add(new TokenKey.KeySet(() -> document));
      }
      return;
    }
    String name = section.has("alg") ? section.choice("alg", ALGORITHMS) : "HS256";
    Algorithm algorithm = name == null ? Algorithm.HS256 : Algorithm.valueOf(name);
    if (algorithm.name().startsWith("HS")) {
      section.required("secret");
      addSecret(keys, kid, algorithm, environment.text(section, "secret"));
    } else {
      String publicKey = section.required("publicKey");
      keys.add(
          new TokenKey.Pair(kid, algorithm, publicKey, environment.text(section, "privateKey")));
    }
  }

  private TokenConfig settings(List<TokenKey> keys) {
    TokenConfig defaults = TokenConfig.of(keys);
    Section section = root.section("tokens");
    section.allow(Set.of("issuer", "audience", "requireExpiry", "leeway", "cacheSize"));
    return new TokenConfig(
        keys,
        section.text("issuer"),
        section.text("audience"),
        section.flag("requireExpiry", true),
        leeway(section),
        cacheSize(section, defaults.cacheSize()));
  }

  private static Duration leeway(Section section) {
    String text = section.text("leeway");
    Matcher seconds = SECONDS.matcher(text == null ? "0s" : text);
    if (!seconds.matches() || Long.parseLong(seconds.group(1)) > 86_400) {
      section.problem("leeway", "expected seconds up to a day, such as 30s");
      return Duration.ZERO;
    }
    return Duration.ofSeconds(Long.parseLong(seconds.group(1)));
  }

  private static int cacheSize(Section section, int otherwise) {
    Object value = section.value("cacheSize");
    if (value instanceof Long size && size >= 0 && size <= 1_000_000) {
      return size.intValue();
    } else if (section.has("cacheSize")) {
      section.problem("cacheSize", "expected a whole number from 0 to 1,000,000");
    }
    return otherwise;
  }
}
