package io.spacecloud.engine.accounts;

import io.spacecloud.api.error.NotFoundException;
import io.spacecloud.api.error.UnsupportedFeatureException;
import io.spacecloud.api.spi.Declaration;
import io.spacecloud.engine.config.EmailConfig;
import io.spacecloud.engine.config.EmailConfig.Passwords;
import io.spacecloud.engine.users.UserHooks;
import io.spacecloud.engine.users.Users;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What the users of all databases of an engine share. Thread-safe; costs nothing until used. */
public final class UserManagement {
  private final Ground ground;
  private final UserHooks hooks;
  private @Nullable Hasher hasher;
  private @Nullable Attempts attempts;

  /** User management on that ground. */
  public UserManagement(Ground ground, UserHooks hooks) {
    this.ground = ground;
    this.hooks = hooks;
  }

  /**
   * The users of a database.
   *
   * @throws io.spacecloud.api.error.NotFoundException if it keeps none
   * @throws io.spacecloud.api.error.UnsupportedFeatureException if it cannot
   * @throws IllegalStateException if what that takes is not there
   */
  public Users of(String database) {
    Realm realm = Realm.of(ground, database);
    if (!ground.tokens().canIssue()) {
      throw new IllegalStateException("no key can sign the tokens of users");
    }
    hasher(realm.settings().passwords());
    return new EmailUsers(this, database, null);
  }

  /**
   * Why a database cannot keep the accounts that it is to keep; null if it can, or has none yet.
   */
  public @Nullable String flaw(String database) {
    try {
      EmailConfig settings = ground.settings();
      if (settings != null && settings.serves(database)) {
        Realm.of(ground, database);
      }
      return null;
    } catch (NotFoundException e) {
      return null;
    } catch (UnsupportedFeatureException e) {
      return e.getMessage();
    }
  }

  /** What the collections are that user management needs, where they are to be made. */
  public List<Declaration> declarations(String database, String key) {
    EmailConfig settings = ground.settings();
    return settings == null || !settings.serves(database)
        ? List.of()
        : Realm.declarations(settings, key);
  }

  Ground ground() {
    return ground;
  }

  Hooked hooks() {
    return new Hooked(hooks);
  }

  synchronized Hasher hasher(Passwords settings) {
    Hasher known = hasher;
    if (known == null || !known.settings().equals(settings)) {
      try {
        known = new Hasher(settings);
      } catch (NoClassDefFoundError e) {
        throw new IllegalStateException("passwords take org.bouncycastle:bcprov-jdk18on", e);
      }
      hasher = known;
    }
    return known;
  }

  synchronized Attempts attempts() {
    Attempts known = attempts;
    if (known == null) {
      known = new Attempts();
      attempts = known;
    }
    return known;
  }
}
