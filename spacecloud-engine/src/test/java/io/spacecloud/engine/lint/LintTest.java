package io.spacecloud.engine.lint;

import static org.assertj.core.api.Assertions.assertThat;

import io.spacecloud.api.value.Kind;
import io.spacecloud.engine.ProjectConfig;
import io.spacecloud.engine.SpaceCloud;
import io.spacecloud.engine.testing.MemoryBackend;
import io.spacecloud.engine.testing.Schemas;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Each code where it belongs, and none where it does not. */
class LintTest {
  private static final String SECRET = "a-secret-for-this-test-alone-0123456789";
  private static final String AT = "modules.crud.db.collections.todos";
  private static final String DECLARATION =
      "{fields: {id: string, owner: string, n: integer, at: timestamp, tag: uuid, j: object},"
          + " key: id, unique: [tag]}";
  private static final String MINE = "{rule: filter, find: {owner: args.auth.id}}";
  private static final String ADMIN =
      "{rule: match, eval: ==, type: string, f1: args.auth.role, f2: admin}";
  private static final String HIDE = "{rule: remove, field: res.n}";

  private static ProjectConfig config(String rules) {
    return ProjectConfig.builder()
        .id("linted")
        .secret(SECRET)
        .collection("db", "todos", rules)
        .build();
  }

  private static ProjectConfig declared(String rules) {
    return ProjectConfig.builder()
        .id("linted")
        .secret(SECRET)
        .declare("db", "todos", DECLARATION)
        .collection("db", "todos", rules)
        .build();
  }

  private static List<String> warnings(ProjectConfig config) {
    return config.warnings().stream()
        .map(each -> each.code() + "@" + each.path().replace(AT + ".rules.", ""))
        .toList();
  }

  private static String read(String rule) {
    return "read: " + rule;
  }

  private static String and(String... clauses) {
    return "{rule: and, clauses: " + Arrays.toString(clauses) + "}";
  }

  private static String or(String... clauses) {
    return "{rule: or, clauses: " + Arrays.toString(clauses) + "}";
  }

  private static String not(String clause) {
    return "{rule: not, clause: " + clause + "}";
  }

  private static String literals(String a, String b) {
    return "{rule: match, eval: ==, type: string, f1: '" + a + "', f2: '" + b + "'}";
  }

  private static void gives(String rules, String... warnings) {
    assertThat(warnings(config(rules))).as(rules).containsExactly(warnings);
  }

  @Test
  void whatNeverPassesIsTold() {
    gives(read(literals("a", "b")), "SC001 never-passes@read");
    gives(read(not("{rule: authenticated}")), "SC001 never-passes@read");
    gives(read(and(MINE, "{rule: deny}")), "SC001 never-passes@read");
    gives(
        read(or("{rule: deny}", "{rule: deny, name: b}")),
        "SC001 never-passes@read",
        "SC004 duplicate@read.clauses.1");
    gives(read(and(ADMIN, ADMIN.replace("admin", "user"))), "SC001 never-passes@read");
    gives(read(and(ADMIN, and(MINE, ADMIN.replace("admin", "user")))), "SC001 never-passes@read");
    gives(read("{rule: filter, find: {owner: {$in: []}}}"), "SC001 never-passes@read");
    gives(
        read("{rule: match, eval: in, type: string, f1: args.auth.id, f2: []}"),
        "SC001 never-passes@read");
    gives(read(or(literals("a", "b"), MINE)), "SC001 never-passes@read.clauses.0");
  }

  @Test
  void whatMayPassOrSaysThatItDoesNotIsNot() {
    gives(read("{rule: deny}"));
    gives(read("{rule: deny, fields: {deny: [n]}}"));
    gives(read(and(ADMIN, MINE)));
    gives(read(or(ADMIN, ADMIN.replace("admin", "user"))));
    gives(read(and(ADMIN, ADMIN.replace("role", "kind").replace("admin", "user"))));
    gives(read(not("{rule: match, eval: in, type: string, f1: args.auth.id, f2: [x]}")));
    gives(read("{rule: match, eval: notIn, type: string, f1: args.auth.id, f2: []}"));
    gives(read("{rule: filter, find: {owner: {$in: [x]}}}"));
  }

  @Test
  void whatAlwaysPassesWithoutSayingSoIsTold() {
    gives(read(literals("a", "a")), "SC002 always-passes@read");
    gives(read(not("{rule: deny}")), "SC002 always-passes@read");
    gives(read(or(ADMIN, "{rule: authenticated}")), "SC002 always-passes@read");
    gives(read(or(MINE, HIDE)), "SC002 always-passes@read");
    gives(read("{rule: allow}"));
    gives(read("{rule: authenticated}"));
    gives(read(and(HIDE, "{rule: authenticated}")));
    gives(read(HIDE));
    gives(read(or(and(MINE, HIDE), ADMIN)));
  }

