package io.spacecloud.examples.benchmarks;

import io.spacecloud.api.error.UnauthenticatedException;
import io.spacecloud.api.request.Create;
import io.spacecloud.engine.ProjectConfig;
import io.spacecloud.engine.SpaceCloud;
import io.spacecloud.engine.users.SignedIn;
import io.spacecloud.engine.users.Users;
import io.spacecloud.sql.SqlBackend;
import java.io.IOException;
import java.sql.SQLException;
import java.util.Map;

/** Accounts whose passwords nobody gives but one. */
final class Accounts implements AutoCloseable {
  static final String ADA = "ada@example.com";
  static final String NOBODY = "nobody@example.com";

  /** Its hash is of 7 MiB and one pass, which is a fifth of the work of one of now. */
  static final String DATED = "dated@example.com";

  static final String BCRYPT = "bcrypt@example.com";

  private static final String PASS = "correct horse";
  private static final Map<String, String> HASHES =
      Map.of(
          DATED,
          "$argon2id$v=19$m=7168,t=1,p=1$c29tZXNhbHRzb21lc2FsdA$"
              + "nf65EOgLrQMR/uIPnA4rEsF5h7TKyQwu9U1bMCHGi/4",
          BCRYPT,
          "$2a$10$If6bvum7DFjUnE9p2uDeDu0YHzrHM6tf.iqN8.yx.jNN1ILEf7h0i");

  private final Database database;
  private final SpaceCloud cloud;
  private final Users users;

  private Accounts(Database database) {
    this.database = database;
    ProjectConfig config =
        ProjectConfig.builder()
            .id("benchmark")
            .secret("a-secret-for-benchmarks-alone-0123456789")
            .database("db")
            .users(Map.of("attempts", Map.of("perAccount", 0)))
            .build();
    this.cloud =
        SpaceCloud.builder().config(config).backend("db", SqlBackend.of(database.pool)).build();
    cloud.schema("db").create();
    this.users = cloud.users("db");
  }

  /** Verified, before it is timed. */
  static Accounts open(String kind) throws IOException, SQLException {
    Accounts accounts = new Accounts(Database.open(kind));
    accounts.users.signUp(ADA, "Ada", PASS);
    HASHES.forEach(accounts::store);
    if (!accounts.succeed().user().get("email").equals(ADA)) {
      throw new IllegalStateException("the right password is not accepted");
    }
    accounts.fail(ADA);
    accounts.fail(NOBODY);
    return accounts;
  }

  private void store(String email, String hash) {
    Map<String, String> account = Map.of("id", email, "email", email, "pass", hash, "role", "user");
    cloud.trusted().create(Create.one("db", "users", account));
  }

  /** Signs in with a wrong password. */
  Object fail(String email) {
    try {
      users.signIn(email, "wrong horse");
    } catch (UnauthenticatedException e) {
      return e;
    }
    throw new IllegalStateException("a wrong password was accepted");
  }

  SignedIn succeed() {
    return users.signIn(ADA, PASS);
  }

  @Override
  public void close() throws IOException {
    cloud.close();
    database.close();
  }
}
