package io.spacecloud.engine.users;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.spacecloud.api.error.NotFoundException;
import io.spacecloud.api.error.UnsupportedFeatureException;
import io.spacecloud.api.request.Read;
import io.spacecloud.api.spi.CollectionSchema;
import io.spacecloud.api.spi.FieldSchema;
import io.spacecloud.api.value.Kind;
import io.spacecloud.engine.ProjectConfig;
import io.spacecloud.engine.ProjectConfigBuilder;
import io.spacecloud.engine.Session;
import io.spacecloud.engine.SpaceCloud;
import io.spacecloud.engine.testing.InMemoryBackend;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Which collections serve, and where. */
class UserCollectionsTest {
  private static final String ADA = "ada@example.com";

  private static ProjectConfigBuilder builder() {
    return ProjectConfig.builder()
        .id("town")
        .secret("a-secret-for-this-test-alone-0123456789")
        .database("db");
  }

  private static SpaceCloud cloud(ProjectConfig config, CollectionSchema schema) {
    return SpaceCloud.builder()
        .config(config)
        .backend("db", InMemoryBackend.create().define(schema))
        .build();
  }

  private static CollectionSchema schema(
      Kind key, int pass, List<String> unique, String... fields) {
    List<FieldSchema> all = new ArrayList<>();
    all.add(new FieldSchema("id", key, false, false, false, -1));
    for (String name : fields) {
      all.add(
          new FieldSchema(name, Kind.STRING, true, false, false, name.equals("pass") ? pass : -1));
    }
    return new CollectionSchema("users", all, List.of("id"), List.of(List.of("id"), unique), false);
  }

  @Test
  void withoutRefreshTokensThereAreNone() {
    ProjectConfig config = builder().users(Map.of()).build();
    try (SpaceCloud cloud =
        SpaceCloud.builder().config(config).backend("db", InMemoryBackend.create()).build()) {
      cloud.schema("db").create();
      assertThat(cloud.schema("db").collections()).containsExactly("users");
      Users users = cloud.users("db");
      SignedIn ada = users.signUp(ADA, "Ada", Town.PASS);
      assertThat(ada.refreshToken()).isNull();
      assertThat(ada.toDocument()).containsOnlyKeys("user", "token");
      Session session = cloud.session(ada.token());
      for (Runnable each :
          List.<Runnable>of(
              () -> users.refresh("x"),
              () -> users.signOut("x"),
              () -> users.signOutEverywhere(session),
              () -> users.revoke("x"),
              users::forgetExpired)) {
        assertThatThrownBy(each::run).isInstanceOf(UnsupportedFeatureException.class);
      }
      try (Town other = Town.of(InMemoryBackend.create())) {
        assertThatThrownBy(() -> other.users.profile(session, "x"))
            .isInstanceOf(IllegalArgumentException.class);
      }
    }
  }

  @Test
  void aCollectionThatCannotServeIsRefusedAndSaysWhy() {
    ProjectConfig config = builder().users(Map.of()).build();
    String[] fields = {"email", "name", "pass", "role"};
    Map<CollectionSchema, String> flaws = new HashMap<>();
    flaws.put(schema(Kind.STRING, -1, List.of("name"), fields), "users: no unique key on email");
    flaws.put(
        schema(Kind.STRING, -1, List.of("email", "name"), fields), "users: no unique key on email");
    flaws.put(
        schema(Kind.INTEGER, -1, List.of("email"), fields),
        "users: the primary key is not one string or uuid");
    flaws.put(
        schema(Kind.STRING, 60, List.of("email"), fields),
        "users: pass holds fewer than 128 characters");
    flaws.put(
        schema(Kind.STRING, -1, List.of("email"), "email", "name", "pass"),
        "users: has no string role");
    flaws.forEach(
        (schema, flaw) -> {
          try (SpaceCloud cloud = cloud(config, schema)) {
            assertThatThrownBy(() -> cloud.users("db"))
                .isInstanceOf(UnsupportedFeatureException.class)
                .hasMessage(flaw);
          }
        });
    try (SpaceCloud cloud = cloud(config, schema(Kind.STRING, -1, List.of("email"), fields))) {
      assertThat(cloud.users("db").signUp(ADA, null, Town.PASS).token()).isNotEmpty();
    }
  }

  @Test
  void whereNobodySignsInThereAreNoUsers() {
    try (SpaceCloud cloud =
        SpaceCloud.builder()
            .config(builder().build())
            .backend("db", InMemoryBackend.create())
            .build()) {
      assertThatThrownBy(() -> cloud.users("db")).isInstanceOf(NotFoundException.class);
      cloud.schema("db").create();
      assertThat(cloud.schema("db").collections()).isEmpty();
      cloud.reload(builder().users(Map.of()).build());
      assertThatThrownBy(() -> cloud.users("db"))
          .isInstanceOf(NotFoundException.class)
          .hasMessage("users: is not there; schema(\"db\").create() makes it");
      cloud.reload(builder().users(Map.of("enabled", false)).build());
      assertThatThrownBy(() -> cloud.users("db")).isInstanceOf(NotFoundException.class);
    }
  }

  @Test
  void usersAreWhereTheyAreConfiguredToBe() {
    ProjectConfig config =
        builder()
            .database("other")
            .users(Map.of("databases", List.of("other"), "collection", "people"))
            .build();
    InMemoryBackend db = InMemoryBackend.create();
    try (SpaceCloud cloud =
        SpaceCloud.builder()
            .config(config)
            .backend("db", db)
            .backend("other", InMemoryBackend.create())
            .build()) {
      cloud.schema("db").create();
      assertThat(cloud.schema("db").collections()).isEmpty();
      cloud.schema("other").create();
      assertThat(cloud.schema("other").collections()).containsExactly("people");
      db.define(cloud.schema("other").collection("people"));
      for (String database : List.of("db", "nowhere")) {
        assertThatThrownBy(() -> cloud.users(database)).isInstanceOf(NotFoundException.class);
      }
      cloud.users("other").signUp(ADA, null, Town.PASS);
      assertThat(cloud.trusted().count(Read.all("other", "people"))).isEqualTo(1);
    }
  }
}
