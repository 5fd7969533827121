package io.spacecloud.engine.auth;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;

/** Puts claims into a token, signed by a key. */
final class Issuer {
  /** Claims enough to see whether a key can sign. */
  static final Map<String, ?> SAMPLE = Map.of("sub", "sample");

  private static final Base64.Encoder BASE64 = Base64.getUrlEncoder().withoutPadding();

  private Issuer() {}

  static String sign(BoundKey key, Map<String, ?> claims) {
    Map<String, String> header = new LinkedHashMap<>();
    header.put("alg", key.algorithm().getName());
    header.put("typ", "JWT");
    if (key.kid() != null) {
      header.put("kid", key.kid());
    }
    byte[] head = BASE64.encode(StrictJson.bytes(header));
    byte[] body = BASE64.encode(StrictJson.bytes(claims));
    byte[] signature = key.algorithm().sign(head, body);
    return text(head) + "." + text(body) + "." + BASE64.encodeToString(signature);
  }

  private static String text(byte[] ascii) {
    return new String(ascii, StandardCharsets.US_ASCII);
  }
}
