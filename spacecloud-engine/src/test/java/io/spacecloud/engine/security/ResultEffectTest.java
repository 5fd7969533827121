package io.spacecloud.engine.security;

import static io.spacecloud.api.condition.Conditions.field;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.spacecloud.api.error.AccessDeniedException;
import io.spacecloud.api.error.BackendException;
import io.spacecloud.api.request.Aggregate;
import io.spacecloud.api.request.Create;
import io.spacecloud.api.request.Delete;
import io.spacecloud.api.request.Read;
import io.spacecloud.api.request.Request;
import io.spacecloud.api.request.Update;
import io.spacecloud.api.result.Document;
import io.spacecloud.api.value.Kind;
import io.spacecloud.engine.ProjectConfig;
import io.spacecloud.engine.Session;
import io.spacecloud.engine.SpaceCloud;
import io.spacecloud.engine.config.InvalidConfigException;
import io.spacecloud.engine.json.RequestReader;
import io.spacecloud.engine.testing.MemoryBackend;
import io.spacecloud.engine.testing.Schemas;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Effects on what is read: in lists and objects, through every door, failing closed. */
class ResultEffectTest {
  private static final String SECRET = "a-secret-for-this-test-alone-0123456789";
  private static final String KEY = Base64.getEncoder().encodeToString(new byte[32]);

  private final MemoryBackend backend =
      new MemoryBackend()
          .with(
              Schemas.of("people")
                  .required("id", Kind.STRING)
                  .field("owner", Kind.STRING)
                  .field("pin", Kind.STRING)
                  .field("j", Kind.OBJECT)
                  .key("id")
                  .build(),
              Map.of(
                  "id",
                  "1",
                  "owner",
                  "ann",
                  "pin",
                  "#1234",
                  "j",
                  Map.of("cards", List.of(Map.of("no", "#99"), Map.of("no", "#88", "x", 1L)))),
              Map.of("id", "2", "owner", "bob", "pin", "#5678"));

  private SpaceCloud cloud(String rules) {
    return cloud(backend, rules);
  }

  private static SpaceCloud cloud(MemoryBackend backend, String rules) {
    return SpaceCloud.builder()
        .config(
            ProjectConfig.builder()
                .id("results")
                .secret(SECRET)
                .encryption(Map.of("keys", List.of(Map.of("id", "k", "key", KEY)), "hashKey", KEY))
                .collection("db", "people", rules)
                .build())
        .backend("db", backend)
        .build();
  }

  private Session ann(String rules) {
    SpaceCloud cloud = cloud(rules);
    return cloud.session(cloud.tokens().issue(Map.of("id", "ann"), Duration.ofHours(1)));
  }

  private static String read(String... clauses) {
    return "read: {rule: and, clauses: [" + String.join(", ", clauses) + "]}";
  }

  private static Read all() {
    return Read.all("db", "people").sort("id");
  }

  private static Document first(Session session) {
    return session.read(all()).documents().get(0);
  }

  @Test
  void whatIsForcedIsSeenInEveryRowAndInEachElementOfAList() {
    Session ann =
        ann(
            read(
                "{rule: force, field: res.pin, value: hidden}",
                "{rule: force, field: res.j.cards.no, value: args.auth.id}"));

    assertThat(ann.read(all()).documents())
        .extracting(row -> row.get("pin"))
        .containsExactly("hidden", "hidden");
    assertThat(first(ann).get("j"))
        .isEqualTo(Map.of("cards", List.of(Map.of("no", "ann"), Map.of("no", "ann", "x", 1L))));
    assertThat(backend.rows("people").toString()).contains("#1234", "#99");
  }

  /** The order of what is seen says nothing of what is stored. */
  @Test
  void aForcedFieldStandsWhereItStandsAlsoIfItIsNotThere() {
    MemoryBackend open = new MemoryBackend().with(Schemas.of("people").key("id").open());
    Session trusted = cloud(open, "read: {rule: allow}").trusted();
    String inner = "{\"a\": 1, %s\"b\": 2}";
    for (String pin : List.of("\"pin\": \"#1\", ", "\"pin\": null, ", "")) {
      String j = inner.formatted(pin);
      String doc = "{\"id\": \"9\", %s\"n\": 1, \"j\": {\"k\": %s}}".formatted(pin, j);
      trusted.delete(Delete.all("db", "people"));
      trusted.execute(
          new RequestReader().create("db", "people", "{\"op\": \"one\", \"doc\": " + doc + "}"));
      try (SpaceCloud cloud =
          cloud(
              open,
              read(
                  "{rule: force, field: res.pin, value: x}",
                  "{rule: force, field: res.j.k.pin, value: x}"))) {
        Session ann = cloud.authenticated(Map.of("id", "ann"));
        assertThat(ann.read(all()).documents().toString())
            .isEqualTo("[{id=9, n=1, pin=x, j={k={a=1, b=2, pin=x}}}]");
      }
    }
  }

