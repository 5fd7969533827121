package io.spacecloud.api.contract;

import static io.spacecloud.api.condition.Conditions.and;
import static io.spacecloud.api.condition.Conditions.field;
import static io.spacecloud.api.condition.Conditions.not;
import static io.spacecloud.api.condition.Conditions.or;
import static io.spacecloud.api.contract.Table.doc;
import static org.assertj.core.api.Assertions.assertThat;

import io.spacecloud.api.condition.Condition;
import io.spacecloud.api.request.Request;
import io.spacecloud.api.request.Update;
import io.spacecloud.api.spi.Capability;
import io.spacecloud.api.value.Kind;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/**
 * What a backend sends to its database for each operator, kept in a file beside the tests: {@code
 * -Dspacecloud.golden=write} writes it anew.
 *
 * <p>A line is the operator and, after a tab, the statements.
 */
public final class Renderings {
  /** Hears what is sent to the database while something runs. */
  @FunctionalInterface
  public interface Recorder {
    List<String> record(Runnable work);
  }

  private final Harness harness;
  private final Recorder recorder;
  private final Map<String, String> lines = new LinkedHashMap<>();

  private Renderings(Harness harness, Recorder recorder) {
    this.harness = harness;
    this.recorder = recorder;
  }

  /** Compares what is sent with the file. */
  public static void check(Harness harness, Recorder recorder, Path golden) {
    Renderings renderings = new Renderings(harness, recorder);
    renderings.all();
    StringBuilder text = new StringBuilder();
    renderings.lines.forEach(
        (name, line) -> text.append(name).append('\t').append(line).append('\n'));
    try {
      if ("write".equals(System.getProperty("spacecloud.golden"))) {
        Files.createDirectories(golden.getParent());
        Files.writeString(golden, text);
      }
      assertThat(text.toString()).isEqualTo(Files.readString(golden));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void all() {
    Table table =
        Table.of(
            harness,
            Column.of("n", Kind.INTEGER),
            Column.of("o", Kind.INTEGER),
            Column.of("m", Kind.DECIMAL).digits(12, 2),
            Column.of("s", Kind.STRING),
            Column.of("ts", Kind.TIMESTAMP),
            Column.of("j", Kind.OBJECT));
    conditions(table);
    reads(table);
    writes(table);
    aggregates(table);
  }

  private void conditions(Table table) {
    condition(table, "$eq", field("n").eq(1));
    condition(table, "$eq of a string", field("s").eq("a"));
    condition(table, "$eq null", field("n").eq(null));
    condition(table, "$eq in JSON", field("j.a").eq(1));
    condition(table, "$eq of an object", field("j").eq(Map.of("a", 1)));
    condition(table, "$ne", field("n").ne(1));
    condition(table, "$gt", field("n").gt(1));
    condition(table, "$gte", field("n").gte(1));
    condition(table, "$lt of a string", field("s").lt("a"));
    condition(table, "$lte", field("ts").lte("2026-01-01T00:00:00Z"));
    condition(table, "$in", field("n").in(1, 2, null));
    condition(table, "$nin", field("n").notIn(1, 2));
    condition(table, "$exists", field("n").exists());
    condition(table, "$like", field("s").like("a%b_"));
    condition(table, "$contains of a list", field("j").contains(List.of("x")));
    condition(table, "$contains of an object", field("j").contains(Map.of("a", 1)));
    condition(table, "$and", and(field("n").gt(1), field("s").exists()));
    condition(table, "$or", or(field("n").eq(1), field("n").gt(5)));
    condition(table, "$nor", not(or(field("n").eq(1), field("n").gt(5))));
    condition(table, "$not", not(field("n").gt(1)));
  }

  private void condition(Table table, String name, Condition condition) {
    record(name, () -> table.count().where(condition));
  }

  private void reads(Table table) {
    record("read one", () -> table.one().where(field("id").eq(1)));
    record("read all", () -> table.all().select("n", "j.a").sort("-s").skip(2).limit(5));
    record("read count", () -> table.count());
    record("read distinct", () -> table.distinct("s"));
  }

  private void writes(Table table) {
    record("create one", () -> table.create(doc("id", 1, "n", 1, "s", "a", "j", Map.of("a", 1))));
    if (harness.has(Capability.TRANSACTIONS)) {
      record("create all", () -> table.createAll(List.of(doc("id", 2), doc("id", 3))));
    }
    Update one = table.updateOne().where(field("id").eq(1));
    record("$set", () -> one.set("s", "b"));
    record("$unset", () -> one.unset("n"));
    record("$inc", () -> one.inc("n", 2));
    record("$mul", () -> one.mul("n", 2));
    record("$mul of a decimal", () -> one.mul("m", 2));
    record("$min", () -> one.min("n", 2));
    record("$max", () -> one.max("n", 2));
    record("$push", () -> one.push("j.l", "x"));
    if (harness.has(Capability.RENAME)) {
      record("$rename", () -> one.with(Map.of("$rename", Map.of("n", "o"))));
    }
    record("$currentDate", () -> one.currentDate("ts"));
    record("update all", () -> table.update().where(field("n").gt(1)).set("s", "c"));
    record("upsert", () -> table.upsert().where(field("id").eq(9)).inc("n", 1));
    record("delete one", () -> table.deleteOne().where(field("n").gt(1)));
    record("delete all", () -> table.delete().where(field("n").gt(1)));
  }

  @SuppressWarnings("unchecked")
  private void aggregates(Table table) {
    Map<String, Object> match = Map.of("$match", Map.of("n", 1));
    for (String function : List.of("$sum", "$avg", "$min", "$max")) {
      Map<String, Object> group = doc("_id", "$s", "x", Map.of(function, "$n"));
      record("$group " + function, () -> table.pipe(match, Map.of("$group", group)));
    }
    Map<String, Object> counting = doc("_id", null, "x", Map.of("$count", Map.of()));
    record("$group $count", () -> table.pipe(Map.of("$group", counting)));
    record(
        "$sort $skip $limit $project",
        () ->
            table.pipe(
                Map.of("$sort", Map.of("n", -1)),
                Map.of("$skip", 1),
                Map.of("$limit", 2),
                Map.of("$project", doc("x", "$n"))));
    record("$count", () -> table.pipe(Map.of("$count", "x")));
  }

  private void record(String name, Supplier<Request> request) {
    List<String> statements =
        new ArrayList<>(recorder.record(() -> harness.execute(request.get())));
    lines.put(name, String.join("; ", statements));
  }
}
