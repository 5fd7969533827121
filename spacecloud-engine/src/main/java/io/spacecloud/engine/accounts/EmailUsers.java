package io.spacecloud.engine.accounts;

import io.spacecloud.api.error.InvalidRequestException;
import io.spacecloud.api.error.NotFoundException;
import io.spacecloud.api.error.UnsupportedFeatureException;
import io.spacecloud.api.result.Document;
import io.spacecloud.api.result.Result;
import io.spacecloud.engine.Session;
import io.spacecloud.engine.users.ProfileEdit;
import io.spacecloud.engine.users.SignedIn;
import io.spacecloud.engine.users.Users;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The users of a database; each operation goes by the configuration of its time. Thread-safe. */
final class EmailUsers implements Users {
  private static final int MAX_ROLE = 64;

  private final UserManagement management;
  private final String database;
  private final @Nullable String client;

  EmailUsers(UserManagement management, String database, @Nullable String client) {
    this.management = management;
    this.database = database;
    this.client = client;
  }

  private Desk desk() {
    return new Desk(management, Realm.of(management.ground(), database), client);
  }

  private RefreshTokens refreshTokens() {
    RefreshTokens tokens = desk().refreshTokens();
    if (tokens == null) {
      throw new UnsupportedFeatureException("no refresh tokens are configured");
    }
    return tokens;
  }

  @Override
  public Users from(String other) {
    return new EmailUsers(management, database, other);
  }

  @Override
  public SignedIn signUp(String email, @Nullable String name, String pass) {
    return new Entrance(desk()).signUp(email, name, pass);
  }

  @Override
  public SignedIn signIn(String email, String pass) {
    return new Entrance(desk()).signIn(email, pass);
  }

  @Override
  public SignedIn refresh(String refreshToken) {
    return new Entrance(desk()).refresh(refreshToken);
  }

  @Override
  public void signOut(String refreshToken) {
    refreshTokens().end(refreshToken);
  }

  @Override
  public void signOutEverywhere(Session session) {
    refreshTokens().endAll(Profiles.id(session));
  }

  @Override
  public Optional<Document> profile(Session session, Object id) {
    return new Profiles(desk(), session).read(id);
  }

  @Override
  public Result profiles(Session session) {
    return new Profiles(desk(), session).readAll();
  }

  @Override
  public boolean edit(Session session, Object id, ProfileEdit edit) {
    return new Profiles(desk(), session).edit(id, edit);
  }

  @Override
  public void changePassword(Session session, String current, String next) {
    ProfileEdit edit = ProfileEdit.pass(next).withCurrent(current);
    if (!new Profiles(desk(), session).edit(Profiles.id(session), edit)) {
      throw new NotFoundException("no such user");
    }
  }

  @Override
  public boolean delete(Session session, Object id) {
    return new Profiles(desk(), session).delete(id);
  }

  @Override
  public boolean setRole(Object id, String role) {
    if (role.isBlank() || role.length() > MAX_ROLE) {
      throw new InvalidRequestException("role", "expected up to " + MAX_ROLE + " characters");
    }
    return desk().accounts().setRole(id, role);
  }

  @Override
  public void revoke(Object id) {
    refreshTokens().endAll(String.valueOf(id));
  }

  @Override
  public long forgetExpired() {
    return refreshTokens().forgetExpired();
  }
}
