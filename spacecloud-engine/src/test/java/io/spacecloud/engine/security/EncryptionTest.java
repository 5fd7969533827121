package io.spacecloud.engine.security;

import static io.spacecloud.api.condition.Conditions.field;
import static io.spacecloud.api.condition.Conditions.not;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.spacecloud.api.error.AccessDeniedException;
import io.spacecloud.api.error.BackendException;
import io.spacecloud.api.request.Aggregate;
import io.spacecloud.api.request.Create;
import io.spacecloud.api.request.Read;
import io.spacecloud.api.request.Request;
import io.spacecloud.api.request.Update;
import io.spacecloud.api.result.Document;
import io.spacecloud.api.value.Kind;
import io.spacecloud.engine.ProjectConfig;
import io.spacecloud.engine.Session;
import io.spacecloud.engine.SpaceCloud;
import io.spacecloud.engine.config.InvalidConfigException;
import io.spacecloud.engine.testing.MemoryBackend;
import io.spacecloud.engine.testing.Schemas;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Encrypted and hashed fields: never stored in the open, bound to their place, rotated. */
class EncryptionTest {
  private static final String SECRET = "a-secret-for-this-test-alone-0123456789";
  private static final String RULES =
      """
      create:
        rule: and
        clauses:
          - {rule: encrypt, fields: [args.doc.ssn, args.doc.j.note]}
          - {rule: hash, field: args.doc.email}
      read:
        rule: and
        clauses:
          - {rule: hash, field: args.find.email}
          - {rule: decrypt, fields: [res.ssn, res.j.note]}
      update:
        rule: and
        clauses:
          - {rule: encrypt, fields: [args.update.$set.ssn, args.update.$set.j.note]}
          - {rule: hash, fields: [args.update.$set.email, args.find.email]}
      aggr: {rule: authenticated}
      """;

  private final MemoryBackend backend =
      new MemoryBackend()
          .with(
              Schemas.of("people")
                  .required("id", Kind.STRING)
                  .field("email", Kind.STRING)
                  .field("ssn", Kind.STRING)
                  .field("other", Kind.STRING)
                  .field("j", Kind.OBJECT)
                  .key("id")
                  .build());

  private static String key(int seed) {
    byte[] bytes = new byte[32];
    bytes[0] = (byte) seed;
    return Base64.getEncoder().encodeToString(bytes);
  }

  private static ProjectConfig config(String project, String rules, int... keys) {
    List<Map<String, Object>> list = new ArrayList<>();
    for (int key : keys) {
      list.add(Map.of("id", "k" + key, "key", key(key)));
    }
    return ProjectConfig.builder()
        .id(project)
        .secret(SECRET)
        .encryption(Map.of("keys", list, "hashKey", key(99)))
        .collection("db", "people", rules)
        .build();
  }

  private SpaceCloud cloud(int... keys) {
    return SpaceCloud.builder().config(config("p", RULES, keys)).backend("db", backend).build();
  }

  private static Session ann(SpaceCloud cloud) {
    return cloud.session(cloud.tokens().issue(Map.of("id", "ann"), Duration.ofHours(1)));
  }

  private static Create person(String id) {
    Map<String, Object> doc =
        Map.of("id", id, "email", "a@x", "ssn", "123-45", "j", Map.of("note", "psst", "n", 1));
    return Create.one("db", "people", doc);
  }

  private static Read all() {
    return Read.all("db", "people");
  }

  private String stored(String id, String name) {
    return String.valueOf(
        backend.rows("people").stream()
            .filter(row -> id.equals(row.get("id")))
            .findFirst()
            .orElseThrow()
            .get(name));
  }

  @Test
  void textsAreStoredSealedAndReadOpen() {
    Session ann = ann(cloud(1));
    ann.create(person("1"));
    ann.create(person("2"));

    assertThat(backend.rows("people").toString())
        .doesNotContain("123-45")
        .doesNotContain("psst")
        .doesNotContain("a@x");
    assertThat(stored("1", "ssn")).startsWith("sc1.k1.").isNotEqualTo(stored("2", "ssn"));
    assertThat(stored("1", "email")).isEqualTo(stored("2", "email"));
    List<Document> read = ann.read(all()).documents();
    assertThat(read.get(0))
        .containsEntry("ssn", "123-45")
        .containsEntry("j", Map.of("note", "psst", "n", 1L));
    List<Document> streamed = new ArrayList<>();
    ann.stream(all(), streamed::add);
    assertThat(streamed).isEqualTo(read);
  }

  @Test
  void whatIsOpenedForReadsStaysSealedInPipelines() {
    ann(cloud(1)).create(person("1"));
    String opening =
        "{read: {rule: decrypt, field: res.ssn}, aggr: {rule: authenticated, fields: {deny:"
            + " [other]}}}";
    Session ann =
        ann(SpaceCloud.builder().config(config("p", opening, 1)).backend("db", backend).build());
    assertThat(ann.read(all()).documents().get(0)).containsEntry("ssn", "123-45");
    Document aggregated =
        ann.aggregate(Aggregate.all("db", "people", List.of())).documents().get(0);
    assertThat(aggregated).containsEntry("ssn", stored("1", "ssn")).doesNotContainKey("other");
  }

  @Test
  void hashedFieldsAreFoundByEqualityAlone() {
    Session ann = ann(cloud(1));
    ann.create(person("1"));

    assertThat(ann.read(all().where(field("email").eq("a@x"))).documents()).hasSize(1);
    assertThat(ann.read(all().where(field("email").in("b@x", "a@x", null))).documents()).hasSize(1);
    assertThat(ann.read(all().where(not(field("email").eq("a@x")))).documents()).isEmpty();
    assertThat(ann.read(all().where(field("email").exists())).documents()).hasSize(1);
    denied(ann, all().where(field("email").like("a%")));
    denied(ann, all().where(field("email").gt("a")));
    assertThat(
            ann.update(
                    Update.all("db", "people").where(field("email").eq("a@x")).set("email", "b@x"))
                .affected())
        .isEqualTo(1);
    assertThat(ann.read(all().where(field("email").eq("b@x"))).documents()).hasSize(1);
  }

