package io.spacecloud.engine.accounts;

import io.spacecloud.engine.accounts.Attempts.Attempt;
import io.spacecloud.engine.config.EmailConfig;
import io.spacecloud.engine.config.EmailConfig.Refresh;
import org.jspecify.annotations.Nullable;

/**
 * All that one operation on a database's users goes by.
 *
 * @param client whose it is, where the application tells
 */
record Desk(UserManagement management, Realm realm, @Nullable String client) {
  EmailConfig settings() {
    return realm.settings();
  }

  Ground ground() {
    return management.ground();
  }

  Hooked hooks() {
    return management.hooks();
  }

  Accounts accounts() {
    return new Accounts(ground(), realm);
  }

  /** The refresh tokens, or null where there are none. */
  @Nullable RefreshTokens refreshTokens() {
    Refresh refresh = settings().refresh();
    String key = realm.tokenKey();
    return refresh == null || key == null ? null : new RefreshTokens(ground(), realm, refresh, key);
  }

  Hasher hasher() {
    return management.hasher(settings().passwords());
  }

  /** Counts an attempt of the client, if it is known. */
  Attempt clientAttempt() {
    return client == null
        ? Attempt.FREE
        : enter("client " + client, settings().attempts().perClient());
  }

  /** Counts an attempt of the client on an account, which may be there or not. */
  Attempt attempt(String who) {
    Attempt ofClient = clientAttempt();
    try {
      String key = "account " + realm.database() + " " + who;
      return enter(key, settings().attempts().perAccount()).and(ofClient);
    } catch (RuntimeException e) {
      ofClient.takeBack();
      throw e;
    }
  }

  private Attempt enter(String key, int most) {
    return management.attempts().enter(key, most, settings().attempts().within(), ground().now());
  }
}
