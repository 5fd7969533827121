package io.spacecloud.engine;

import static io.spacecloud.api.condition.Conditions.field;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.spacecloud.api.condition.FieldPath;
import io.spacecloud.api.error.AccessDeniedException;
import io.spacecloud.api.request.Read;
import io.spacecloud.api.result.Document;
import io.spacecloud.api.spi.LiveView;
import io.spacecloud.engine.testing.InMemoryBackend;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** A live query is a door as any other: no hash comes out by it, or moves it. */
class LiveAccountsTest {
  @Test
  void noHashIsFollowed() {
    ProjectConfig config =
        ProjectConfig.builder()
            .id("live")
            .secret("a-secret-for-this-test-alone-0123456789")
            .collection("db", "users", "{read: {rule: authenticated}}")
            .realtime("db", "users")
            .users(Map.of())
            .build();
    try (SpaceCloud cloud =
        SpaceCloud.builder().config(config).backend("db", InMemoryBackend.create()).build()) {
      cloud.schema("db").create();
      Document row = Document.of(Map.of("id", "1", "email", "a@x.org", "pass", "$2a$x"));
      for (Session session : List.of(cloud.authenticated(Map.of("id", "1")), cloud.trusted())) {
        LiveView.Query query = session.follow(cloud.project(), Read.all("db", "users")).query();
        assertThat(query.view().shown(row)).containsOnlyKeys("id", "email");
        assertThat(query.view().visible(row)).containsOnlyKeys("id", "email");
        assertThat(query.read().select()).doesNotContain(FieldPath.of("pass"));
        for (Read each :
            List.of(
                Read.all("db", "users").where(field("pass").like("$2a$%")),
                Read.all("db", "users").sort("pass"))) {
          assertThatThrownBy(() -> session.follow(cloud.project(), each))
              .isInstanceOf(AccessDeniedException.class);
        }
      }
    }
  }
}
