package io.spacecloud.engine.auth;

import com.auth0.jwt.interfaces.Claim;
import com.auth0.jwt.interfaces.DecodedJWT;
import java.util.Date;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The three parts of a token as java-jwt checks signatures of them. What they say is read here, and
 * nowhere else: java-jwt is told none of it.
 */
record SignedText(String token, String header, String payload, String signature)
    implements DecodedJWT {
  private static UnsupportedOperationException unread() {
    return new UnsupportedOperationException("of a signature check");
  }

  @Override
  public String getToken() {
    return token;
  }

  @Override
  public String getHeader() {
    return header;
  }

  @Override
  public String getPayload() {
    return payload;
  }

  @Override
  public String getSignature() {
    return signature;
  }

  /** Which key is meant is settled before: an algorithm here has one. */
  @Override
  public @Nullable String getKeyId() {
    return null;
  }

  @Override
  public String getAlgorithm() {
    throw unread();
  }

  @Override
  public String getType() {
    throw unread();
  }

  @Override
  public String getContentType() {
    throw unread();
  }

  @Override
  public Claim getHeaderClaim(String name) {
    throw unread();
  }

  @Override
  public String getIssuer() {
    throw unread();
  }

  @Override
  public String getSubject() {
    throw unread();
  }

  @Override
  public List<String> getAudience() {
    throw unread();
  }

  @Override
  public Date getExpiresAt() {
    throw unread();
  }

  @Override
  public Date getNotBefore() {
    throw unread();
  }

  @Override
  public Date getIssuedAt() {
    throw unread();
  }

  @Override
  public String getId() {
    throw unread();
  }

  @Override
  public Claim getClaim(String name) {
    throw unread();
  }

  @Override
  public Map<String, Claim> getClaims() {
    throw unread();
  }

  /** Nothing of a token is for logs. */
  @Override
  public String toString() {
    return "SignedText";
  }
}
