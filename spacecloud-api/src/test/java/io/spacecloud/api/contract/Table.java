package io.spacecloud.api.contract;

import io.spacecloud.api.request.Aggregate;
import io.spacecloud.api.request.Create;
import io.spacecloud.api.request.Delete;
import io.spacecloud.api.request.Read;
import io.spacecloud.api.request.Request;
import io.spacecloud.api.request.Update;
import io.spacecloud.api.result.Document;
import io.spacecloud.api.result.Result;
import io.spacecloud.api.spi.Capability;
import io.spacecloud.api.value.Comparisons;
import io.spacecloud.api.value.Kind;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A new, empty table and the requests on it. */
final class Table {
  private final Harness harness;
  private final String name;

  private Table(Harness harness, String name) {
    this.harness = harness;
    this.name = name;
  }

  /** With an integer {@code id} as its key beside these columns. */
  static Table of(Harness harness, Column... columns) {
    List<Column> all = new ArrayList<>(List.of(Column.of("id", Kind.INTEGER).asKey()));
    all.addAll(Arrays.asList(columns));
    return of(harness, new TableSpec("things", all));
  }

  static Table of(Harness harness, TableSpec spec) {
    harness.createTable(spec);
    return new Table(harness, spec.name());
  }

  /** With {@code id} 1 and so on, and {@code v} of the kind. */
  static Table ofValues(Harness harness, Column v, Object... values) {
    Table table = of(harness, v);
    List<Map<String, Object>> docs = new ArrayList<>();
    for (Object value : values) {
      docs.add(doc("id", docs.size() + 1, v.name(), value));
    }
    table.insert(docs);
    return table;
  }

  /** Names and values in turn; values may be null. */
  static Map<String, Object> doc(Object... namesAndValues) {
    Map<String, Object> doc = new LinkedHashMap<>();
    for (int i = 0; i < namesAndValues.length; i += 2) {
      doc.put((String) namesAndValues[i], namesAndValues[i + 1]);
    }
    return doc;
  }

  Result run(Request request) {
    return harness.execute(request);
  }

  /** Document by document where the database has no transactions. */
  Result insert(List<? extends Map<String, ?>> docs) {
    Create all = createAll(docs);
    return run(harness.has(Capability.TRANSACTIONS) ? all : all.withPartialAllowed());
  }

  @SafeVarargs
  @SuppressWarnings("varargs")
  final Result insert(Map<String, Object>... docs) {
    return insert(Arrays.asList(docs));
  }

  Create create(Map<String, ?> doc) {
    return Create.one(harness.database(), name, doc);
  }

  Create createAll(List<? extends Map<String, ?>> docs) {
    return Create.all(harness.database(), name, docs);
  }

  Read all() {
    return Read.all(harness.database(), name);
  }

  Read one() {
    return Read.one(harness.database(), name);
  }

  Read count() {
    return Read.count(harness.database(), name);
  }

  Read distinct(String field) {
    return Read.distinct(harness.database(), name, field);
  }

  Update update() {
    return Update.all(harness.database(), name);
  }

  Update updateOne() {
    return Update.one(harness.database(), name);
  }

  Update upsert() {
    return Update.upsert(harness.database(), name);
  }

  Delete delete() {
    return Delete.all(harness.database(), name);
  }

  Delete deleteOne() {
    return Delete.one(harness.database(), name);
  }

  @SafeVarargs
  @SuppressWarnings("varargs")
  final Aggregate pipe(Map<String, Object>... stages) {
    return Aggregate.all(harness.database(), name, Arrays.asList(stages));
  }

  List<Document> rows() {
    return run(all()).documents();
  }

  /** The column's values in the order of the key. */
  List<Object> values(String column) {
    return values(all(), column);
  }

  List<Object> values(Read read, String column) {
    List<Object> values = new ArrayList<>();
    run(read).documents().forEach(document -> values.add(document.get(column)));
    return values;
  }

  List<Object> ids(Read read) {
    return values(read, "id");
  }

  /** Equal as conditions understand it: numbers by value. */
  static boolean same(Object a, Object b) {
    return Comparisons.equal(a, b);
  }
}
