package io.spacecloud.engine.auth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.spacecloud.api.error.UnauthenticatedException;
import io.spacecloud.engine.auth.TokenKey.Algorithm;
import io.spacecloud.engine.auth.TokenKey.KeySet;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The examples of RFC 7515, appendices A.1 to A.3. */
class TokenVectorsTest {
  private static final String PAYLOAD =
      "eyJpc3MiOiJqb2UiLA0KICJleHAiOjEzMDA4MTkzODAsDQogImh0dHA6Ly9leGFtcGxlLmNvbS9pc19yb290Ijp0cnVlfQ";
  private static final Clock BEFORE_EXPIRY =
      Clock.fixed(Instant.ofEpochSecond(1300819379), ZoneOffset.UTC);

  @Test
  void a1HmacSha256() {
    byte[] secret =
        Base64.getUrlDecoder()
            .decode(
                "AyM1SysPpbyDfgZld3umj1qzKObwVMkoqQ-EstJQLr_T-1qS0gZH75aKtMN3Yj0iPS4hcgUuTwjAzZr1Z9CAow");
    CompactToken token =
        CompactToken.parse(
            "eyJ0eXAiOiJKV1QiLA0KICJhbGciOiJIUzI1NiJ9."
                + PAYLOAD
                + ".dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk");
    assertThat(BoundKey.secret(null, Algorithm.HS256, secret).verifies(token)).isTrue();
    assertThat(token.claims()).containsEntry("http://example.com/is_root", true);
    secret[0] ^= 1;
    assertThat(BoundKey.secret(null, Algorithm.HS256, secret).verifies(token)).isFalse();
  }

  @Test
  void a2RsaSha256() {
    String key =
        "{\"kty\":\"RSA\",\"e\":\"AQAB\",\"n\":\""
            + "ofgWCuLjybRlzo0tZWJjNiuSfb4p4fAkd_wWJcyQoTbji9k0l8W26mPddxHmfHQp-Vaw-4qPCJrcS2mJPMEzP1Pt0Bm4d4QlL-yR"
            + "T-SFd2lZS-pCgNMsD1W_YpRPEwOWvG6b32690r2jZ47soMZo9wGzjb_7OMg0LOL-bSf63kpaSHSXndS5z5rexMdbBYUsLA9e-KXB"
            + "dQOS-UTo7WTBEMa2R2CapHg665xsmtdVMTBQY4uDZlxvb3qCo5ZwKh9kG4LT6_I5IhlJH7aGhyxXFvUK-DWNmoudF8NAco9_h9ia"
            + "GNj8q2ethFkMLs91kzk2PAcDTW9gb54h4FRWyuXpoQ\"}";
    verifies(
        key,
        "eyJhbGciOiJSUzI1NiJ9."
            + PAYLOAD
            + ".cC4hiUPoj9Eetdgtv3hF80EGrhuB__dzERat0XF9g2VtQgr9PJbu3XOiZj5RZmh7AAuHIm4Bh-0Qc_lF5YKt_O8W2Fp5jujGbds9uJdb"
            + "F9CUAr7t1dnZcAcQjbKBYNX4BAynRFdiuB--f_nZLgrnbyTyWzO75vRK5h6xBArLIARNPvkSjtQBMHlb1L07Qe7K0GarZRmB_eSN"
            + "9383LcOLn6_dO--xi12jzDwusC-eOkHWEsqtFZESc6BfI7noOPqvhJ1phCnvWh6IeYI2w9QOYEUipUTI8np6LbgGY9Fs98rqVt5A"
            + "XLIhWkWywlVmtVrBp0igcN_IoypGlUPQGe77Rw");
  }

  @Test
  void a3EcdsaP256() {
    verifies(
        "{\"kty\":\"EC\",\"crv\":\"P-256\","
            + "\"x\":\"f83OJ3D2xF1Bg8vub9tLe1gHMzV76e8Tus9uPHvRVEU\","
            + "\"y\":\"x_FEzRu9m36HLN_tue659LNpXW6pCyStikYjKIWI5a0\"}",
        "eyJhbGciOiJFUzI1NiJ9."
            + PAYLOAD
            + ".DtEhU3ljbEg8L38VWAfUAqOyKAM6-Xx-F4GawxaepmXFCgfTjDxw5djxLa8ISlSApmWQxfKTUJqPP3-Kg6NU1Q");
  }

  private static void verifies(String jwk, String token) {
    TokenConfig config = TokenConfig.of(List.of(new KeySet(() -> "{\"keys\":[" + jwk + "]}")));
    Tokens tokens = Tokens.create(config, BEFORE_EXPIRY);
    assertThat(tokens.verify(token).caller().claims()).containsEntry("iss", "joe");
    Tokens later = Tokens.create(config, Clock.offset(BEFORE_EXPIRY, Duration.ofSeconds(1)));
    assertThatThrownBy(() -> later.verify(token))
        .isInstanceOf(UnauthenticatedException.class)
        .hasMessageContaining("expired");
  }
}