  @Test
  void aClauseThatMakesNoDifferenceIsTold() {
    gives(
        read(or("{rule: authenticated}", MINE)),
        "SC002 always-passes@read",
        "SC003 shadowed@read.clauses.1");
    gives(
        read(and("{rule: deny}", MINE)),
        "SC001 never-passes@read",
        "SC003 shadowed@read.clauses.1");
    gives(read(or("{rule: authenticated}", and(MINE, HIDE))), "SC002 always-passes@read");
    gives(read(and(ADMIN, MINE, ADMIN)), "SC004 duplicate@read.clauses.2");
    gives(
        read(or(ADMIN, ADMIN.replace("rule: match", "rule: match, name: again"))),
        "SC004 duplicate@read.clauses.1");
    gives(read(or(MINE, MINE.replace("owner", "by"))));
    gives(read(and("{rule: remove, field: res.a}", "{rule: remove, field: res.b}", MINE)));
  }

  @Test
  void aCollectionWithoutRulesIsTold() {
    ProjectConfig bare =
        ProjectConfig.builder()
            .id("linted")
            .secret(SECRET)
            .declare("db", "todos", DECLARATION)
            .build();
    assertThat(bare.warnings())
        .extracting(LintWarning::toString)
        .containsExactly(
            "SC005 no-rules at " + AT + ": has no rules, so that every request is denied");
    ProjectConfig served =
        ProjectConfig.builder()
            .id("linted")
            .secret(SECRET)
            .declare("db", "todos", DECLARATION)
            .collection("db", "default", "read: {rule: authenticated}")
            .build();
    assertThat(served.warnings()).isEmpty();
  }

  @Test
  void aWriteWithoutAReadIsTold() {
    gives("delete: " + ADMIN, "SC006 write-without-read@delete");
    gives("{read: {rule: deny}, update: " + ADMIN + "}", "SC006 write-without-read@update");
    gives("{read: {rule: authenticated}, update: " + ADMIN + ", delete: " + ADMIN + "}");
    gives("{create: {rule: authenticated}, delete: {rule: deny}}");
  }

  @Test
  void aWriteThatIsOpenToAllIsTold() {
    gives("create: {rule: allow}", "SC007 open-write@create");
    gives("{read: {rule: allow}, delete: {rule: allow}}", "SC007 open-write@delete");
    gives("create: {rule: allow, fields: {deny: [n]}}", "SC007 open-write@create");
    gives("{read: {rule: allow}, create: {rule: authenticated}}");
  }

  @Test
  void aMatchOnFindWhereAFilterIsMeantIsTold() {
    String match = "{rule: match, eval: ==, type: string, f1: args.find.owner, f2: args.auth.id}";
    gives(read(match), "SC008 find-match@read");
    gives(read(or(ADMIN, match)), "SC008 find-match@read.clauses.1");
    assertThat(config("{read: {rule: authenticated}, update: " + match + "}").warnings())
        .extracting(each -> each.code().id())
        .containsExactly("SC008", "SC012");
    assertThat(
            config("{read: {rule: authenticated}, update: " + match + "}").warnings().get(0).text())
        .contains("once it is updated", "{rule: filter, find: {owner: …}}");
    gives(read(match.replace("==", "'!='")));
    gives(read(match.replace("args.auth.id", "args.find.by")));
    gives(read(MINE));
  }

  @Test
  void whatDoesNotGoWithTheSchemaIsTold() {
    assertThat(warnings(declared(read("{rule: filter, find: {id: args.auth.id, n: 'x'}}"))))
        .containsExactly("SC009 kind-mismatch@read");
    assertThat(
            warnings(
                declared(
                    "create: {rule: match, eval: ==, type: number, f1: args.doc.owner, f2: 1}")))
        .containsExactly("SC009 kind-mismatch@create");
    assertThat(
            warnings(
                declared("create: {rule: match, eval: ==, type: string, f1: args.doc.tag, f2: a}")))
        .containsExactly("SC009 kind-mismatch@create");
    assertThat(
            warnings(
                declared(
                    "{read: {rule: authenticated}, update: {rule: match, eval: ==, type: bool, f1:"
                        + " args.update.$set.at, f2: true}}")))
        .containsExactly("SC009 kind-mismatch@update");
    assertThat(warnings(declared(read("{rule: filter, find: {id: x, who: args.auth.id}}"))))
        .containsExactly("SC010 unknown-field@read");
    assertThat(
            warnings(
                declared("create: {rule: match, eval: ==, type: string, f1: args.doc.who, f2: a}")))
        .containsExactly("SC010 unknown-field@create");
    assertThat(warnings(declared(read(and("{rule: remove, field: res.pass}", "{rule: allow}")))))
        .containsExactly("SC010 unknown-field@read.clauses.0");
  }

  @Test
  void whatGoesWithTheSchemaIsNot() {
    for (String rules :
        List.of(
            read(
                "{rule: filter, find: {id: args.auth.id, n: {$gt: 1.5}, at: '2020-01-01T00:00:00Z'}}"),
            "create: {rule: match, eval: ==, type: number, f1: args.doc.n, f2: 1}",
            "create: {rule: match, eval: '>', type: date, f1: args.doc.at, f2: utils.now}",
            "create: {rule: match, eval: ==, type: string, f1: args.doc.j.who, f2: a}",
            read("{rule: query, db: db, col: others, find: {who: args.auth.id}}"),
            read(and("{rule: remove, field: res.j.pass}", "{rule: authenticated}")))) {
      assertThat(warnings(declared(rules))).as(rules).isEmpty();
    }
  }

