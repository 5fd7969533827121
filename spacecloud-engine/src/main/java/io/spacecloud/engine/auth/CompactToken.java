package io.spacecloud.engine.auth;

import io.spacecloud.api.error.UnauthenticatedException;
import io.spacecloud.api.result.Document;
import java.util.Base64;
import org.jspecify.annotations.Nullable;

/**
 * A token taken apart, believed in nothing yet: three parts in canonical base64url, two of them
 * strict JSON, so that no two texts are the same token.
 */
record CompactToken(Header header, Document claims, SignedText signed) {
  static final int MAX_LENGTH = 16 * 1024;
  private static final Base64.Encoder CANONICAL = Base64.getUrlEncoder().withoutPadding();

  /**
   * What the first part says.
   *
   * @param text the part itself
   */
  record Header(String text, String algorithm, @Nullable String kid) {
    static Header parse(String text) {
      Document header = object(text, Document.empty());
      checkExtensions(header);
      return new Header(text, CompactToken.algorithm(header), CompactToken.kid(header));
    }
  }

  /**
   * What a valid token looked like; most others look the same.
   *
   * @param names the names of its claims, without values
   */
  record Likeness(Header header, Document names) {}

  static CompactToken parse(String token) {
    return parse(token, null);
  }

  /**
   * Takes a token apart, and shares with the known one what is the same.
   *
   * @param known one that was read before
   */
  static CompactToken parse(String token, @Nullable Likeness known) {
    if (token.length() > MAX_LENGTH) {
      throw new UnauthenticatedException("the token is too long");
    }
    String[] parts = token.split("\\.", -1);
    if (parts.length != 3) {
      throw malformed();
    }
    Header header =
        known != null && known.header().text().equals(parts[0])
            ? known.header()
            : Header.parse(parts[0]);
    Document claims = object(parts[1], known == null ? Document.empty() : known.names());
    bytes(parts[2]);
    return new CompactToken(header, claims, new SignedText(token, parts[0], parts[1], parts[2]));
  }

  String algorithm() {
    return header.algorithm();
  }

  @Nullable String kid() {
    return header.kid();
  }

  /** Nothing of a token is for logs. */
  @Override
  public String toString() {
    return "CompactToken";
  }

  private static Document object(String part, Document sibling) {
    try {
      return StrictJson.object(bytes(part), sibling);
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
    boolean canonical = CANONICAL.encodeToString(bytes).equals(part);
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
