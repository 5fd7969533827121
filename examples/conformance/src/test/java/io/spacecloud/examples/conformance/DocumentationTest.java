package io.spacecloud.examples.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import io.spacecloud.api.spi.Capability;
import io.spacecloud.engine.ProjectConfig;
import io.spacecloud.mongo.MongoHarness;
import io.spacecloud.sql.Databases;
import io.spacecloud.sql.SqlHarness;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What the documents say that the code knows better; {@code -Dspacecloud.golden=write} writes it
 * into them.
 */
class DocumentationTest {
  private static final Path ROOT = Path.of("..", "..");
  private static final Map<Capability, String> CAPABILITIES = new LinkedHashMap<>();

  static {
    CAPABILITIES.put(
        Capability.TRANSACTIONS,
        "batches, transactions, dry runs, `maxAffected`, create of several documents");
    CAPABILITIES.put(Capability.JSON, "paths into objects, `$contains`, `$push`");
    CAPABILITIES.put(Capability.STREAMING, "streamed reads");
    CAPABILITIES.put(Capability.RENAME, "`$rename`");
    CAPABILITIES.put(Capability.TOUCHED_KEYS, "keys that a write touched");
  }

  @Test
  void theReadmeTellsWhatWorksWhere() throws IOException {
    Map<String, Set<Capability>> databases = new LinkedHashMap<>();
    for (Databases database : Databases.values()) {
      try (SqlHarness harness = SqlHarness.of(database)) {
        databases.put(title(database.name()), harness.capabilities());
      }
    }
    databases.put("MongoDB replica set", MongoHarness.capabilities(true));
    databases.put("MongoDB alone", MongoHarness.capabilities(false));

    List<List<String>> rows = new ArrayList<>();
    CAPABILITIES.forEach(
        (capability, words) -> {
          List<String> row = new ArrayList<>(List.of(words));
          databases.values().forEach(has -> row.add(has.contains(capability) ? "yes" : "refused"));
          rows.add(row);
        });
    assertThat(CAPABILITIES.keySet()).containsExactlyInAnyOrder(Capability.values());
    check(ROOT.resolve("README.md"), "capabilities", table(header(databases.keySet()), rows));
  }

  @Test
  void everyOperatorHasARowWithItsRenderings() throws IOException {
    Map<String, Map<String, String>> files = new LinkedHashMap<>();
    for (String name : List.of("h2", "postgres", "mariadb")) {
      files.put(title(name), renderings("spacecloud-sql", name));
    }
    files.put("MongoDB", renderings("spacecloud-mongo", "mongo"));

    Set<String> operators = new java.util.LinkedHashSet<>();
    files.values().forEach(each -> operators.addAll(each.keySet()));
    List<List<String>> rows = new ArrayList<>();
    for (String operator : operators) {
      List<String> row = new ArrayList<>(List.of("`" + operator + "`"));
      files.values().forEach(each -> row.add(code(each.get(operator))));
      rows.add(row);
    }
    check(ROOT.resolve("docs/semantics.md"), "renderings", table(header(files.keySet()), rows));
  }

  /** Those of the complete examples; variables of the environment are what they have to be. */
  @ParameterizedTest
  @ValueSource(strings = {"files", "functions", "users"})
  void theConfigurationsOfThePagesAreLoaded(String page) throws IOException {
    String text = Files.readString(ROOT.resolve("docs/" + page + ".md"));
    List<String> whole =
        Pattern.compile("```yaml\n(id: .+?)```", Pattern.DOTALL)
            .matcher(text)
            .results()
            .map(each -> each.group(1))
            .toList();
    assertThat(whole).isNotEmpty();
    for (String each : whole) {
      ProjectConfig config =
          ProjectConfig.parse(
              each,
              name ->
                  switch (name) {
                    case "NATS" -> "nats://localhost:4222";
                    case "SECRET" -> "a-secret-for-this-test-alone-0123456789";
                    default -> "jdbc:postgresql://localhost/db";
                  });
      assertThat(config.warnings()).isEmpty();
    }
  }

