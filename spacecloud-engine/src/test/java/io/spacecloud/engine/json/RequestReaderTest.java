package io.spacecloud.engine.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.spacecloud.api.condition.Conditions;
import io.spacecloud.api.error.InvalidRequestException;
import io.spacecloud.api.request.Aggregate;
import io.spacecloud.api.request.Batch;
import io.spacecloud.api.request.Create;
import io.spacecloud.api.request.Delete;
import io.spacecloud.api.request.Read;
import io.spacecloud.api.request.Update;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RequestReaderTest {
  private final RequestReader requests = new RequestReader();

  private Read read(String body) {
    return requests.read("db", "todos", json(body));
  }

  /** Single quotes read better in Java. */
  private static String json(String text) {
    return text.replace('\'', '"');
  }

  @Test
  void readsAReadWithEveryOption() {
    Read expected =
        Read.all("db", "todos")
            .where(Map.of("age", Map.of("$gte", 18)))
            .select("a", "b.c")
            .sort("z", "-a")
            .limit(5)
            .timeout(Duration.ofMillis(250));
    assertThat(
            read(
                """
                {'op': 'all', 'find': {'age': {'$gte': 18}}, 'options': {'select': ['a', 'b.c'],
                 'sort': {'z': 1, 'a': -1}, 'limit': 5, 'skip': 0, 'timeout': 250}}"""))
        .isEqualTo(expected);
  }

  @Test
  void takesEveryWayToWriteAnOrder() {
    for (String sort : List.of("{'b': 1, 'a': -1}", "['b', '-a']")) {
      assertThat(read("{'op': 'all', 'options': {'sort': %s}}".formatted(sort)).sort())
          .hasToString("[b, -a]");
    }
    assertThat(read("{'op': 'all', 'options': {'sort': '-a'}}").sort()).hasToString("[-a]");
  }

  @Test
  void takesEveryWayToSelect() {
    for (String select : List.of("{'a': 1, 'b': true}", "['a', 'b']")) {
      assertThat(read("{'op': 'one', 'options': {'select': %s}}".formatted(select)).select())
          .hasToString("[a, b]");
    }
  }

  @Test
  void readsKeysetPagesCountsAndDistinctValues() {
    assertThat(read("{'op': 'all', 'options': {'after': {'id': 7}}}").after())
        .isEqualTo(Map.of("id", 7L));
    assertThat(read("{'op': 'count'}")).isEqualTo(Read.count("db", "todos"));
    assertThat(read("{'op': 'distinct', 'options': {'distinct': 'a'}}"))
        .isEqualTo(Read.distinct("db", "todos", "a"));
  }

  @Test
  void readsCreates() {
    assertThat(requests.create("db", "todos", json("{'op': 'one', 'doc': {'a': 1}}")))
        .isEqualTo(Create.one("db", "todos", Map.of("a", 1)));
    assertThat(
            requests.create(
                "db",
                "todos",
                json("{'op': 'all', 'doc': [{'a': 1}, {}], 'options': {'dryRun': true}}")))
        .isEqualTo(Create.all("db", "todos", List.of(Map.of("a", 1), Map.of())).asDryRun());
  }

  @Test
  void readsUpdates() {
    assertThat(
            requests.update(
                "db",
                "todos",
                json(
                    "{'op': 'upsert', 'find': {'id': 1}, 'update': {'$set': {'a': null}},"
                        + " 'options': {'maxAffected': 1}}")))
        .isEqualTo(
            Update.upsert("db", "todos").where(Map.of("id", 1)).set("a", null).maxAffected(1));
  }

  @Test
  void readsDeletesForWhichNoFindMeansAll() {
    assertThat(requests.delete("db", "todos", json("{'op': 'all'}")))
        .isEqualTo(Delete.all("db", "todos"));
    assertThat(requests.delete("db", "todos", json("{'op': 'one', 'find': {'id': 1}}")))
        .isEqualTo(Delete.one("db", "todos").where(Map.of("id", 1)));
  }

  @Test
  void readsAggregates() {
    List<Map<String, ?>> pipe = List.of(Map.of("$match", Map.of("a", 1)), Map.of("$count", "n"));
    assertThat(
            requests.aggregate(
                "db",
                "todos",
                json("{'op': 'one', 'pipe': [{'$match': {'a': 1}}, {'$count': 'n'}]}")))
        .isEqualTo(Aggregate.one("db", "todos", pipe));
  }

  @Test
  void readsBatches() {
    assertThat(
            requests.batch(
                "db",
                json(
                    """
                    {'reqs': [
                      {'type': 'create', 'col': 'a', 'op': 'one', 'doc': {'x': 1}, 'dbType': 'db'},
                      {'type': 'update', 'col': 'b', 'op': 'all', 'update': {'$inc': {'n': 1}}},
                      {'type': 'delete', 'col': 'c', 'op': 'one', 'find': {'x': 1}}],
                     'options': {'timeout': 9}}""")))
        .isEqualTo(
            Batch.of(
                    "db",
                    Create.one("db", "a", Map.of("x", 1)),
                    Update.all("db", "b").inc("n", 1),
                    Delete.one("db", "c").where(Map.of("x", 1)))
                .timeout(Duration.ofMillis(9)));
  }

  @Test
  void readsTextBytesAndMapsAlike() {
    String body = json("{'op': 'one', 'find': {'name': 'Zoë'}}");
    Map<String, ?> map = Map.of("op", "one", "find", Map.of("name", "Zoë"));
    assertThat(requests.read("db", "todos", body.getBytes(StandardCharsets.UTF_8)))
        .isEqualTo(requests.read("db", "todos", body))
        .isEqualTo(requests.read("db", "todos", map));
  }

  @Test
  void keepsNumbersExact() {
    assertThat(
            requests
                .create(
                    "db",
                    "todos",
                    json(
                        "{'op': 'one', 'doc': {'a': 9007199254740993, 'b': 9223372036854775807,"
                            + " 'c': 9223372036854775808, 'd': 0.1, 'e': 1e2}}"))
                .docs()
                .get(0))
        .containsEntry("a", 9007199254740993L)
        .containsEntry("b", Long.MAX_VALUE)
        .containsEntry("c", new BigDecimal("9223372036854775808"))
        .containsEntry("d", new BigDecimal("0.1"))
        .containsEntry("e", new BigDecimal("1E+2"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          {}                                                        | op
          {'op': null}                                              | op
          {'op': 'ONE'}                                             | op
          {'op': 'some'}                                            | op
          {'op': 1}                                                 | op
          {'op': 'all', 'fnd': {}}                                  | fnd
          {'op': 'all', 'find': null}                               | find
          {'op': 'all', 'find': []}                                 | find
          {'op': 'all', 'find': {'a': {'$where': '1'}}}             | find.a.$where
          {'op': 'all', 'find': {'': 1}}                            | find.
          {'op': 'all', 'options': []}                              | options
          {'op': 'all', 'options': {'sorted': 1}}                   | options.sorted
          {'op': 'all', 'options': {'sort': {'a': 2}}}              | options.sort
          {'op': 'all', 'options': {'sort': {'a': 1.5}}}            | options.sort
          {'op': 'all', 'options': {'sort': 1}}                     | options.sort
          {'op': 'all', 'options': {'sort': ['--a', '$b']}}         | options.sort
          {'op': 'all', 'options': {'sort': [1]}}                   | options.sort
          {'op': 'all', 'options': {'select': {'a': 0}}}            | options.select
          {'op': 'all', 'options': {'select': 'a'}}                 | options.select
          {'op': 'all', 'options': {'select': ['a..b']}}            | options.select
          {'op': 'all', 'options': {'skip': -1}}                    | options.skip
          {'op': 'all', 'options': {'limit': 1.5}}                  | options.limit
          {'op': 'all', 'options': {'limit': '1'}}                  | options.limit
          {'op': 'all', 'options': {'limit': 9223372036854775808}}  | options.limit
          {'op': 'all', 'options': {'distinct': 'a'}}               | options.distinct
          {'op': 'distinct'}                                        | options.distinct
          {'op': 'distinct', 'options': {'distinct': ''}}           | options.distinct
          {'op': 'all', 'options': {'after': [1]}}                  | options.after
          {'op': 'all', 'options': {'after': {}, 'skip': 1}}        | options.after
          {'op': 'all', 'options': {'timeout': 0}}                  | options.timeout
          {'op': 'all', 'options': {'timeout': 1e3}}                | options.timeout
          {'op': 'all', 'op': 'one'}                                | op
          {'op': 'all', 'find': {'a': 1, 'a': 2}}                   | find.a
          {'op': 'all', 'find': {'a': '\\u0000'}}                    | find.a
          {'op': 'all', 'find': {'a': '\\ud800'}}                    | find.a
          """)
  void refusesReadsNamingThePath(String body, String path) {
    assertThat(refusal(() -> read(body)).path()).isEqualTo(path == null ? "" : path);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          {'op': 'one'}                                             | doc
          {'op': 'one', 'doc': null}                                | doc
          {'op': 'one', 'doc': [{}]}                                | doc
          {'op': 'one', 'doc': 'x'}                                 | doc
          {'op': 'all', 'doc': {}}                                  | doc
          {'op': 'all', 'doc': [{}, 1]}                             | doc.1
          {'op': 'all', 'doc': [{}, {'a': '\\u0000'}]}               | doc.1.a
          {'op': 'upsert', 'doc': {}}                               | op
          {'op': 'one', 'doc': {}, 'find': {}}                      | find
          {'op': 'one', 'doc': {}, 'options': {'maxAffected': 1}}   | options.maxAffected
          {'op': 'one', 'doc': {}, 'options': {'dryRun': 'true'}}   | options.dryRun
          {'op': 'one', 'doc': {'a': 1e5000}}                       | doc.a
          """)
  void refusesCreatesNamingThePath(String body, String path) {
    assertThat(refusal(() -> requests.create("db", "c", json(body))).path()).isEqualTo(path);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          {'op': 'one'}                                             | update
          {'op': 'one', 'update': {}}                               | update
          {'op': 'one', 'update': {'$set': {}}}                     | update
          {'op': 'one', 'update': {'a': 1}}                         | update
          {'op': 'one', 'update': {'$set': 1}}                      | update.$set
          {'op': 'one', 'update': {'$inc': {'a': 'x'}}}             | update.$inc.a
          {'op': 'one', 'update': {'$set': {'a': 1, 'a.b': 1}}}     | update.$set.a.b
          {'op': 'one', 'update': {'$set': {'a': 1}}, 'options': {'maxAffected': -1}} | options.maxAffected
          {'op': 'count', 'update': {'$set': {'a': 1}}}             | op
          """)
  void refusesUpdatesNamingThePath(String body, String path) {
    assertThat(refusal(() -> requests.update("db", "c", json(body))).path()).isEqualTo(path);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          {}                                                        | reqs
          {'reqs': []}                                              | reqs
          {'reqs': {}}                                              | reqs
          {'reqs': [1]}                                             | reqs.0
          {'reqs': [{}]}                                            | reqs.0.type
          {'reqs': [{'type': 'read'}]}                              | reqs.0.type
          {'reqs': [{'type': 'delete', 'op': 'one'}]}               | reqs.0.col
          {'reqs': [{'type': 'delete', 'col': 'c', 'op': 'x'}]}     | reqs.0.op
          {'reqs': [{'type': 'delete', 'col': 'c', 'op': 'all', 'doc': {}}]} | reqs.0.doc
          {'reqs': [{'type': 'delete', 'col': 'c', 'op': 'all', 'dbType': 'x'}]} | reqs.0.dbType
          {'reqs': [{'type': 'delete', 'col': 'c', 'op': 'all', 'find': {'a': {}}}]} | reqs.0.find.a
          {'reqs': [{'type': 'delete', 'col': 'c', 'op': 'all', 'options': {'timeout': 1}}]} | reqs.0.options.timeout
          {'requests': []}                                          | requests
          """)
  void refusesBatchesNamingThePath(String body, String path) {
    assertThat(refusal(() -> requests.batch("db", json(body))).path()).isEqualTo(path);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          {'op': 'one'}                                             | pipe
          {'op': 'count', 'pipe': []}                               | op
          {'op': 'all', 'pipe': {}}                                 | pipe
          {'op': 'all', 'pipe': [1]}                                | pipe.0
          {'op': 'all', 'pipe': [{'$out': 'x'}]}                    | pipe.0
          """)
  void refusesAggregatesNamingThePath(String body, String path) {
    assertThat(refusal(() -> requests.aggregate("db", "c", json(body))).path()).isEqualTo(path);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          ``                                | expected an object
          []                                | expected an object
          'secret'                          | expected an object
          {'op': 'all'} {}                  | something follows the object
          {'op': 'secret                    | malformed JSON at line 1
          {'op': secret}                    | malformed JSON at line 1
          {'op': 'all',}                    | malformed JSON at line 1
          {'a': NaN}                        | malformed JSON at line 1
          {'a': 01}                         | malformed JSON at line 1
          {op: 'all'}                       | malformed JSON at line 1
          """)
  void refusesWhatIsNoJsonWithoutRepeatingIt(String body, String problem) {
    assertThat(refusal(() -> read(body)))
        .hasMessageStartingWith(problem)
        .hasMessageNotContaining("secret");
  }

  @Test
  void refusesWhatIsTooDeepTooLongOrTooLarge() {
    String deep = "{'op': 'all', 'find': " + "{'$and': [".repeat(1000) + "]}".repeat(1000) + "}";
    String list = "{'op': 'all', 'find': " + "[".repeat(100_000);
    String digits = "{'op': 'all', 'find': {'a': " + "9".repeat(2_000) + "}}";
    String large = "{'op': 'all', 'find': {'a': '" + "x".repeat(10_000_000) + "'}}";
    assertThatThrownBy(() -> read(deep)).hasMessageContaining("nested deeper than 64");
    assertThatThrownBy(() -> read(list)).hasMessageContaining("nested deeper than 64");
    assertThatThrownBy(() -> read(digits)).hasMessageContaining("too long");
    assertThat(refusal(() -> read(large))).hasMessage("larger than 1048576");
    assertThat(refusal(() -> new RequestReader(10).read("db", "c", json("{'op': 'all'}"))))
        .hasMessage("larger than 10");
  }

  @Test
  void refusesBytesThatAreNoText() {
    byte[] body = json("{'op': 'all', 'find': {'a': 'x'}}").getBytes(StandardCharsets.UTF_8);
    body[29] = (byte) 0xff;
    assertThat(refusal(() -> requests.read("db", "c", body))).hasMessageStartingWith("malformed");
  }

  @Test
  void refusesKeysThatAreNoStrings() {
    Map<Object, Object> odd = Map.of(1, 2, "op", "all");
    @SuppressWarnings({"unchecked", "rawtypes"})
    Map<String, ?> raw = (Map) odd;
    assertThat(refusal(() -> requests.read("db", "c", raw)).path()).isEqualTo("1");
  }

  @Test
  void missingFindIsTheConditionTrue() {
    assertThat(read("{'op': 'all'}").where()).isEqualTo(Conditions.TRUE);
  }

  private static InvalidRequestException refusal(
      org.assertj.core.api.ThrowableAssert.ThrowingCallable call) {
    return catchThrowableOfType(InvalidRequestException.class, call);
  }

  @Test
  void aNumberWhoseExponentNothingHoldsIsRefusedAtItsPlace() {
    assertThatThrownBy(
            () ->
                requests.create(
                    "db", "c", "{\"op\":\"one\",\"doc\":{\"n\":1e9223372036854775808}}"))
        .isInstanceOf(InvalidRequestException.class)
        .hasMessageContaining("doc.n");
  }
}