  @Test
  void whatIsHashedOrEncryptedIsNotSeenInTheOpenAndNullStaysNull() {
    Session ann =
        ann(read("{rule: hash, field: res.pin}", "{rule: encrypt, field: res.j.cards.no}"));

    List<Document> rows = ann.read(all()).documents();
    assertThat(rows.toString()).doesNotContain("#1234").doesNotContain("#99").doesNotContain("#88");
    assertThat(rows.get(0).get("j").toString()).contains("sc1.k.", "x=1");
    assertThat(rows.get(1).get("j")).isNull();
    assertThat(rows.get(0).get("pin")).isNotEqualTo(rows.get(1).get("pin"));
    assertThat(first(ann).get("pin")).isEqualTo(rows.get(0).get("pin"));
  }

  /** Keeping back a part of it is no reason to show the rest. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "{rule: remove, field: res.j.cards.no}",
        "{rule: authenticated, fields: {deny: [j.cards]}}",
        "{rule: authenticated, fields: {allow: [id, j.cards.x]}}"
      })
  void whatIsForcedIsForcedAlsoWhereAPartOfItIsHidden(String hiding) {
    Session ann =
        ann("{" + read("{rule: force, field: res.j, value: x}", hiding) + ", aggr: {rule: allow}}");
    List<Document> seen = new ArrayList<>(ann.read(all()).documents());
    seen.addAll(ann.aggregate(Aggregate.all("db", "people", List.of())).documents());
    ann.stream(all(), seen::add);
    assertThat(seen).hasSize(6).extracting(row -> row.get("j")).containsOnly("x");

    Session limited =
        ann("{" + read("{rule: force, field: res.j, value: x}") + ", aggr: " + hiding + "}");
    assertThat(limited.aggregate(Aggregate.all("db", "people", List.of())).documents())
        .extracting(row -> row.get("j"))
        .containsOnly("x");
  }

  @ParameterizedTest
  @ValueSource(strings = {"hash", "encrypt", "decrypt"})
  void whatIsSealedIsNotShownInTheOpenWhereAPartOfItIsHidden(String effect) {
    Session ann =
        ann(
            read(
                "{rule: " + effect + ", field: res.j.cards}",
                "{rule: remove, field: res.j.cards.no}"));
    assertThatThrownBy(() -> ann.read(all())).isInstanceOf(BackendException.class);
  }

  @Test
  void everyDoorShowsTheSame() {
    Session ann =
        ann("{" + read("{rule: force, field: res.pin, value: x}") + ", aggr: {rule: allow}}");
    List<Document> seen = new ArrayList<>();

    ann.stream(all(), seen::add);
    ann.transaction(
        "db",
        tx -> {
          seen.addAll(tx.execute(all()).documents());
        });
    seen.addAll(ann.aggregate(Aggregate.all("db", "people", List.of())).documents());
    seen.addAll(ann.read(Read.one("db", "people").where(field("id").eq("1"))).documents());

    assertThat(seen).hasSize(7).extracting(row -> row.get("pin")).containsOnly("x");
  }

  @Test
  void whatIsChangedCannotBeUsed() {
    for (String effect :
        List.of(
            "{rule: force, field: res.pin, value: x}",
            "{rule: hash, field: res.pin}",
            "{rule: encrypt, field: res.pin}")) {
      Session ann =
          ann("{" + read(effect) + ", aggr: {rule: allow}, update: {rule: authenticated}}");
      for (Request request :
          List.<Request>of(
              Read.all("db", "people").where(field("pin").eq("#1234")),
              Read.all("db", "people").sort("pin"),
              Read.distinct("db", "people", "pin"),
              Aggregate.all("db", "people", List.of(Map.of("$group", Map.of("_id", "$pin")))),
              Update.all("db", "people").where(field("pin").like("#1%")).set("owner", "x"),
              Update.all("db", "people").max("pin", "2"))) {
        assertThatThrownBy(() -> ann.execute(request))
            .as("%s %s", effect, request)
            .isInstanceOf(AccessDeniedException.class);
      }
    }
  }

  @Test
  void whatIsRemovedOrNotSelectedIsNotForcedBack() {
    Session ann =
        ann(
            read(
                "{rule: remove, field: res.pin}",
                "{rule: force, field: res.pin, value: x}",
                "{rule: force, field: res.owner, value: me}"));

    assertThat(first(ann)).doesNotContainKey("pin").containsEntry("owner", "me");
    assertThat(ann.read(all().select("id")).documents().get(0)).containsOnlyKeys("id");
  }

  @Test
  void whereFieldsAreNotKnownBeforeWhatIsRemovedIsNotForcedBackEither() {
    MemoryBackend open =
        new MemoryBackend()
            .with(
                Schemas.of("people").required("id", Kind.STRING).key("id").open(),
                Map.of("id", "1", "pin", "#1234"));
    String rules =
        read("{rule: force, field: res.pin, value: x}", "{rule: remove, field: res.pin}");
    ProjectConfig config =
        ProjectConfig.builder()
            .id("results")
            .secret(SECRET)
            .collection("db", "people", rules)
            .build();
    try (SpaceCloud cloud = SpaceCloud.builder().config(config).backend("db", open).build()) {
      Session ann = cloud.authenticated(Map.of("id", "ann"));
      assertThat(first(ann)).containsOnlyKeys("id");
    }
  }

  @Test
  void aMaskInABranchThatMayHoldIsAppliedToEveryRow() {
    Session ann =
        ann(
            "read: {rule: or, clauses: [{rule: and, clauses: [{rule: filter, find: {owner:"
                + " args.auth.id}}, {rule: hash, field: res.pin}]}, {rule: filter, find: {owner:"
                + " bob}}]}");

    assertThat(ann.read(all()).documents())
        .extracting(row -> row.get("pin").toString().length())
        .containsExactly(43, 43);
  }

  @Test
  void aMaskWhoseClauseIsAnErrorOrHoldsForSomeRowsIsApplied() {
    for (String clause :
        List.of(
            "{rule: match, eval: ==, type: string, f1: args.auth.none, f2: x}",
            "{rule: filter, find: {owner: bob}}")) {
      Session ann = ann(read("{rule: force, field: res.pin, value: x, clause: " + clause + "}"));
      assertThat(first(ann)).containsEntry("pin", "x");
    }
    String denied = "{rule: match, eval: ==, type: string, f1: args.auth.id, f2: x}";
    Session ann = ann(read("{rule: force, field: res.pin, value: x, clause: " + denied + "}"));
    assertThat(first(ann)).containsEntry("pin", "#1234");
  }

  @Test
  void whatOneBranchDecryptsStaysSealedWhereAnotherMayHaveGranted() {
    String create = "create: {rule: encrypt, field: args.doc.pin}, ";
    String mine = "{rule: filter, find: {owner: args.auth.id}}";
    String decrypt = "{rule: decrypt, field: res.pin}";
    String others = "{rule: filter, find: {owner: carl}}";
    String both = "{rule: and, clauses: [%s, " + decrypt + "]}";
    cloud("{" + create + "read: {rule: authenticated}}").trusted();
    Session writer = ann("{" + create + "read: {rule: authenticated}}");
    for (String owner : List.of("ann", "carl")) {
      writer.create(
          Create.one("db", "people", Map.of("id", "9" + owner, "owner", owner, "pin", "#psst")));
    }

    Read sealed = all().where(field("id").like("9%"));
    Session one = ann("read: {rule: or, clauses: [" + both.formatted(mine) + ", " + others + "]}");
    assertThat(one.read(sealed).documents().toString()).doesNotContain("#psst");
    Session all =
        ann(
            "read: {rule: or, clauses: ["
                + both.formatted(mine)
                + ", "
                + both.formatted(others)
                + "]}");
    assertThat(all.read(sealed).documents())
        .extracting(row -> row.get("pin"))
        .containsExactly("#psst", "#psst");
    Session sure =
        ann(
            "read: {rule: or, clauses: ["
                + both.formatted("{rule: authenticated}")
                + ", "
                + others
                + "]}");
    assertThat(sure.read(sealed).documents())
        .extracting(row -> row.get("pin"))
        .containsExactly("#psst", "#psst");
  }

  @Test
  void whatCannotBeDoneFailsTheRead() {
    Session unresolved = ann(read("{rule: force, field: res.pin, value: args.auth.none}"));
    assertThatThrownBy(() -> first(unresolved)).isInstanceOf(AccessDeniedException.class);
    for (String field : List.of("j", "j.cards", "j.cards.x", "pin.x", "j.cards.no.x")) {
      Session ann = ann(read("{rule: hash, field: res." + field + "}"));
      assertThatThrownBy(() -> first(ann))
          .as(field)
          .isInstanceOf(BackendException.class)
          .hasMessage("the field " + field + " cannot be hashed");
    }
    Session ann = ann(read("{rule: force, field: res.pin.x, value: 1}"));
    assertThatThrownBy(() -> first(ann)).hasMessage("the field pin.x cannot be forced");
  }

  @Test
  void elementsOfListsAreSealedBeforeTheyAreStored() {
    Session ann =
        ann(
            """
            create:
              rule: and
              clauses:
                - {rule: encrypt, fields: [args.doc.j.cards.no, args.doc.j.tags]}
                - {rule: force, field: args.doc.j.cards.by, value: args.auth.id}
                - {rule: remove, field: args.doc.j.cards.junk}
            update: {rule: encrypt, field: args.update.$set.j.cards.no}
            read: {rule: decrypt, fields: [res.j.cards.no, res.j.tags]}
            """);
    Map<String, Object> j =
        Map.of(
            "cards",
            Arrays.asList(Map.of("no", "#77", "junk", 1), null, Map.of("x", 1)),
            "tags",
            List.of("#s1", "#s2"));
    ann.create(Create.one("db", "people", Map.of("id", "3", "j", j)));

    Document stored = backend.rows("people").get(2);
    assertThat(stored.toString())
        .doesNotContain("#77")
        .doesNotContain("#s1")
        .doesNotContain("junk")
        .contains("by=ann");
    Document seen =
        ann.read(Read.one("db", "people").where(field("id").eq("3"))).documents().get(0);
    assertThat(seen.toString()).contains("no=#77", "[#s1, #s2]");

    ann.update(
        Update.all("db", "people")
            .where(field("id").eq("3"))
            .set("j", Map.of("cards", List.of(Map.of("no", "#55")))));
    assertThat(backend.rows("people").get(2).toString()).doesNotContain("#55");
    assertThat(ann.read(all().where(field("id").eq("3"))).documents().toString())
        .contains("no=#55");
  }

  @Test
  void whatStandsInTheWayOfATextIsNeverStoredInTheOpen() {
    Session ann = ann("{create: {rule: encrypt, field: args.doc.j.cards.no}, read: {rule: allow}}");

    for (Object cards :
        List.of("in the open", List.of("in the open"), Map.of("no", 5), Map.of("no", Map.of()))) {
      assertThatThrownBy(
              () ->
                  ann.create(
                      Create.one("db", "people", Map.of("id", "4", "j", Map.of("cards", cards)))))
          .as("%s", cards)
          .isInstanceOf(AccessDeniedException.class);
    }
    assertThat(backend.rows("people")).hasSize(2);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "create: {rule: force, field: res.pin, value: x}",
        "aggr: {rule: hash, field: res.pin}",
        "read: {rule: not, clause: {rule: hash, field: res.pin}}",
        "read: {rule: force, field: res.pin}",
        "read: {rule: hash, fields: [res.pin, args.find.pin]}",
        "read: {rule: encrypt, field: pin}"
      })
  void whereThereIsNoResultToChangeTheConfigurationIsRefused(String rules) {
    assertThatThrownBy(() -> cloud(rules)).isInstanceOf(InvalidConfigException.class);
  }

  @Test
  void anEffectOnResultsNeedsItsKey() {
    for (String kind : List.of("hash", "encrypt", "decrypt")) {
      String rules = "read: {rule: " + kind + ", field: res.pin}";
      assertThatThrownBy(
              () ->
                  ProjectConfig.builder()
                      .id("results")
                      .secret(SECRET)
                      .collection("db", "people", rules)
                      .build())
          .as(kind)
          .isInstanceOf(InvalidConfigException.class)
          .hasMessageContaining("encryption.");
    }
  }
}