  /** It has no parent, so that it can be copied, and so says for itself what it takes. */
  @Test
  void theProjectToCopyTakesTheVersionsOfThisOne() throws IOException {
    String own = Files.readString(ROOT.resolve("pom.xml"));
    String copied = Files.readString(ROOT.resolve("examples/rules-testing/pom.xml"));
    assertThat(copied).doesNotContain("<parent>");
    Matcher version = Pattern.compile("<(\\w+)\\.version>([^<]+)</").matcher(copied);
    assertThat(version.results().map(each -> each.group(1)))
        .containsExactly("spacecloud", "h2", "slf4j", "junit", "assertj");
    version
        .reset()
        .results()
        .skip(1)
        .forEach(each -> assertThat(own).contains("<" + each.group().substring(1)));
    assertThat(own)
        .contains("<artifactId>spacecloud-parent</artifactId>\n  <version>" + spaceCloud(copied));
  }

  private static String spaceCloud(String pom) {
    Matcher version = Pattern.compile("<spacecloud.version>([^<]+)<").matcher(pom);
    return version.results().map(each -> each.group(1)).findFirst().orElseThrow();
  }

  private static String title(String database) {
    return switch (database) {
      case "H2", "h2" -> "H2";
      case "POSTGRES", "postgres" -> "PostgreSQL";
      case "MARIADB", "mariadb" -> "MariaDB";
      default -> throw new IllegalArgumentException(database);
    };
  }

  private static List<String> header(Set<String> names) {
    List<String> header = new ArrayList<>(List.of(""));
    header.addAll(names);
    return header;
  }

  private static Map<String, String> renderings(String module, String name) throws IOException {
    Path file = ROOT.resolve(module).resolve("src/test/resources/renderings/" + name + ".tsv");
    Map<String, String> renderings = new LinkedHashMap<>();
    for (String line : Files.readAllLines(file)) {
      String[] parts = line.split("\t", 2);
      renderings.put(parts[0], condition(parts[1]));
    }
    return renderings;
  }

  /** Of a condition, which is shown by a count, what stands for it alone. */
  private static String condition(String statement) {
    return statement
        .replaceFirst("^SELECT COUNT\\(\\*\\) FROM [^ ]+ WHERE ", "")
        .replaceFirst(
            "^aggregate \\{\"pipeline\": \\[\\{\"\\$match\": (.+)}, \\{\"\\$count\": \"n\"}]}$",
            "$1");
  }

  private static String code(String rendering) {
    if (rendering == null) {
      return "refused";
    }
    String quote = rendering.contains("`") ? "``" : "`";
    return quote + " " + rendering.replace("|", "\\|") + " " + quote;
  }

  private static String table(List<String> header, List<List<String>> rows) {
    List<String> lines = new ArrayList<>();
    lines.add(line(header));
    lines.add(line(header.stream().map(each -> "---").toList()));
    rows.forEach(row -> lines.add(line(row)));
    return String.join("\n", lines);
  }

  private static String line(List<String> cells) {
    return cells.stream().collect(Collectors.joining(" | ", "| ", " |"));
  }

  /** Compares what stands between two marks of a document. */
  private static void check(Path document, String mark, String expected) throws IOException {
    String text = Files.readString(document);
    String begin = "<!-- " + mark + " -->\n";
    String end = "\n<!-- /" + mark + " -->";
    int from = text.indexOf(begin) + begin.length();
    int to = text.indexOf(end);
    assertThat(to).as("the marks in %s", document).isGreaterThanOrEqualTo(from);
    if ("write".equals(System.getProperty("spacecloud.golden"))) {
      text = text.substring(0, from) + expected + text.substring(to);
      Files.writeString(document, text);
      to = text.indexOf(end);
    }
    assertThat(text.substring(from, to)).isEqualTo(expected);
  }
}
