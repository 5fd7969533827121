package io.spacecloud.engine.accounts;

import static io.spacecloud.api.condition.Conditions.field;

import io.spacecloud.api.condition.Condition;
import io.spacecloud.api.error.ConflictException;
import io.spacecloud.api.error.InvalidRequestException;
import io.spacecloud.api.error.SpaceCloudException;
import io.spacecloud.api.error.UnauthenticatedException;
import io.spacecloud.api.request.Delete;
import io.spacecloud.api.request.Read;
import io.spacecloud.api.request.Update;
import io.spacecloud.api.result.Document;
import io.spacecloud.api.result.Result;
import io.spacecloud.engine.Session;
import io.spacecloud.engine.accounts.Attempts.Attempt;
import io.spacecloud.engine.users.ProfileEdit;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What sessions do to accounts, by the collection's rules. For one operation. */
final class Profiles {
  private static final Logger LOG = LoggerFactory.getLogger(Profiles.class);

  private final Desk desk;
  private final Session session;
  private final boolean trusted;

  Profiles(Desk desk, Session session) {
    this.desk = desk;
    this.session = session;
    this.trusted = desk.ground().isTrusted(session);
  }

  /** What a token calls its user. */
  static String id(Session session) {
    Object id = session.caller().claims().get("id");
    if (id == null) {
      throw new UnauthenticatedException("nobody is signed in");
    }
    return String.valueOf(id);
  }

  private Condition named(Object id) {
    return field(desk.realm().key()).eq(id);
  }

  Optional<Document> read(Object id) {
    String collection = desk.settings().collection();
    Read read = Read.one(desk.realm().database(), collection).where(named(id));
    return session.read(read).document();
  }

  Result readAll() {
    return session.read(Read.all(desk.realm().database(), desk.settings().collection()));
  }

  boolean edit(Object id, ProfileEdit edit) {
    Map<String, String> changes = checked(edit);
    boolean guarded = edit.email() != null || edit.pass() != null;
    if (guarded && desk.settings().reauthenticate() && !trusted) {
      reauthenticate(edit.current());
    }
    changes.computeIfPresent(Realm.PASS, (name, pass) -> hash(pass));
    if (!update(id, changes)) {
      return false;
    }
    String user = String.valueOf(id);
    if (edit.pass() != null) {
      forgetTokens(user);
      desk.hooks().after(hooks -> hooks.afterPasswordChange(user));
    }
    desk.hooks().after(hooks -> hooks.afterEdit(user, Set.copyOf(changes.keySet())));
    return true;
  }

  private String hash(String pass) {
    desk.hooks().checkPassword(pass);
    return desk.hasher().hash(pass);
  }

  private Map<String, String> checked(ProfileEdit edit) {
    Map<String, String> changes = new LinkedHashMap<>();
    if (edit.email() != null) {
      changes.put(Realm.EMAIL, Email.checked(edit.email()));
    }
    String name = Texts.name(edit.name());
    if (name != null) {
      changes.put(Realm.NAME, name);
    }
    if (edit.pass() != null) {
      Texts.requireNew(edit.pass(), desk.settings().passwords());
      changes.put(Realm.PASS, edit.pass());
    }
    if (changes.isEmpty()) {
      throw new InvalidRequestException("", "changes nothing");
    }
    return changes;
  }

  /** Whoever has taken over a session does not get the account by it. */
  private void reauthenticate(@Nullable String current) {
    if (current == null) {
      throw new InvalidRequestException("current", "the present password is needed");
    }
    Texts.requirePossible("current", current, desk.settings().passwords());
    String id = id(session);
    Account own = desk.accounts().byId(id);
    Attempt attempt = desk.attempt(own == null ? "" : Email.fold(own.email()));
    boolean right;
    try {
      right = desk.hasher().verify(own == null ? null : own.pass(), current);
    } catch (RuntimeException e) {
      attempt.takeBack();
      throw e;
    }
    if (!right) {
      throw new UnauthenticatedException("the password is wrong");
    }
    attempt.takeBack();
  }

  private boolean update(Object id, Map<String, String> changes) {
    Update update = desk.accounts().update(id);
    for (Map.Entry<String, String> each : changes.entrySet()) {
      update = update.set(each.getKey(), each.getValue());
    }
    try {
      return desk.ground().execute(session, update).affected() > 0;
    } catch (ConflictException e) {
      throw Accounts.taken(e);
    }
  }

  boolean delete(Object id) {
    Delete delete =
        Delete.one(desk.realm().database(), desk.settings().collection()).where(named(id));
    if (session.delete(delete).affected() == 0) {
      return false;
    }
    String user = String.valueOf(id);
    forgetTokens(user);
    desk.hooks().after(hooks -> hooks.afterDelete(user));
    return true;
  }

  /** They are no good any more; that they go, too, is for order's sake. */
  private void forgetTokens(String user) {
    RefreshTokens tokens = desk.refreshTokens();
    if (tokens == null) {
      return;
    }
    try {
      tokens.endAll(user);
    } catch (SpaceCloudException e) {
      LOG.warn("refresh tokens were not deleted: {}", e.getClass().getName());
    }
  }
}
