package io.spacecloud.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.spacecloud.api.request.FileOperation;
import io.spacecloud.api.request.Operation;
import io.spacecloud.api.spi.BackendConfig;
import io.spacecloud.engine.auth.TokenConfig;
import io.spacecloud.engine.auth.TokenKey;
import io.spacecloud.engine.auth.TokenKey.Algorithm;
import io.spacecloud.engine.config.CollectionConfig;
import io.spacecloud.engine.config.DatabaseConfig;
import io.spacecloud.engine.config.InvalidConfigException;
import io.spacecloud.engine.config.Problems.Problem;
import io.spacecloud.engine.rules.Rule;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ProjectConfigTest {
  private static final String START = "id: p\nsecret: s\n";

  private static ProjectConfig file() throws IOException {
    try (InputStream file = ProjectConfig.class.getResourceAsStream("space-cloud-v0.9.yaml")) {
      return ProjectConfig.read(
          Objects.requireNonNull(file), Map.of("TODO_SECRET", "of the environment")::get);
    }
  }

  @Test
  void readsTheDatabasesOfAV09File() throws IOException {
    Map<String, DatabaseConfig> databases = file().databases();
    assertThat(databases).containsOnlyKeys("sql-postgres", "sql-mysql", "mongo");
    DatabaseConfig postgres = databases.get("sql-postgres");
    assertThat(postgres.connection())
        .isEqualTo(
            new BackendConfig(
                "sql-postgres",
                "sql-postgres",
                "jdbc:postgresql://localhost:5432/app?sslmode=disable",
                "user",
                "pw"));
    assertThat(postgres.primary()).isTrue();
    assertThat(postgres.enabled()).isTrue();
    assertThat(postgres.servesUndeclared()).isFalse();
    CollectionConfig todos = postgres.collections().get("todos");
    assertThat(todos.realtimeEnabled()).isTrue();
    assertThat(todos.rules())
        .containsOnlyKeys(Operation.CREATE, Operation.READ, Operation.UPDATE)
        .hasEntrySatisfying(
            Operation.CREATE, rule -> assertThat(rule).isInstanceOf(Rule.Match.class));
    assertThat(postgres.collections().get(DatabaseConfig.DEFAULT).rules())
        .containsOnlyKeys(Operation.READ);
  }

  @Test
  void readsTheSecretFromTheEnvironment() throws IOException {
    assertThat(file().tokens())
        .isEqualTo(
            TokenConfig.of(
                List.of(new TokenKey.Secret(null, Algorithm.HS256, "of the environment"))));
  }

  @Test
  void readsTheOtherModulesOfAV09File() throws IOException {
    var modules = file().modules();
    assertThat(modules.auth().methods().get("email").enabled()).isTrue();
    assertThat(modules.functions().broker()).isEqualTo("nats");
    assertThat(modules.functions().rules().get("service1").get("function1"))
        .isInstanceOf(Rule.Allow.class);
    assertThat(modules.realtime().conn()).isEqualTo("nats://localhost:4222");
    var images = modules.fileStore().rules().get("images");
    assertThat(images.prefix().text()).isEqualTo("/images/:userId");
    assertThat(images.rules()).containsOnlyKeys(FileOperation.CREATE);
    assertThat(file().notices()).isEmpty();
  }

  @Test
  void readsTheSameFromJson(@TempDir Path folder) throws IOException {
    Path json = folder.resolve("config.json");
    Files.writeString(
        json,
        """
        {"id": "p",
        \t"secret": "s", "modules": {"crud": {"sql-h2": {"conn": "jdbc:h2:mem:x",
        \t"collections": {"a": {"rules": {"read": {"rule": "allow"}}}}}}}}""");
    String yaml =
        START
            + """
            modules:
              crud:
                sql-h2:
                  conn: jdbc:h2:mem:x
                  collections: { a: { rules: { read: { rule: allow } } } }
            """;
    assertThat(ProjectConfig.load(json).databases())
        .isEqualTo(ProjectConfig.parse(yaml).databases());
  }

  @Test
  void aDollarIsAReferenceForSecretAndConnAlone() {
    String text =
        """
        id: p
        secret: $A
        name: $B
        modules: { crud: { db: { type: sql-h2, conn: $C } } }
        """;
    ProjectConfig config = ProjectConfig.parse(text, Map.of("A", "a", "C", "jdbc:h2:mem:c")::get);
    assertThat(Objects.requireNonNull(config.databases().get("db").connection()).url())
        .isEqualTo("jdbc:h2:mem:c");
    assertThat(problems(text))
        .extracting(Problem::path)
        .containsExactly("secret", "modules.crud.db.conn");
  }

  @Test
  void reportsWhatDoesNotApplyToALibrary() {
    ProjectConfig config =
        ProjectConfig.parse(
            START + "ssl: { enabled: true }\nstatic: []\nmodules: { static: { routes: [] } }");
    assertThat(config.notices())
        .containsExactly(
            "ssl: does not apply to a library",
            "static: does not apply to a library",
            "modules.static: does not apply to a library");
  }

  @Test
  void readsSeveralKeysThePrimaryOneFirst() {
    ProjectConfig config =
        ProjectConfig.parse(
            """
            id: p
            secrets:
              - { alg: HS512, kid: a, secret: one }
              - { isPrimary: true, kid: b, secret: $TWO }
              - kid: c
                alg: ES256
                publicKey: |
                  -----BEGIN PUBLIC KEY-----
                  AA
                  -----END PUBLIC KEY-----
              - { jwks: '{"keys": []}' }
            tokens: { issuer: i, audience: a, requireExpiry: false, leeway: 30s, cacheSize: 5 }
            """,
            Map.of("TWO", "two")::get);
    TokenConfig tokens = config.tokens();
    assertThat(tokens.keys().subList(0, 2))
        .containsExactly(
            new TokenKey.Secret("b", Algorithm.HS256, "two"),
            new TokenKey.Secret("a", Algorithm.HS512, "one"));
    assertThat(tokens.keys().get(2)).hasToString("Pair[c, ES256]");
    assertThat(((TokenKey.KeySet) tokens.keys().get(3)).document().get())
        .isEqualTo("{\"keys\": []}");
    assertThat(tokens)
        .isEqualTo(new TokenConfig(tokens.keys(), "i", "a", false, Duration.ofSeconds(30), 5));
  }

  @Test
  void reportsEveryProblemAtOnce() {
    assertThat(
            problems(
                """
                id: ""
                tokens: { leeway: 5, cacheSize: -1 }
                modules:
                  crud:
                    db: { conn: jdbc:h2:mem:x, colections: {} }
                    sql-h2:
                      isPrimary: yes
                      conn: mongodb://x
                      collections:
                        a: { rules: { reed: { rule: allow }, read: { rule: alow } } }
                        b:
                  realtime: { broker: rabbit }
                """))
        .extracting(Problem::path)
        .containsExactlyInAnyOrder(
            "id",
            "secret",
            "tokens.leeway",
            "tokens.cacheSize",
            "modules.crud.db.type",
            "modules.crud.db.colections",
            "modules.crud.sql-h2.isPrimary",
            "modules.crud.sql-h2.conn",
            "modules.crud.sql-h2.collections.a.rules.reed",
            "modules.crud.sql-h2.collections.a.rules.read.rule",
            "modules.crud.sql-h2.collections.b",
            "modules.realtime.broker");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          {}                                                    | secrets.0
          { secret: s, publicKey: k }                           | secrets.0
          { secret: '' }                                        | secrets.0.secret
          { secret: 12 }                                        | secrets.0.secret
          { secret: $UNSET }                                    | secrets.0.secret
          { secret: $ }                                         | secrets.0.secret
          { secret: s, alg: RS256 }                             | secrets.0.alg
          { secret: s, alg: none }                              | secrets.0.alg
          { secret: s, kid: [] }                                | secrets.0.kid
          { secret: s, privateKey: x }                          | secrets.0.privateKey
          { secret: s, jwkUrl: x }                              | secrets.0.jwkUrl
          { publicKey: k }                                      | secrets.0.publicKey
          { jwks: '[]' }                                        | secrets.0.jwks
          { jwks: 'keys: []' }                                  | secrets.0.jwks
          { jwks: '{"keys": []}', kid: a }                      | secrets.0.kid
          { secret: s, isPrimary: 1 }                           | secrets.0.isPrimary
          """)
  void reportsKeysThatCannotBeUsed(String key, String path) {
    assertThat(problems("id: p\nsecrets: [ " + key + " ]"))
        .extracting(Problem::path)
        .contains(path);
  }

  @Test
  void takesNoTwoPrimaries() {
    assertThat(
            problems(
                """
                id: p
                secrets: [ { secret: a, isPrimary: true }, { secret: b, isPrimary: true } ]
                modules: { crud: { sql-h2: { isPrimary: true }, mongo: { isPrimary: true } } }
                """))
        .extracting(Problem::path)
        .containsExactly("secrets.1.isPrimary", "modules.crud.mongo.isPrimary");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          id: p\\nid: q                              | id           | duplicate
          {"id": "p", "id": "q"}                    | id           | duplicate
          id: p\\nmodules: { crud: { a: &x {}, b: *x } } | modules.crud.b | aliases
          id: p\\n*x : 1                             |              | malformed
          id: !!str p                               | id           | tags
          id: !=                                    | id           | tags
          id: p\\n---\\nid: q                         |              | second document
          {"id": "p"} {}                            |              | second document
          id: [                                     |              | malformed YAML
          {"id": "secret                            |              | malformed JSON
          {"id": secret}                            |              | malformed JSON
          ? { a: b } : c                            |              | malformed
          `\t: secret`                              |              | malformed
          id: "\\\\0"                                 | id           | NUL
          {"id": "\\\\ud800"}                         | id           | surrogate
          id: .nan                                  | id           | finite
          - id                                      |              | expected an object
          just text                                 |              | expected an object
          ``                                        |              | empty
          `# nothing`                               |              | empty
          """)
  void refusesTextThatCouldBeReadInTwoWays(String text, String path, String problem) {
    String unescaped = text.replace("\\n", "\n").replace("\\\\", "\\");
    assertThat(problems(unescaped))
        .anySatisfy(
            found -> {
              assertThat(found.path()).isEqualTo(path == null ? "" : path);
              assertThat(found.text()).contains(problem).doesNotContain("secret");
            });
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"{\"a\":", "[", "{ a: ", "- ", "? ", "&a [", "!x {a: ", "- - ", "a:\n- ", "[{a: "})
  void refusesWhatIsNestedTooDeeply(String opening) {
    for (int times : List.of(1_000, 50_000)) {
      assertThat(problems(opening.repeat(times))).isNotEmpty();
    }
  }

  @Test
  void refusesBlocksNestedTooDeeply() {
    StringBuilder text = new StringBuilder();
    for (int depth = 0; depth < 1_000; depth++) {
      text.append(" ".repeat(depth)).append("a:\n");
    }
    assertThat(problems(text.toString()))
        .extracting(Problem::text)
        .anyMatch(t -> t.contains("deep"));
  }

  @Test
  void refusesTextsAndStreamsWithoutEnd() {
    byte[] large = "x".repeat(10_000_000).getBytes(StandardCharsets.UTF_8);
    assertThatThrownBy(() -> ProjectConfig.parse(START + "#".repeat(10_000_000)))
        .isInstanceOf(InvalidConfigException.class)
        .hasMessage("larger than 1048576");
    assertThatThrownBy(() -> ProjectConfig.read(new ByteArrayInputStream(large)))
        .isInstanceOf(InvalidConfigException.class);
  }

  @Test
  void anAliasBombIsRefused() {
    StringBuilder bomb = new StringBuilder("a0: &a0 [x, x]\n");
    for (int i = 1; i < 50; i++) {
      bomb.append("a%d: &a%d [*a%d, *a%d]\n".formatted(i, i, i - 1, i - 1));
    }
    assertThat(problems(bomb.toString()))
        .extracting(Problem::text)
        .anyMatch(t -> t.contains("alias"));
  }

  @Test
  void wordsThatOldYamlTakesForBooleansAreStrings() {
    ProjectConfig config =
        ProjectConfig.parse(
            START
                + "modules: { crud: { db: { collections: { on: {}, no: {}, y: {}, off: {} } } } }");
    assertThat(config.databases().get("db").collections()).containsOnlyKeys("on", "no", "y", "off");
    for (String word : List.of("yes", "no", "on", "off", "y", "n", "NO", "Yes")) {
      assertThat(ProjectConfig.parse("secret: s\nid: " + word).id()).isEqualTo(word);
    }
  }

  @Test
  void theBuilderMakesWhatAFileMakes() {
    ProjectConfig built =
        ProjectConfig.builder()
            .id("p")
            .secret("s")
            .database("db", "sql-h2", "jdbc:h2:mem:x")
            .serveUndeclared("db")
            .collection("db", "a", Map.of("read", Map.of("rule", "allow")))
            .collection("db", "b", "{ create: { rule: deny } }")
            .collection("db", "c")
            .realtime("db", "c")
            .build();
    ProjectConfig parsed =
        ProjectConfig.parse(
            START
                + """
                modules:
                  crud:
                    db:
                      type: sql-h2
                      conn: jdbc:h2:mem:x
                      serveUndeclared: true
                      collections:
                        a: { rules: { read: { rule: allow } } }
                        b: { rules: { create: { rule: deny } } }
                        c: { isRealtimeEnabled: true }
                """);
    assertThat(built.databases()).isEqualTo(parsed.databases());
    assertThat(built.tokens()).isEqualTo(parsed.tokens());
    assertThat(built.id()).isEqualTo("p");
  }

  @Test
  void theBuilderReportsEveryProblem() {
    ProjectConfigBuilder builder =
        ProjectConfig.builder()
            .secret("")
            .database("db", "sql-h3", "jdbc:h2:mem:x")
            .collection("db", "a", "{ read: ")
            .collection("db", "b", Map.of("read", new Object()))
            .collection("db", "c", Map.of("read", Map.of("rule", "alow")));
    for (int attempt = 0; attempt < 2; attempt++) {
      assertThat(catchThrowableOfType(InvalidConfigException.class, builder::build).problems())
          .extracting(Problem::path)
          .containsExactly(
              "secret",
              "modules.crud.db.collections.a.rules",
              "modules.crud.db.collections.b.rules.read",
              "id",
              "modules.crud.db.type",
              "modules.crud.db.collections.c.rules.read.rule");
    }
  }

  @Test
  void theBuildersTokensKeepTheirKeysFirst() {
    TokenKey key = new TokenKey.Secret("k", Algorithm.HS512, "x");
    TokenConfig tokens = new TokenConfig(List.of(key), "me", null, true, Duration.ZERO, 1);
    ProjectConfig config = ProjectConfig.builder().id("p").secret("$NAME").tokens(tokens).build();
    assertThat(config.tokens().keys())
        .containsExactly(key, new TokenKey.Secret(null, Algorithm.HS256, "$NAME"));
    assertThat(config.tokens().issuer()).isEqualTo("me");
  }

  @Test
  void messagesHoldNoSecrets() {
    assertThatThrownBy(
            () ->
                ProjectConfig.parse(
                    "id: p\nsecret: $hunter2\nmodules: { crud: { sql-h2: { conn: hunter2 } } }",
                    name -> null))
        .hasMessageNotContaining("hunter2");
  }

  private static List<Problem> problems(String text) {
    InvalidConfigException problem =
        catchThrowableOfType(
            InvalidConfigException.class, () -> ProjectConfig.parse(text, name -> null));
    return problem.problems();
  }
}
