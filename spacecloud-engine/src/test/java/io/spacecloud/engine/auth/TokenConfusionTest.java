package io.spacecloud.engine.auth;

import static io.spacecloud.engine.auth.TokenFixtures.*;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.spacecloud.api.error.UnauthenticatedException;
import io.spacecloud.api.value.Values;
import io.spacecloud.engine.auth.TokenKey.Algorithm;
import java.nio.charset.StandardCharsets;
import java.security.Signature;
import java.time.Duration;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * A token is what its key says, or nothing (class 7): no other algorithm, no other key, no other
 * text, no second reading.
 *
 * <p>Fails without {@code BoundKey#verifies} comparing the algorithm and checking the signature;
 * without {@code KeyTable#candidates} giving the key of the token's {@code kid} alone; without
 * {@code CompactToken}'s refusals of other encodings, of extensions and of what is too long;
 * without {@code StrictJson}'s of a name that stands twice and of what follows. That weak and
 * ambiguous keys are left out is {@link KeySetTest}'s and {@link KeyChecksTest}'s; expiry, issuer
 * and audience are {@link TokensTest}'s.
 */
class TokenConfusionTest {
  private static final String CLAIMS = "{\"id\":\"a\",\"exp\":9999999999}";
  private static final byte[] SECRET_BYTES = SECRET.getBytes(StandardCharsets.UTF_8);

  private final Tokens hs256 = tokens(key(null, Algorithm.HS256));

  @Test
  void theHandMadeTokenOfTheseTestsIsValid() {
    assertThat(hs256.verify(hs256(CLAIMS)).caller().claims()).containsEntry("id", "a");
  }

  @ParameterizedTest
  @ValueSource(strings = {"none", "None", "NONE", "nOnE", "", "HS384", "hs256", "HS256 ", "RS256"})
  void anAlgorithmThatIsNotTheKeysIsRefused(String algorithm) {
    String header = "{\"alg\":\"" + algorithm + "\"}";
    refused(hs256, hs256(header, CLAIMS));
    refused(hs256, base64(header) + "." + base64(CLAIMS) + ".");
    for (Algorithm own : Algorithm.values()) {
      refused(tokens(key(null, own)), base64(header) + "." + base64(CLAIMS) + ".");
    }
  }

  @ParameterizedTest
  @EnumSource(
      value = Algorithm.class,
      names = {"RS256", "PS256", "ES256"})
  void aPublicKeyIsNoSecret(Algorithm algorithm) {
    Tokens tokens = tokens(key(null, algorithm), key("h", Algorithm.HS256));
    var key = (algorithm == Algorithm.ES256 ? EC : RSA).getPublic();
    String pem = pem("PUBLIC KEY", key);
    List<byte[]> secrets =
        List.of(
            key.getEncoded(),
            pem.getBytes(StandardCharsets.UTF_8),
            pem.strip().getBytes(StandardCharsets.UTF_8),
            pem.replace("\n", "").getBytes(StandardCharsets.UTF_8));
    for (byte[] secret : secrets) {
      for (String name : List.of("HS256", algorithm.name())) {
        refused(tokens, hmac("HmacSHA256", secret, "{\"alg\":\"" + name + "\"}", CLAIMS));
      }
    }
  }

  @Test
  void anotherHashOfTheSameSecretIsRefused() {
    String header = "{\"alg\":\"HS384\"}";
    String token = hmac("HmacSHA384", SECRET_BYTES, header, CLAIMS);
    refused(hs256, token);
    tokens(key(null, Algorithm.HS384)).verify(token);
    refused(hs256, hmac("HmacSHA384", SECRET_BYTES, "{\"alg\":\"HS256\"}", CLAIMS));
  }

  @Test
  void rsaPaddingsAreNotInterchangeable() {
    Tokens rs = tokens(key(null, Algorithm.RS256));
    Tokens ps = tokens(key(null, Algorithm.PS256));
    refused(rs, ps.issue(Map.of(), Duration.ofHours(1)));
    refused(ps, rs.issue(Map.of(), Duration.ofHours(1)));
    String rsToken = rs.issue(Map.of(), Duration.ofHours(1));
    String relabelled =
        base64("{\"alg\":\"PS256\",\"typ\":\"JWT\"}") + rsToken.substring(rsToken.indexOf('.'));
    refused(ps, relabelled);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "\"../../../../dev/null\"",
        "\"/etc/passwd\"",
        "\"' OR '1'='1\"",
        "\"x' UNION SELECT 'secret\"",
        "\"http://localhost/keys\"",
        "\"K1\"",
        "\"\"",
        "\"k1\\u0000\"",
        "null",
        "1",
        "[\"k1\"]",
        "{\"k1\":\"k1\"}",
        "true"
      })
  void aKidThatNamesNoKeyIsRefused(String kid) {
    String header = "{\"alg\":\"HS256\",\"kid\":" + kid + "}";
    refused(tokens(key("k1", Algorithm.HS256)), hs256(header, CLAIMS));
    refused(hs256, hs256(header, CLAIMS));
  }

  @Test
  void aKeyIsFoundByItsKidAlone() {
    String unnamed = hs256(CLAIMS);
    String named = hs256("{\"alg\":\"HS256\",\"kid\":\"k1\"}", CLAIMS);
    tokens(key("k1", Algorithm.HS256)).verify(named);
    tokens(key("k1", Algorithm.HS256)).verify(unnamed);
    tokens(key("k2", Algorithm.ES256), key(null, Algorithm.HS256)).verify(unnamed);
    refused(tokens(key("k1", Algorithm.HS256), key("k2", Algorithm.ES256)), unnamed);
    refused(tokens(key("k2", Algorithm.HS256), key("k1", Algorithm.ES256)), named);
    TokenKey set = new TokenKey.KeySet(() -> "{\"keys\":[]}");
    refused(tokens(key("k1", Algorithm.HS256), set), unnamed);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"alg\":\"HS256\",\"crit\":[\"exp\"],\"exp\":1}",
        "{\"alg\":\"HS256\",\"crit\":[]}",
        "{\"alg\":\"HS256\",\"b64\":false}",
        "{\"alg\":\"none\",\"alg\":\"HS256\"}",
        "{\"alg\":\"HS256\",\"alg\":\"HS256\"}",
        "{\"alg\":[\"HS256\"]}",
        "{\"alg\":null}",
        "{\"Alg\":\"HS256\"}",
        "{}",
        "[]",
        "null",
        "\"HS256\"",
        "{\"alg\":\"HS256\"}{}",
        "{\"alg\":\"HS256\",}",
        "{'alg':'HS256'}",
        "\uFEFF{\"alg\":\"HS256\"}"
      })
  void aHeaderWithTwoReadingsIsRefused(String header) {
    refused(hs256, hs256(header, CLAIMS));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"id\":\"a\",\"id\":\"b\",\"exp\":9999999999}",
        "{\"id\":\"a\",\"\\u0069d\":\"b\",\"exp\":9999999999}",
        "{\"o\":{\"x\":1,\"x\":2},\"exp\":9999999999}",
        "{\"exp\":1,\"exp\":9999999999}",
        "{\"exp\":9999999999} x",
        "{\"exp\":9999999999}{}",
        "{\"exp\":9999999999,\"a\":\"\\u0000\"}",
        "{\"exp\":9999999999,\"a\":\"\\ud800\"}",
        "{\"exp\":9999999999,\"a\":1e100000}",
        "{\"exp\":9999999999,\"a\":NaN}",
        "{\"exp\":9999999999/**/}",
        "[{\"exp\":9999999999}]",
        "null",
        "1",
        "\"\"",
        " "
      })
  void aPayloadWithTwoReadingsIsRefused(String payload) {
    refused(hs256, hs256(payload));
  }

  @Test
  void textThatIsNotUtf8IsRefused() {
    String header = base64("{\"alg\":\"HS256\"}");
    String claims = "{\"exp\":9999999999,\"a\":\"";
    byte[] overlong = (claims + "??\"}").getBytes(StandardCharsets.US_ASCII);
    overlong[claims.length()] = (byte) 0xC0;
    overlong[claims.length() + 1] = (byte) 0xAF;
    refused(hs256, hmacParts("HmacSHA256", SECRET_BYTES, header, base64(overlong)));
    byte[] utf16 = CLAIMS.getBytes(StandardCharsets.UTF_16BE);
    refused(hs256, hmacParts("HmacSHA256", SECRET_BYTES, header, base64(utf16)));
  }

  @Test
  void nestingAndLengthAreBounded() {
    int inner = Values.MAX_DEPTH - 1;
    hs256.verify(hs256(nested(inner)));
    refused(hs256, hs256(nested(inner + 1)));
    refused(hs256, hs256(nested(1_000)));
    String fits = hs256("{\"exp\":9999999999,\"a\":\"" + "x".repeat(12_000) + "\"}");
    hs256.verify(fits);
    refused(hs256, hs256("{\"exp\":9999999999,\"a\":\"" + "x".repeat(12_400) + "\"}"));
    refused(hs256, ".".repeat(10_000_000));
    String longest = hs256("{\"exp\":9999999999,\"a\":\"" + "x".repeat(12_214) + "\"}");
    assertThat(longest).hasSize(16 * 1024);
    hs256.verify(longest);
    refused(hs256, "x".repeat(10_000_000));
  }

  private static String nested(int lists) {
    return "{\"exp\":9999999999,\"a\":" + "[".repeat(lists) + "]".repeat(lists) + "}";
  }

  @Test
  void anEcSignatureOfZerosOrOfAnotherFormIsRefused() throws Exception {
    Tokens tokens = tokens(key(null, Algorithm.ES256));
    String token = tokens.issue(Map.of(), Duration.ofHours(1));
    String signed = token.substring(0, token.lastIndexOf('.'));
    byte[] signature = Base64.getUrlDecoder().decode(token.substring(signed.length() + 1));
    Signature jca = Signature.getInstance("SHA256withECDSA");
    jca.initSign(EC.getPrivate());
    jca.update(signed.getBytes(StandardCharsets.US_ASCII));
    byte[] zeroR = signature.clone();
    Arrays.fill(zeroR, 0, 32, (byte) 0);
    byte[] zeroS = signature.clone();
    Arrays.fill(zeroS, 32, 64, (byte) 0);
    byte[] order = new byte[64];
    byte[] n = KeyChecks.P256.getOrder().toByteArray();
    System.arraycopy(n, n.length - 32, order, 0, 32);
    System.arraycopy(n, n.length - 32, order, 32, 32);
    byte[] ones = new byte[64];
    Arrays.fill(ones, (byte) 0xFF);
    for (byte[] forged :
        List.of(
            new byte[64],
            zeroR,
            zeroS,
            order,
            ones,
            jca.sign(),
            Arrays.copyOf(signature, 63),
            Arrays.copyOf(signature, 65),
            Arrays.copyOf(signature, 128),
            new byte[1],
            new byte[96],
            new byte[] {0x30, 0x06, 0x02, 0x01, 0x00, 0x02, 0x01, 0x00})) {
      refused(tokens, signed + "." + base64(forged));
    }
  }

  @Test
  void aSignatureByAnotherKeyIsRefused() {
    for (Algorithm algorithm : List.of(Algorithm.RS256, Algorithm.PS256)) {
      Tokens forger = tokens(pair(null, algorithm, OTHER_RSA));
      refused(tokens(key(null, algorithm)), forger.issue(Map.of(), Duration.ofHours(1)));
    }
    Tokens forger = tokens(pair(null, Algorithm.ES256, OTHER_EC));
    refused(tokens(key(null, Algorithm.ES256)), forger.issue(Map.of(), Duration.ofHours(1)));
  }

  @Test
  void psSignaturesAreThoseOfTheJdk() throws Exception {
    Tokens tokens = tokens(key(null, Algorithm.PS256));
    String signed = base64("{\"alg\":\"PS256\"}") + "." + base64(CLAIMS);
    for (int salt : new int[] {32, 0, 20}) {
      Signature jca = Signature.getInstance("RSASSA-PSS");
      jca.setParameter(
          new java.security.spec.PSSParameterSpec(
              "SHA-256", "MGF1", java.security.spec.MGF1ParameterSpec.SHA256, salt, 1));
      jca.initSign(RSA.getPrivate());
      jca.update(signed.getBytes(StandardCharsets.US_ASCII));
      String token = signed + "." + base64(jca.sign());
      if (salt == 32) {
        tokens.verify(token);
      } else {
        refused(tokens, token);
      }
    }
  }

  @Test
  void onlyOneTextIsAToken() {
    String token = hs256(CLAIMS);
    hs256.verify(token);
    String[] parts = token.split("\\.");
    for (String other :
        List.of(
            "",
            ".",
            "..",
            "...",
            " " + token,
            token + " ",
            token + "\n",
            token + ".",
            "." + token,
            token + "." + parts[2],
            token + "=",
            token + "A",
            token + "\u0000",
            "Bearer " + token,
            parts[0] + "." + parts[1],
            parts[0] + "." + parts[1] + ".",
            parts[0] + ".." + parts[2],
            "." + parts[1] + "." + parts[2],
            parts[0] + "=." + parts[1] + "." + parts[2],
            parts[0] + "." + parts[1] + "\r\n." + parts[2],
            parts[0]
                + "."
                + parts[1]
                + "."
                + parts[2].substring(0, 20)
                + " "
                + parts[2].substring(20),
            parts[0] + "." + parts[1] + "." + parts[2].substring(0, 42),
            parts[0].toLowerCase(java.util.Locale.ROOT) + "." + parts[1] + "." + parts[2])) {
      refused(hs256, other);
    }
    refused(hs256, null);
    String standard =
        Base64.getEncoder()
            .encodeToString("{\"alg\":\"HS256\",\"x\":\"??>>\"}".getBytes(StandardCharsets.UTF_8));
    assertThat(standard).containsAnyOf("+", "/");
    refused(hs256, hmacParts("HmacSHA256", SECRET_BYTES, standard, base64(CLAIMS)));
  }

  @ParameterizedTest
  @EnumSource(Algorithm.class)
  void noBitOfATokenCanBeChanged(Algorithm algorithm) {
    Tokens tokens = tokens(key(null, algorithm));
    String token = tokens.issue(Map.of("id", "a"), Duration.ofHours(1));
    tokens.verify(token);
    for (int i = 0; i < token.length(); i++) {
      for (int bit = 0; bit < 8; bit++) {
        char[] changed = token.toCharArray();
        changed[i] ^= (char) (1 << bit);
        refused(tokens, new String(changed));
      }
    }
  }

  @Test
  void refusalsNeverQuoteTheToken() {
    for (String token :
        List.of(
            hs256("{\"exp\":\"sesame\"}"),
            hs256("{\"alg\":\"sesame\"}", CLAIMS),
            hs256("{\"alg\":\"HS256\",\"kid\":\"sesame\"}", CLAIMS),
            hs256("{\"sesame\":1,\"sesame\":2}"),
            "sesame",
            "sesame.sesame.sesame")) {
      assertThatThrownBy(() -> hs256.verify(token))
          .isInstanceOf(UnauthenticatedException.class)
          .hasMessageNotContaining("sesame")
          .hasNoCause();
    }
    assertThat(CompactToken.parse(hs256("{\"x\":\"sesame\"}"))).hasToString("CompactToken");
  }

  @Test
  void aTokenThatIsNoneIsSaidToBeMalformed() {
    for (String token : List.of("x", "x.y.z", "e30.e30.e30", hs256("[]"))) {
      assertThatThrownBy(() -> hs256.verify(token))
          .isInstanceOf(UnauthenticatedException.class)
          .hasMessage("the token is malformed");
    }
  }

  private static void refused(Tokens tokens, String token) {
    assertThatThrownBy(() -> tokens.verify(token)).isInstanceOf(UnauthenticatedException.class);
  }
}
