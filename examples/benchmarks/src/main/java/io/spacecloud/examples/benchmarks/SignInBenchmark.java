package io.spacecloud.examples.benchmarks;

import io.spacecloud.api.error.UnauthenticatedException;
import io.spacecloud.api.request.Create;
import io.spacecloud.engine.ProjectConfig;
import io.spacecloud.engine.SpaceCloud;
import io.spacecloud.engine.users.Users;
import io.spacecloud.sql.SqlBackend;
import java.io.IOException;
import java.sql.SQLException;
import java.util.Map;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/**
 * A sign-in that fails: for a wrong password, and for an account that is not there, whose hash has
 * smaller parameters than it should, or is bcrypt's. Who measures them should not tell them apart.
 */
@State(Scope.Benchmark)
public class SignInBenchmark {
  private static final String PASS = "correct horse";
  private static final String WRONG = "wrong horse";
  private static final String ADA = "ada@example.com";

  /** Of 7 MiB and one pass, which is a fifth of the work of a hash of now. */
  private static final String DATED =
      "$argon2id$v=19$m=7168,t=1,p=1$c29tZXNhbHRzb21lc2FsdA$"
          + "nf65EOgLrQMR/uIPnA4rEsF5h7TKyQwu9U1bMCHGi/4";

  private static final String BCRYPT =
      "$2a$10$If6bvum7DFjUnE9p2uDeDu0YHzrHM6tf.iqN8.yx.jNN1ILEf7h0i";

  @Param({"h2", "postgres"})
  public String kind;

  /** Whether the engine has met a hash of bcrypt. */
  @Param({"argon2", "bcrypt"})
  public String met;

  private Database database;
  private SpaceCloud cloud;
  private Users users;

  @Setup
  public void open() throws IOException, SQLException {
    database = Database.open(kind);
    ProjectConfig config =
        ProjectConfig.builder()
            .id("benchmark")
            .secret("a-secret-for-benchmarks-alone-0123456789")
            .database("db")
            .users(Map.of("attempts", Map.of("perAccount", 0)))
            .build();
    cloud = SpaceCloud.builder().config(config).backend("db", SqlBackend.of(database.pool)).build();
    cloud.schema("db").create();
    users = cloud.users("db");
    users.signUp(ADA, "Ada", PASS);
    store("dated", DATED);
    store("bcrypt", BCRYPT);
    verify();
    if (met.equals("bcrypt")) {
      fail("bcrypt@example.com");
    }
  }

  private void store(String name, String hash) {
    String email = name + "@example.com";
    Map<String, String> account = Map.of("id", name, "email", email, "pass", hash, "role", "user");
    cloud.trusted().create(Create.one("db", "users", account));
  }

  private void verify() {
    if (!users.signIn(ADA, PASS).user().get("email").equals(ADA)) {
      throw new IllegalStateException("the right password is not accepted");
    }
    fail(ADA);
    fail("nobody@example.com");
    fail("dated@example.com");
  }

  private Object fail(String email) {
    try {
      users.signIn(email, WRONG);
    } catch (UnauthenticatedException e) {
      return e;
    }
    throw new IllegalStateException("a wrong password was accepted");
  }

  @TearDown
  public void close() throws IOException {
    cloud.close();
    database.close();
  }

  @Benchmark
  public Object baseline() {
    return fail(ADA);
  }

  @Benchmark
  public Object unknown() {
    return fail("nobody@example.com");
  }

  @Benchmark
  public Object dated() {
    return fail("dated@example.com");
  }

  /** With the other ones it is only comparable once a hash of bcrypt was met. */
  @Benchmark
  public Object bcrypt() {
    return fail(met.equals("bcrypt") ? "bcrypt@example.com" : ADA);
  }

  @Benchmark
  public Object right() {
    return users.signIn(ADA, PASS);
  }
}
