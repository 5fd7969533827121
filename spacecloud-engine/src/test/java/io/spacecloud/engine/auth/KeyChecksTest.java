package io.spacecloud.engine.auth;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.math.BigInteger;
import java.security.KeyFactory;
import java.security.interfaces.ECPublicKey;
import java.security.interfaces.RSAPublicKey;
import java.security.spec.ECFieldFp;
import java.security.spec.ECParameterSpec;
import java.security.spec.ECPoint;
import java.security.spec.RSAPublicKeySpec;
import org.junit.jupiter.api.Test;

class KeyChecksTest {
  private static final BigInteger P = ((ECFieldFp) KeyChecks.P256.getCurve().getField()).getP();

  /** The point of the curve whose x is 0: its y is the root of the curve's constant. */
  private static final BigInteger ROOT =
      KeyChecks.P256.getCurve().getB().modPow(P.add(BigInteger.ONE).shiftRight(2), P);

  @Test
  void rsaKeysHave2048To16384Bits() throws Exception {
    assertThatCode(() -> KeyChecks.rsa(rsa(2048, big(65_537)))).doesNotThrowAnyException();
    assertThatCode(() -> KeyChecks.rsa(rsa(16_384, big(65_537)))).doesNotThrowAnyException();
    refused(rsa(2047, big(65_537)));
    refused(new RsaKey(BigInteger.ONE.shiftLeft(16_384), big(65_537)));
  }

  @Test
  void anRsaExponentIsOddFrom3To64Bits() throws Exception {
    BigInteger longest = BigInteger.ONE.shiftLeft(64).subtract(BigInteger.ONE);
    for (BigInteger usual : new BigInteger[] {big(3), big(65_537), longest}) {
      assertThatCode(() -> KeyChecks.rsa(rsa(2048, usual))).doesNotThrowAnyException();
    }
    for (BigInteger unusual :
        new BigInteger[] {big(-3), big(1), big(2), big(65_536), longest.add(big(2))}) {
      refused(new RsaKey(BigInteger.ONE.shiftLeft(2047), unusual));
    }
  }

  @Test
  void aPointOfTheCurveIsAKey() {
    assertThatCode(() -> KeyChecks.p256(new EcKey(BigInteger.ZERO, ROOT)))
        .doesNotThrowAnyException();
  }

  @Test
  void aPointHasOneFormAndIsNotAtInfinity() {
    refused(new EcKey(BigInteger.ZERO, ROOT.add(BigInteger.ONE)));
    refused(new EcKey(P, ROOT));
    refused(new EcKey(P.negate(), ROOT));
    refused(new EcKey(BigInteger.ZERO, ROOT.add(P)));
    refused(new EcKey(BigInteger.ZERO, ROOT.subtract(P)));
    refused(new EcKey(ECPoint.POINT_INFINITY));
  }

  private static BigInteger big(long value) {
    return BigInteger.valueOf(value);
  }

  private static RSAPublicKey rsa(int bits, BigInteger exponent) throws Exception {
    BigInteger modulus = BigInteger.ONE.shiftLeft(bits - 1).setBit(0);
    return (RSAPublicKey)
        KeyFactory.getInstance("RSA").generatePublic(new RSAPublicKeySpec(modulus, exponent));
  }

  private static void refused(RSAPublicKey key) {
    assertThatIllegalArgumentException().isThrownBy(() -> KeyChecks.rsa(key));
  }

  private static void refused(ECPublicKey key) {
    assertThatIllegalArgumentException().isThrownBy(() -> KeyChecks.p256(key));
  }

  /** A key as a security provider less careful than the JDK's may hand out. */
  private record RsaKey(BigInteger modulus, BigInteger exponent) implements RSAPublicKey {
    @Override
    public BigInteger getModulus() {
      return modulus;
    }

    @Override
    public BigInteger getPublicExponent() {
      return exponent;
    }

    @Override
    public String getAlgorithm() {
      return "RSA";
    }

    @Override
    public String getFormat() {
      return null;
    }

    @Override
    public byte[] getEncoded() {
      return null;
    }
  }

  /** A key as a security provider less careful than the JDK's may hand out. */
  private record EcKey(ECPoint point) implements ECPublicKey {
    EcKey(BigInteger x, BigInteger y) {
      this(new ECPoint(x, y));
    }

    @Override
    public ECPoint getW() {
      return point;
    }

    @Override
    public ECParameterSpec getParams() {
      return KeyChecks.P256;
    }

    @Override
    public String getAlgorithm() {
      return "EC";
    }

    @Override
    public String getFormat() {
      return null;
    }

    @Override
    public byte[] getEncoded() {
      return null;
    }
  }
}
