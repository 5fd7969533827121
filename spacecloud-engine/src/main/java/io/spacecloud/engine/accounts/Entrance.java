package io.spacecloud.engine.accounts;

import io.spacecloud.api.error.ConflictException;
import io.spacecloud.api.error.SpaceCloudException;
import io.spacecloud.api.error.UnauthenticatedException;
import io.spacecloud.api.error.UnsupportedFeatureException;
import io.spacecloud.api.result.Document;
import io.spacecloud.engine.accounts.Attempts.Attempt;
import io.spacecloud.engine.accounts.RefreshTokens.Owner;
import io.spacecloud.engine.config.EmailConfig.Passwords;
import io.spacecloud.engine.users.SignedIn;
import java.time.Instant;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Signs up and in, and refreshes. For one operation. */
final class Entrance {
  private static final Logger LOG = LoggerFactory.getLogger(Entrance.class);

  private final Desk desk;
  private final Passwords passwords;

  Entrance(Desk desk) {
    this.desk = desk;
    this.passwords = desk.settings().passwords();
  }

  SignedIn signUp(String email, @Nullable String name, String pass) {
    String address = Email.checked(email);
    String shown = Texts.name(name);
    Texts.requireNew(pass, passwords);
    desk.clientAttempt(); // whatever becomes of it
    desk.hooks().checkPassword(pass);
    String id = UUID.randomUUID().toString();
    Account asked = new Account(id, address, shown, desk.settings().role(), null);
    Map<String, ?> others = desk.hooks().beforeSignUp(user(asked));
    Account account =
        (others.get(Realm.ROLE) instanceof String role ? asked.withRole(role) : asked)
            .withPass(desk.hasher().hash(pass));
    desk.accounts().create(account, others);
    Document user = user(account);
    desk.hooks().after(hooks -> hooks.afterSignUp(user));
    return admit(account);
  }

  SignedIn signIn(String email, String pass) {
    Texts.requirePossible("pass", pass, passwords);
    String folded = Email.fold(email);
    Attempt attempt = desk.attempt(folded);
    Account account;
    boolean right;
    try {
      account = desk.accounts().byEmail(email);
      right = desk.hasher().verify(account == null ? null : account.pass(), pass);
    } catch (RuntimeException e) {
      attempt.takeBack();
      throw e;
    }
    if (account == null || !right) {
      throw new UnauthenticatedException("the e-mail address or the password is wrong");
    }
    attempt.takeBack();
    SignedIn signedIn = admit(renewed(account, folded, pass));
    desk.hooks().after(hooks -> hooks.afterSignIn(signedIn.user()));
    return signedIn;
  }

  /** With a hash as one would have now, and an address as one is stored now, if that can be. */
  private Account renewed(Account account, String folded, String pass) {
    boolean dated = desk.hasher().isDated(account.pass());
    if (!dated && account.email().equals(folded)) {
      return account;
    }
    try {
      Account now = dated ? account.withPass(desk.hasher().hash(pass)) : account;
      Account renewed = renew(account, now, folded);
      return renewed == null ? renewedByAnother(account, pass) : renewed;
    } catch (SpaceCloudException e) {
      LOG.warn("an account could not be renewed: {}", e.getClass().getName());
      return account; // the next time, perhaps
    }
  }

  /** As somebody left it who signed in at the same time, unless the password is another now. */
  private Account renewedByAnother(Account before, String pass) {
    Account now = desk.accounts().byId(before.id());
    return now != null && desk.hasher().verify(now.pass(), pass) ? now : before;
  }

  private @Nullable Account renew(Account before, Account hashed, String folded) {
    Account now = hashed.withEmail(folded);
    boolean done;
    try {
      done = desk.accounts().renew(before, now);
    } catch (ConflictException e) {
      now = hashed; // the folded address is another account's
      done = desk.accounts().renew(before, now);
    }
    RefreshTokens tokens = desk.refreshTokens();
    if (done && tokens != null) {
      tokens.renew(before, now);
    }
    return done ? now : null;
  }

  private SignedIn admit(Account account) {
    Map<String, ?> claims = desk.hooks().beforeToken(user(account));
    RefreshTokens tokens = desk.refreshTokens();
    return signedIn(account, claims, tokens == null ? null : tokens.begin(account));
  }

  SignedIn refresh(String token) {
    RefreshTokens tokens = desk.refreshTokens();
    if (tokens == null) {
      throw new UnsupportedFeatureException("no refresh tokens are configured");
    }
    Attempt attempt = desk.clientAttempt();
    Owner owner = tokens.owner(token);
    Account account = owner == null ? null : desk.accounts().byId(owner.account());
    if (owner == null || account == null || !owner.is(account)) {
      throw noGood(tokens, token);
    }
    Map<String, ?> claims = desk.hooks().beforeToken(user(account));
    String next = tokens.next(token);
    if (next == null) {
      throw noGood(tokens, token);
    }
    attempt.takeBack();
    return signedIn(account, claims, next);
  }

  private static UnauthenticatedException noGood(RefreshTokens tokens, String token) {
    tokens.revoke(token);
    return new UnauthenticatedException("the refresh token is no good");
  }

  private SignedIn signedIn(Account account, Map<String, ?> claims, @Nullable String refresh) {
    Ground ground = desk.ground();
    Instant until = ground.now().plus(desk.settings().tokenLifetime());
    String token = ground.tokens().issue(account.claims(claims), desk.settings().tokenLifetime());
    return new SignedIn(
        user(account), token, Instant.ofEpochSecond(until.getEpochSecond()), refresh);
  }

  private Document user(Account account) {
    return account.user(desk.realm().key());
  }
}
