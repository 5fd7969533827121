package io.spacecloud.api.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.spacecloud.api.condition.Condition;
import io.spacecloud.api.condition.Conditions;
import io.spacecloud.api.request.Create;
import io.spacecloud.api.request.Delete;
import io.spacecloud.api.request.Update;
import io.spacecloud.api.result.Document;
import io.spacecloud.api.spi.Command;
import io.spacecloud.api.spi.Outcome;
import io.spacecloud.api.spi.TransactionOptions;
import io.spacecloud.api.value.Comparisons;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Runs writes of which the touched keys are wanted, on a new table, and compares what is told with
 * what has changed.
 */
final class Capturing {
  private final Harness harness;
  private final List<String> key;
  final Table table;

  Capturing(Harness harness, TableSpec spec) {
    this.harness = harness;
    this.key = spec.primaryKey();
    this.table = Table.of(harness, spec);
  }

  static Command insert(Create create, Condition... checks) {
    List<Condition> all =
        checks.length > 0
            ? Arrays.asList(checks)
            : Collections.nCopies(create.docs().size(), Conditions.TRUE);
    return new Command.Insert(create, all, true);
  }

  static Command modify(Update update) {
    return new Command.Modify(update, Conditions.TRUE, true);
  }

  static Command upsert(Update update, Map<String, Object> insert) {
    return new Command.Upsert(
        update, Conditions.TRUE, Conditions.TRUE, Document.of(insert), Conditions.TRUE, true);
  }

  static Command remove(Delete delete) {
    return new Command.Remove(delete, true);
  }

  private static Command uncaptured(Command command) {
    if (command instanceof Command.Insert c) {
      return new Command.Insert(c.request(), c.checks(), false);
    } else if (command instanceof Command.Modify c) {
      return new Command.Modify(c.request(), c.check(), false);
    } else if (command instanceof Command.Upsert c) {
      return new Command.Upsert(
          c.request(), c.guard(), c.check(), c.insert(), c.insertCheck(), false);
    }
    return new Command.Remove(((Command.Remove) command).request(), false);
  }

  /**
   * The write touches the rows with these keys, alone and within a transaction, and no other row
   * differs afterwards; what it comes to is what it comes to without.
   *
   * @param keys values, in the place of a key of several fields a list of them
   */
  void touches(Command command, Object... keys) {
    assertKeys(undone(command).touched(), keys);
    Outcome plain = undone(uncaptured(command));
    List<Document> before = table.rows();
    Outcome outcome = harness.backend().execute(command);

    assertThat(plain.touched()).isEmpty();
    assertThat(outcome.result().affected()).isEqualTo(plain.result().affected());
    assertKeys(outcome.touched(), keys);
    assertKeys(differing(before, table.rows()), keys);
  }

  /** The write touches these, as it would if they changed. */
  void matches(Command command, Object... keys) {
    List<Document> before = table.rows();
    assertKeys(harness.backend().execute(command).touched(), keys);
    assertThat(differing(before, table.rows())).isEmpty();
  }

  /** Whatever the write touches is what differs afterwards. */
  Outcome tells(Command command) {
    List<Document> before = table.rows();
    Outcome outcome = harness.backend().execute(command);
    assertSame(outcome.touched(), differing(before, table.rows()));
    return outcome;
  }

  /** The write fails, and so touches nothing. */
  void fails(Command command, Class<? extends Exception> error) {
    List<Document> before = table.rows();
    assertThatThrownBy(() -> harness.backend().execute(command)).isInstanceOf(error);
    assertThat(differing(before, table.rows())).isEmpty();
  }

  Outcome undone(Command command) {
    return harness
        .backend()
        .inTransaction(
            new TransactionOptions(false, true, null), executor -> executor.execute(command));
  }

  void assertKeys(List<Document> actual, Object... keys) {
    List<Document> expected = new ArrayList<>();
    for (Object each : keys) {
      List<?> values = each instanceof List<?> list ? list : List.of(each);
      Map<String, Object> document = new LinkedHashMap<>();
      key.forEach(name -> document.put(name, values.get(document.size())));
      expected.add(Document.of(document));
    }
    assertSame(actual, expected);
  }

  private static void assertSame(List<Document> actual, List<Document> expected) {
    assertThat(actual)
        .usingElementComparator((a, b) -> Comparisons.equal(a, b) ? 0 : 1)
        .containsExactlyInAnyOrderElementsOf(expected);
  }

  /** The keys of rows that are on one side alone. */
  private List<Document> differing(List<Document> before, List<Document> after) {
    List<Document> keys = new ArrayList<>();
    without(before, after).forEach(row -> keys.add(keyOf(row)));
    for (Document row : without(after, before)) {
      if (keys.stream().noneMatch(known -> Comparisons.equal(known, keyOf(row)))) {
        keys.add(keyOf(row));
      }
    }
    return keys;
  }

  private static List<Document> without(List<Document> rows, List<Document> others) {
    return rows.stream()
        .filter(row -> others.stream().noneMatch(other -> Comparisons.equal(row, other)))
        .toList();
  }

  private Document keyOf(Document row) {
    Map<String, Object> document = new LinkedHashMap<>();
    key.forEach(name -> document.put(name, row.get(name)));
    return Document.of(document);
  }
}
