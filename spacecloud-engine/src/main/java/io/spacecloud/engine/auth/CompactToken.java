package io.spacecloud.engine.auth;

import com.auth0.jwt.JWT;
import com.auth0.jwt.interfaces.DecodedJWT;
import io.spacecloud.api.error.UnauthenticatedException;
import io.spacecloud.api.result.Document;
import java.util.Base64;
import org.jspecify.annotations.Nullable;

/**
 * A token taken apart, believed in nothing yet: three parts in canonical base64url, two of them
 * strict JSON, so that no two texts are the same token.
 */
record CompactToken(String algorithm, @Nullable String kid, Document claims, DecodedJWT decoded) {
  static final int MAX_LENGTH = 16 * 1024;

  static CompactToken parse(String token) {
    if (token.length() > MAX_LENGTH) {
      throw new UnauthenticatedException("the token is too long");
    }
    String[] parts = token.split("\\.", -1);
    if (parts.length != 3) {
      throw malformed();
    }
    Document header = object(parts[0]);
    Document claims = object(parts[1]);
    bytes(parts[2]);
    checkExtensions(header);
    // java-jwt reads the token again for its signature check; it reads what was found strict here.
    return new CompactToken(algorithm(header), kid(header), claims, JWT.decode(token));
  }

  /** Nothing of a token is for logs. */
  @Override
  public String toString() {
    return "CompactToken";
  }

  private static Document object(String part) {
    try {
      return StrictJson.object(bytes(part));
    } catch (RuntimeException e) {
      throw malformed();
    }
  }

  private static byte[] bytes(String part) {
    byte[] bytes;
    try {
      bytes = Base64.getUrlDecoder().decode(part);
    } catch (IllegalArgumentException e) {
      throw malformed();
    }
    boolean canonical = Base64.getUrlEncoder().withoutPadding().encodeToString(bytes).equals(part);
    if (!canonical || bytes.length == 0) {
      throw malformed();
    }
    return bytes;
  }

  /** What must be understood and is not, refuses the token (RFC 7515 section 4.1.11, RFC 7797). */
  private static void checkExtensions(Document header) {
    if (header.containsKey("crit") || header.containsKey("b64")) {
      throw new UnauthenticatedException("the token needs an extension that is not supported");
    }
  }

  private static String algorithm(Document header) {
    if (header.get("alg") instanceof String algorithm) {
      return algorithm;
    }
    throw malformed();
  }

  private static @Nullable String kid(Document header) {
    if (!header.containsKey("kid")) {
      return null;
    } else if (header.get("kid") instanceof String kid) {
      return kid;
    }
    throw malformed();
  }

  private static UnauthenticatedException malformed() {
    return new UnauthenticatedException("the token is malformed");
  }
}
