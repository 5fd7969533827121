package io.spacecloud.engine.config;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import com.fasterxml.jackson.dataformat.yaml.YAMLParser;
import io.spacecloud.engine.ProjectConfig;
import io.spacecloud.engine.config.Problems.Problem;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/**
 * Every single-line corruption of a Space Cloud v0.9 file is reported with its path, or says
 * nothing else than the file, or is one of the exceptions, which say what else they mean.
 */
class CorruptionTest {
  private static final String FILE = file();
  private static final String DATABASE = "modules.crud.sql-postgres";

  /** Typos that make another name, and why a configuration cannot know better. */
  private static final Map<String, String> FREE_NAMES =
      Map.of(
          DATABASE + ".collections.todos",
          "any table may be declared",
          DATABASE + ".collections.default",
          "any table may be declared",
          DATABASE + ".collections.todos.rules.read.find.owner",
          "columns are known later",
          DATABASE + ".collections.todos.rules.update.clauses.1.find.owner",
          "columns, too",
          "modules.auth.email",
          "ways to sign in have names",
          "modules.functions.rules.service1",
          "services have names",
          "modules.functions.rules.service1.function1",
          "functions have names",
          "modules.fileStore.rules.images",
          "rules of files have names");

  /** Values that may be of another type, and why. */
  private static final Map<String, String> FREE_VALUES =
      Map.of(
          DATABASE + ".collections.todos.rules.read.find.owner", "a literal of any kind",
          DATABASE + ".collections.todos.rules.update.clauses.1.find.owner", "a literal, too");

  /** Lines that can be missing, and what that means. */
  private static final Map<String, String> SPARE_LINES =
      Map.of(
          "isPrimary", "no database is primary",
          "isRealtimeEnabled", "no live queries",
          "create", "no rule: denied",
          "read", "no rule: denied",
          "update", "no rule: denied",
          "default", "collections without rules are denied",
          "sql-mysql", "one database less",
          "mongo", "one database less",
          "auth|functions|realtime|fileStore", "one module less",
          "conn", "the application supplies the backend");

  /** A key or a scalar of the file. */
  private record Spot(String path, boolean key, int start, int end) {}

  @Test
  void theFileItselfIsTaken() {
    assertThat(problems(FILE)).isEmpty();
  }

  @TestFactory
  Stream<DynamicTest> everyMisspeltKeyIsReported() throws IOException {
    return spots().stream()
        .filter(spot -> spot.key() && !FREE_NAMES.containsKey(spot.path()))
        .flatMap(
            spot ->
                Stream.of(
                    corruption(spot, text(spot) + "X"), corruption(spot, text(spot).substring(1))));
  }

  @TestFactory
  Stream<DynamicTest> everyValueOfAnotherTypeIsReported() throws IOException {
    return spots().stream()
        .filter(spot -> !spot.key() && !FREE_VALUES.containsKey(spot.path()))
        .flatMap(
            spot ->
                Stream.of("[ zz ]", "{ zz: 1 }", "12.5", "\"\"", "null", "zz")
                    .filter(value -> !isHarmless(spot, value))
                    .map(value -> corruption(spot, value)));
  }

  /** {@code zz} where any text will do; an empty literal is one, too. */
  private static boolean isHarmless(Spot spot, String value) {
    boolean literal = Pattern.matches(".*\\.f[12]", spot.path());
    return (value.equals("\"\"") && literal)
        || (value.equals("zz")
            && (literal || Pattern.matches("id|secret|modules.fileStore.conn", spot.path())));
  }

  @TestFactory
  Stream<DynamicTest> everyMissingLineIsReportedOrSpare() {
    List<String> lines = FILE.lines().toList();
    return Stream.iterate(0, i -> i < lines.size(), i -> i + 1)
        .filter(i -> SPARE_LINES.keySet().stream().noneMatch(key -> begins(lines.get(i), key)))
        .map(
            i -> {
              List<String> rest = new ArrayList<>(lines);
              rest.remove((int) i);
              return reported("without " + lines.get(i).strip(), String.join("\n", rest));
            });
  }

  @TestFactory
  Stream<DynamicTest> everyDamagedLineIsReportedOrSaysTheSame() {
    List<String> lines = FILE.lines().toList();
    return Stream.iterate(0, i -> i < lines.size(), i -> i + 1)
        .flatMap(
            i ->
                damaged(lines.get(i))
                    .map(
                        damaged -> {
                          List<String> all = new ArrayList<>(lines);
                          all.set(i, damaged);
                          return reported(damaged, String.join("\n", all));
                        }));
  }

  private static Stream<String> damaged(String line) {
    String code = line.replaceAll(" +#.*", "");
    return Stream.of(
        " " + line,
        "\t" + line,
        line.replaceFirst(":", ""),
        line.replaceFirst(": *", ":"),
        line.replaceFirst("\\{", ""),
        line.replaceFirst("}", ""),
        code + " }",
        code + ", zz",
        line + "\n" + line);
  }

  private static boolean begins(String line, String key) {
    return Pattern.compile("\\s*(" + key + "):.*").matcher(line).matches();
  }

  private static String text(Spot spot) {
    return FILE.substring(spot.start(), spot.end());
  }

  /** The problem stands at the spot, within it, or in the object that holds it. */
  private static DynamicTest corruption(Spot spot, String other) {
    String corrupt = FILE.substring(0, spot.start()) + other + FILE.substring(spot.end());
    String parent = spot.path().replaceFirst("\\.?[^.]*$", "");
    return DynamicTest.dynamicTest(
        (spot.key() ? "key " : "value of ") + spot.path() + " as " + other,
        () ->
            assertThat(problems(corrupt))
                .as(corrupt)
                .anyMatch(
                    problem ->
                        problem.path().equals(parent)
                            || problem.path().startsWith(parent.isEmpty() ? "" : parent + ".")));
  }

  private static DynamicTest reported(String name, String corrupt) {
    return DynamicTest.dynamicTest(
        name,
        () -> {
          if (!Objects.equals(tree(corrupt), tree(FILE))) {
            assertThat(problems(corrupt))
                .as(corrupt)
                .anyMatch(
                    problem -> !problem.path().isEmpty() || problem.text().contains("at line"));
          }
        });
  }

  private static @Nullable Object tree(String text) {
    Problems problems = new Problems();
    Object tree = ConfigText.read("", text, problems);
    return problems.isEmpty() ? tree : problems.all();
  }

  private static List<Problem> problems(String text) {
    try {
      ProjectConfig.parse(text, name -> name.equals("TODO_SECRET") ? "a secret" : null);
      return List.of();
    } catch (InvalidConfigException e) {
      return e.problems();
    }
  }

  private static List<Spot> spots() throws IOException {
    List<Spot> spots = new ArrayList<>();
    try (YAMLParser parser = new YAMLFactory().createParser(FILE)) {
      for (JsonToken token = parser.nextToken(); token != null; token = parser.nextToken()) {
        if (token == JsonToken.FIELD_NAME || token.isScalarValue()) {
          String pointer = parser.getParsingContext().pathAsPointer().toString();
          int start = (int) parser.currentTokenLocation().getCharOffset();
          int end = (int) parser.currentLocation().getCharOffset();
          spots.add(
              new Spot(
                  pointer.substring(1).replace('/', '.'),
                  token == JsonToken.FIELD_NAME,
                  start,
                  end));
        }
      }
    }
    return spots;
  }

  private static String file() {
    try (InputStream file = ProjectConfig.class.getResourceAsStream("space-cloud-v0.9.yaml")) {
      return new String(Objects.requireNonNull(file).readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }
}
