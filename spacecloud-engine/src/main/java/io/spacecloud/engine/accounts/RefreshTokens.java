package io.spacecloud.engine.accounts;

import static io.spacecloud.api.condition.Conditions.field;

import io.spacecloud.api.condition.Condition;
import io.spacecloud.api.condition.Conditions;
import io.spacecloud.api.request.Create;
import io.spacecloud.api.request.Delete;
import io.spacecloud.api.request.Read;
import io.spacecloud.api.request.Update;
import io.spacecloud.api.result.Document;
import io.spacecloud.engine.config.EmailConfig.Refresh;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.Base64;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The refresh tokens of a database's accounts. Thread-safe.
 *
 * <p>A token is a family and a secret, both random; one who signs in begins a family, and each of
 * its tokens follows from the one before. A family is one row, which holds digests of the family
 * and of the secret of its newest token. To refresh is one conditional update of that row, so that
 * of several who show one token one succeeds, and nothing stands between an old token and the new
 * one. A token of a family that is not its newest has been used: the family goes, and with it the
 * token that whoever used it was given. What is gone stays gone, since nothing is inserted but by
 * signing in. A row also holds what the account's password was: with another password, or without
 * the account, it is no good, whether anybody came to delete it or not.
 */
final class RefreshTokens {
  private static final Logger LOG = LoggerFactory.getLogger(RefreshTokens.class);
  private static final int FAMILY_BYTES = 16;
  private static final int SECRET_BYTES = 32;
  private static final Pattern FORM = Pattern.compile("([A-Za-z0-9_-]{22})([A-Za-z0-9_-]{43})");
  private static final Base64.Encoder BASE64 = Base64.getUrlEncoder().withoutPadding();
  private static final SecureRandom RANDOM = new SecureRandom();

  private final Ground ground;
  private final Realm realm;
  private final Refresh settings;
  private final String key;

  RefreshTokens(Ground ground, Realm realm, Refresh settings, String key) {
    this.ground = ground;
    this.realm = realm;
    this.settings = settings;
    this.key = key;
  }

  /**
   * Whose a token is.
   *
   * @param account as tokens call them
   * @param proof a digest of the hash of the password that was shown for it
   */
  record Owner(String account, String proof) {
    /** Whether the account's password is still the one that was shown. */
    boolean is(Account known) {
      return proof.equals(proofOf(known));
    }
  }

  /** The first token of a new family. */
  String begin(Account account) {
    String family = random(FAMILY_BYTES);
    String secret = random(SECRET_BYTES);
    ground.execute(
        Create.one(
            realm.database(),
            settings.collection(),
            Map.of(
                key,
                digest(family),
                Realm.HASH,
                digest(secret),
                Realm.ACCOUNT,
                account.id(),
                Realm.PROOF,
                proofOf(account),
                Realm.EXPIRES,
                expiry())));
    forget(field(Realm.ACCOUNT).eq(account.id()), expired());
    return family + secret;
  }

  /** Whose the token is; null if it is no good. */
  @Nullable Owner owner(String token) {
    Matcher form = FORM.matcher(token);
    if (!form.matches()) {
      return null;
    }
    Read read =
        Read.one(realm.database(), settings.collection())
            .where(newest(form))
            .select(Realm.ACCOUNT, Realm.PROOF);
    Document row = ground.execute(read).document().orElse(null);
    return row == null
        ? null
        : new Owner(String.valueOf(row.get(Realm.ACCOUNT)), String.valueOf(row.get(Realm.PROOF)));
  }

  /** Uses a token; null if it is no good, as after somebody else has used it. */
  @Nullable String next(String token) {
    Matcher form = FORM.matcher(token);
    if (!form.matches()) {
      return null;
    }
    String secret = random(SECRET_BYTES);
    Update update =
        Update.one(realm.database(), settings.collection())
            .where(newest(form))
            .set(Realm.HASH, digest(secret))
            .set(Realm.EXPIRES, expiry());
    return ground.execute(update).affected() == 0 ? null : family(form) + secret;
  }

  /** Ends a token's family since it was shown, and is no good. */
  void revoke(String token) {
    if (end(token)) {
      LOG.warn("a refresh token was used twice, or too late: what follows from it is revoked");
    }
  }

  /** The password is the same one, hashed anew. */
  void renew(Account before, Account now) {
    ground.execute(
        Update.all(realm.database(), settings.collection())
            .where(field(Realm.ACCOUNT).eq(before.id()))
            .where(field(Realm.PROOF).eq(proofOf(before)))
            .set(Realm.PROOF, proofOf(now)));
  }

  /** Ends a token's family, if it is there. */
  boolean end(String token) {
    Matcher form = FORM.matcher(token);
    return form.matches() && forget(of(family(form))) > 0;
  }

  /** Ends all families of an account. */
  void endAll(String account) {
    forget(field(Realm.ACCOUNT).eq(account));
  }

  /** Deletes what has expired. */
  long forgetExpired() {
    return forget(expired());
  }

  private long forget(Condition... which) {
    Delete delete = Delete.all(realm.database(), settings.collection());
    for (Condition each : which) {
      delete = delete.where(each);
    }
    return ground.execute(delete).affected();
  }

  private static String family(Matcher form) {
    return Objects.requireNonNull(form.group(1));
  }

  /** The row of a token, if it is the newest of its family and in time. */
  private Condition newest(Matcher form) {
    return Conditions.and(
        of(family(form)),
        field(Realm.HASH).eq(digest(Objects.requireNonNull(form.group(2)))),
        field(Realm.EXPIRES).gt(ground.now()));
  }

  private Condition of(String family) {
    return field(key).eq(digest(family));
  }

  private Condition expired() {
    return field(Realm.EXPIRES).lte(ground.now());
  }

  private Instant expiry() {
    return ground.now().plus(settings.lifetime());
  }

  private static String random(int bytes) {
    byte[] random = new byte[bytes];
    RANDOM.nextBytes(random);
    return BASE64.encodeToString(random);
  }

  private static String proofOf(Account account) {
    return digest(String.valueOf(account.pass()));
  }

  private static String digest(String text) {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      return BASE64.encodeToString(digest.digest(text.getBytes(StandardCharsets.UTF_8)));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e); // every JDK has it
    }
  }
}