  private static void denied(Session session, Request request) {
    assertThatThrownBy(() -> session.execute(request)).isInstanceOf(AccessDeniedException.class);
  }

  @Test
  void whatIsEncryptedCannotBeUsedOrWrittenInTheOpen() {
    Session ann = ann(cloud(1));
    ann.create(person("1"));

    denied(ann, all().where(field("ssn").eq("123-45")));
    denied(ann, all().sort("ssn"));
    denied(ann, Read.distinct("db", "people", "ssn"));
    denied(
        ann,
        Update.all("db", "people").where(field("j").eq(Map.of("note", "psst"))).set("other", "x"));
    denied(ann, Aggregate.all("db", "people", List.of(Map.of("$group", Map.of("_id", "$ssn")))));
    Update update = Update.all("db", "people");
    denied(ann, update.max("ssn", "z"));
    denied(ann, update.push("j.note", "z"));
    denied(ann, update.set("j.note", Map.of("deep", "z")));
    denied(ann, update.set("j", Map.of("note", 5)));
    denied(ann, update.with(Map.of("$set", Map.of("j", List.of("z")))));
    denied(ann, Create.one("db", "people", Map.of("id", "9", "j", Map.of("note", 5))));
    denied(ann, Create.one("db", "people", Map.of("id", "9", "j", List.of("x"))));

    ann.update(update.set("j", Map.of("note", "new", "n", 2)).set("ssn", "9"));
    assertThat(stored("1", "j")).contains("note=sc1.k1.").doesNotContain("new");
    assertThat(ann.read(all()).documents().get(0)).containsEntry("ssn", "9");
    ann.update(update.unset("ssn").set("j", null));
    assertThat(ann.read(all()).documents().get(0).get("ssn")).isNull();
  }

  @Test
  void anOldKeyStillDecryptsAndALostOneFails() {
    ann(cloud(1)).create(person("1"));
    Session rotated = ann(cloud(2, 1));
    rotated.create(person("2"));

    assertThat(stored("2", "ssn")).startsWith("sc1.k2.");
    assertThat(rotated.read(all()).documents())
        .extracting(row -> row.get("ssn"))
        .containsExactly("123-45", "123-45");
    assertThatThrownBy(() -> ann(cloud(2)).read(all()))
        .isInstanceOf(BackendException.class)
        .hasMessageMatching("the field (ssn|j.note) cannot be decrypted");
  }

  @Test
  void aValueCannotBeMovedToAnotherPlace() {
    SpaceCloud cloud = cloud(1);
    ann(cloud).create(person("1"));
    String sealed = stored("1", "ssn");

    for (String forged :
        List.of(
            stored("1", "j").replaceAll(".*note=([^,}]*).*", "$1"),
            sealed.substring(0, sealed.length() - 2) + (sealed.endsWith("AA") ? "BA" : "AA"),
            sealed.replace("k1", "k7"),
            "sc1.k1.",
            "123-45")) {
      cloud.trusted().update(Update.all("db", "people").set("ssn", forged));
      assertThatThrownBy(() -> ann(cloud).read(all()))
          .as(forged)
          .isInstanceOf(BackendException.class);
    }
    cloud.trusted().update(Update.all("db", "people").set("ssn", sealed));
    assertThat(ann(cloud).read(all()).documents()).hasSize(1);
    SpaceCloud other =
        SpaceCloud.builder().config(config("other", RULES, 1)).backend("db", backend).build();
    assertThatThrownBy(() -> ann(other).read(all())).isInstanceOf(BackendException.class);
  }

  @Test
  void aDeniedClauseLeavesItEncrypted() {
    SpaceCloud cloud =
        SpaceCloud.builder()
            .config(
                config(
                    "p",
                    RULES.replace(
                        "{rule: decrypt, fields: [res.ssn, res.j.note]}",
                        "{rule: decrypt, field: res.ssn, clause: {rule: match, eval: ==,"
                            + " type: string, f1: args.auth.id, f2: bob}}"),
                    1))
            .backend("db", backend)
            .build();
    ann(cloud).create(person("1"));

    assertThat(String.valueOf(ann(cloud).read(all()).documents().get(0).get("ssn")))
        .startsWith("sc1.k1.");
  }

  @Test
  void keysAreCheckedWhenTheConfigurationIsLoaded() {
    for (Map<String, Object> wrong :
        List.<Map<String, Object>>of(
            Map.of("keys", List.of(Map.of("id", "k", "key", "short"))),
            Map.of("keys", List.of(Map.of("id", "a b", "key", key(1)))),
            Map.of(
                "keys",
                List.of(Map.of("id", "k", "key", key(1)), Map.of("id", "k", "key", key(2)))),
            Map.of("keys", List.of(Map.of("id", "k"))),
            Map.of("hashKey", "%%%"),
            Map.of("keyz", List.of()))) {
      assertThatThrownBy(
              () ->
                  ProjectConfig.builder()
                      .id("p")
                      .secret(SECRET)
                      .encryption(wrong)
                      .database("db")
                      .build())
          .as("%s", wrong.keySet())
          .isInstanceOfSatisfying(
              InvalidConfigException.class,
              e -> assertThat(e.problems().get(0).path()).startsWith("encryption"))
          .hasMessageNotContaining(key(1));
    }
  }
}
