package io.spacecloud.sql;

import static io.spacecloud.api.condition.Conditions.field;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.spacecloud.api.error.SpaceCloudException;
import io.spacecloud.api.request.Aggregate;
import io.spacecloud.api.request.Create;
import io.spacecloud.api.request.Delete;
import io.spacecloud.api.request.Read;
import io.spacecloud.api.request.Update;
import io.spacecloud.engine.ProjectConfig;
import io.spacecloud.engine.Session;
import io.spacecloud.engine.SpaceCloud;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * What clients and claims say is never SQL (class 9): names are the schema's, quoted by the
 * dialect, and values are bound.
 *
 * <p>Falls if {@code Sql.Text.value} wrote the value, or if {@code Dialect.quote} did not double
 * quotes.
 */
class InjectionTest {
  private static final List<String> HOSTILE =
      List.of(
          "' OR '1'='1",
          "'; DROP TABLE injected; --",
          "\\'; DELETE FROM injected; -- ",
          "\" OR \"\"=\"",
          "` OR 1=1 #",
          "\\",
          "%' OR 1=1 --",
          "{ts '2020-01-01'}",
          "?",
          "$1",
          ":name",
          "/* x */",
          "0x27",
          "\u2019 OR 1=1",
          "${jndi:ldap://x}",
          "');--");

  private static SpaceCloud cloud(Databases database) {
    return SpaceCloud.builder()
        .config(
            ProjectConfig.builder()
                .id("injected")
                .secret("a-secret-for-this-test-alone-0123456789")
                .collection(
                    "db",
                    "injected",
                    "{create: {rule: authenticated}, read: {rule: filter, find: {owner:"
                        + " args.auth.id}}, update: {rule: authenticated}, delete: {rule:"
                        + " authenticated}, aggr: {rule: authenticated}}")
                .declare(
                    "db",
                    "injected",
                    "{fields: {id: integer, owner: {type: string, maxLength: 200}, j: object}, key:"
                        + " id}")
                .build())
        .backend("db", SqlBackend.of(database.dataSource()))
        .build();
  }

  @ParameterizedTest
  @EnumSource
  void whateverATextSaysItIsData(Databases database) {
    database.execute("DROP TABLE IF EXISTS " + quoted(database));
    try (SpaceCloud cloud = cloud(database)) {
      cloud.schema("db").create();
      Session trusted = cloud.trusted();
      trusted.create(Create.one("db", "injected", Map.of("id", 0, "owner", "victim")));
      long id = 1;
      for (String text : HOSTILE) {
        Session attacker = cloud.authenticated(Map.of("id", text));
        Map<String, Object> doc =
            Map.of("id", id++, "owner", text, "j", Map.of("x", text, "l", List.of(text)));
        attacker.create(Create.one("db", "injected", doc));
        Read mine = Read.all("db", "injected");
        assertThat(attacker.read(mine).documents())
            .as(text)
            .extracting(row -> row.get("owner"))
            .containsExactly(text);
        assertThat(attacker.count(mine.where(field("j.x").eq(text)))).as(text).isEqualTo(1);
        assertThat(attacker.count(mine.where(field("j.l").contains(List.of(text)))))
            .as(text)
            .isEqualTo(1);
        assertThat(attacker.count(mine.where(field("owner").in(text, "x")))).isEqualTo(1);
        assertThat(
                attacker
                    .update(Update.all("db", "injected").set("j.y", text).push("j.l", text))
                    .affected())
            .isEqualTo(1);
        assertThat(
                attacker
                    .aggregate(
                        Aggregate.all(
                            "db", "injected", List.of(Map.of("$group", Map.of("_id", "$owner")))))
                    .documents())
            .extracting(row -> row.get("_id"))
            .containsExactly(text);
      }
      assertThat(trusted.count(Read.all("db", "injected"))).isEqualTo(HOSTILE.size() + 1L);
      for (String text : HOSTILE) {
        Session attacker = cloud.authenticated(Map.of("id", text));
        assertThat(attacker.delete(Delete.all("db", "injected")).affected()).isEqualTo(1);
      }
      assertThat(trusted.read(Read.all("db", "injected")).documents())
          .extracting(row -> row.get("owner"))
          .containsExactly("victim");
    } finally {
      database.execute("DROP TABLE IF EXISTS " + quoted(database));
    }
  }

  @ParameterizedTest
  @EnumSource
  void whateverAKeyInAnObjectSaysItIsData(Databases database) {
    database.execute("DROP TABLE IF EXISTS " + quoted(database));
    try (SpaceCloud cloud = cloud(database)) {
      cloud.schema("db").create();
      Session trusted = cloud.trusted();
      long id = 1;
      for (String text : HOSTILE) {
        Map<String, Object> object = Map.of(text, 1);
        trusted.create(Create.one("db", "injected", Map.of("id", id++, "j", object)));
        assertThat(trusted.count(Read.all("db", "injected").where(field("j").contains(object))))
            .as(text)
            .isEqualTo(1);
        assertThat(trusted.count(Read.all("db", "injected").where(field("j").eq(object))))
            .as(text)
            .isEqualTo(1);
        try {
          assertThat(trusted.count(Read.all("db", "injected").where(field("j." + text).eq(1))))
              .isEqualTo(1);
        } catch (SpaceCloudException e) {
          assertThat(e.getMessage()).doesNotContain("SELECT");
        }
      }
      assertThatThrownBy(
              () -> trusted.read(Read.all("db", "injected").sort("owner\" DESC; DROP TABLE x; --")))
          .isInstanceOf(SpaceCloudException.class);
    } finally {
      database.execute("DROP TABLE IF EXISTS " + quoted(database));
    }
  }

  private static String quoted(Databases database) {
    return database.quote("injected");
  }
}