  /** As {@code DispatchEdgeTest.withoutTheKeyNoDocumentIsRead} shows. */
  @Test
  void aKeyThatIsKeptBackIsTold() {
    for (String rule :
        List.of(
            "{rule: authenticated, fields: {deny: [id]}}",
            "{rule: authenticated, fields: {allow: [n]}}",
            "{rule: remove, field: res.id}",
            "{rule: force, field: res.id, value: x}",
            "{rule: remove, fields: [res.n, res.id]}")) {
      assertThat(warnings(declared(read(rule)))).as(rule).containsExactly("SC013 hidden-key@read");
      assertThat(warnings(declared(read(and("{rule: authenticated}", rule)))))
          .as(rule)
          .containsExactly("SC013 hidden-key@read.clauses.1");
      gives(read(rule));
    }
    for (String rules :
        List.of(
            read("{rule: authenticated, fields: {deny: [n]}}"),
            read("{rule: authenticated, fields: {allow: [id]}}"),
            read("{rule: remove, field: res.n}"),
            "create: {rule: authenticated, fields: {deny: [id]}}")) {
      assertThat(warnings(declared(rules))).as(rules).isEmpty();
    }
  }

  @Test
  void aFilterWithoutAKeyIsTold() {
    assertThat(warnings(declared(read(MINE)))).containsExactly("SC011 unindexed-filter@read");
    assertThat(warnings(declared(read("{rule: filter, find: {tag: args.auth.tag}}")))).isEmpty();
    assertThat(warnings(declared(read("{rule: filter, find: {id: x, owner: args.auth.id}}"))))
        .isEmpty();
    assertThat(warnings(declared(read("{rule: filter, find: {n: {$gt: 3}}}")))).isEmpty();
    gives(read(MINE));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{rule: authenticated}                                          | true",
        "{rule: match, eval: ==, type: string, f1: args.auth.role, f2: a} | true",
        "{rule: authenticated, fields: {deny: [n]}}                     | true",
        "{rule: or, clauses: [{rule: filter, find: {owner: args.auth.id}}, {rule: match, eval: ==, type: string, f1: args.auth.role, f2: a}]} | true",
        "{rule: filter, find: {owner: args.auth.id}}                    | false",
        "{rule: authenticated, fields: {deny: [owner]}}                 | false",
        "{rule: authenticated, fields: {allow: [n]}}                    | false",
        "{rule: and, clauses: [{rule: authenticated}, {rule: force, field: args.update.$set.owner, value: args.auth.id}]} | false",
        "{rule: match, eval: ==, type: bool, f1: args.writes.owner, f2: false} | false",
        "{rule: match, eval: ==, type: string, f1: args.update.$set.owner, f2: args.auth.id} | false",
        "{rule: deny}                                                   | false",
      })
  void anUpdateOfTheOwnerIsTold(String update, boolean warned) {
    List<String> found =
        config("{read: " + MINE + ", update: " + update + "}").warnings().stream()
            .map(each -> each.code().id())
            .toList();
    assertThat(found).isEqualTo(warned ? List.of("SC012") : List.of());
  }

  @Test
  void theEngineKnowsTheDatabasesFields() {
    MemoryBackend backend =
        new MemoryBackend()
            .with(
                Schemas.of("todos")
                    .required("id", Kind.STRING)
                    .field("n", Kind.INTEGER)
                    .key("id")
                    .build());
    try (SpaceCloud cloud =
        SpaceCloud.builder()
            .config(config(read("{rule: filter, find: {id: x, n: 'a', who: 1}}")))
            .backend("db", backend)
            .build()) {
      assertThat(cloud.warnings()).extracting(each -> each.code().id()).containsExactly("SC010");
      cloud.reload(config(read("{rule: filter, find: {id: x, n: 'a'}}")));
      assertThat(cloud.warnings()).extracting(each -> each.code().id()).containsExactly("SC009");
    }
  }

  @Test
  void noWarningHoldsAValue() {
    for (LintWarning each :
        declared(read("{rule: filter, find: {id: args.auth.id, n: 'hidden-value'}}")).warnings()) {
      assertThat(each.toString()).doesNotContain("hidden-value");
    }
  }

  @Test
  void everyCodeStandsInTheDocumentation() throws IOException {
    String docs = Files.readString(Path.of("../docs/semantics.md"));
    List<String> rows = new ArrayList<>();
    Stream.of(LintCode.values()).forEach(code -> rows.add("| `" + code + "` |"));
    assertThat(docs).contains(rows);
    assertThat(docs.lines().filter(line -> line.startsWith("| `SC"))).hasSize(rows.size());
  }
}
