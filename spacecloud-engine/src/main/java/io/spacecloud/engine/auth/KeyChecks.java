package io.spacecloud.engine.auth;

import java.math.BigInteger;
import java.security.AlgorithmParameters;
import java.security.GeneralSecurityException;
import java.security.interfaces.ECPublicKey;
import java.security.interfaces.RSAPublicKey;
import java.security.spec.ECFieldFp;
import java.security.spec.ECGenParameterSpec;
import java.security.spec.ECParameterSpec;
import java.security.spec.ECPoint;
import java.security.spec.EllipticCurve;

/** Refuses keys that are too weak, or not of the curve that they should be of. */
final class KeyChecks {
  private static final int MIN_RSA_BITS = 2048;
  private static final int MAX_RSA_BITS = 16_384;
  static final ECParameterSpec P256 = p256();

  private KeyChecks() {}

  static void rsa(RSAPublicKey key) {
    int bits = key.getModulus().bitLength();
    BigInteger exponent = key.getPublicExponent();
    if (bits < MIN_RSA_BITS || bits > MAX_RSA_BITS) {
      throw new IllegalArgumentException("an RSA key needs 2048 to 16384 bits");
    } else if (exponent.compareTo(BigInteger.valueOf(3)) < 0
        || !exponent.testBit(0)
        || exponent.bitLength() > 64) {
      throw new IllegalArgumentException("an RSA key with an unusual exponent");
    }
  }

  static void p256(ECPublicKey key) {
    ECParameterSpec given = key.getParams();
    boolean same =
        given.getCurve().equals(P256.getCurve())
            && given.getGenerator().equals(P256.getGenerator())
            && given.getOrder().equals(P256.getOrder())
            && given.getCofactor() == P256.getCofactor();
    if (!same || !isOnCurve(key.getW())) {
      throw new IllegalArgumentException("an EC key that is not of the curve P-256");
    }
  }

  private static boolean isOnCurve(ECPoint point) {
    if (point.equals(ECPoint.POINT_INFINITY)) {
      return false;
    }
    EllipticCurve curve = P256.getCurve();
    BigInteger p = ((ECFieldFp) curve.getField()).getP();
    BigInteger x = point.getAffineX();
    BigInteger y = point.getAffineY();
    if (!isResidue(x, p) || !isResidue(y, p)) {
      return false;
    }
    BigInteger right = x.multiply(x).add(curve.getA()).multiply(x).add(curve.getB()).mod(p);
    return y.multiply(y).mod(p).equals(right);
  }

  private static boolean isResidue(BigInteger value, BigInteger modulus) {
    return value.signum() >= 0 && value.compareTo(modulus) < 0;
  }

  private static ECParameterSpec p256() {
    try {
      AlgorithmParameters parameters = AlgorithmParameters.getInstance("EC");
      parameters.init(new ECGenParameterSpec("secp256r1"));
      return parameters.getParameterSpec(ECParameterSpec.class);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("this JVM does not know the curve P-256", e);
    }
  }
}
