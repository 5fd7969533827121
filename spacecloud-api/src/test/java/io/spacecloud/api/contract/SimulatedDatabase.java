package io.spacecloud.api.contract;

import io.spacecloud.api.condition.ConditionEvaluator;
import io.spacecloud.api.condition.FieldPath;
import io.spacecloud.api.condition.RowPredicate;
import io.spacecloud.api.error.BackendException;
import io.spacecloud.api.request.Read;
import io.spacecloud.api.result.Document;
import io.spacecloud.api.spi.Selection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Rows by their key, which may be out of reach; every version of a row has a greater number. */
final class SimulatedDatabase {
  private final Map<String, Map<Long, Document>> tables = new LinkedHashMap<>();
  private boolean down;
  private long version;

  void down(boolean isDown) {
    down = isDown;
  }

  Map<Long, Document> table(String collection) {
    return tables.computeIfAbsent(collection, name -> new TreeMap<>());
  }

  /** Puts a row, or takes it away if null. */
  void put(String collection, long id, @Nullable Map<String, ?> fields) {
    if (fields == null) {
      table(collection).remove(id);
      return;
    }
    Map<String, @Nullable Object> row = new LinkedHashMap<>();
    row.put("id", id);
    row.putAll(fields);
    row.put("version", ++version);
    table(collection).put(id, Document.of(row));
  }

  /** As the engine reads, whatever may be shown. */
  List<Document> read(Read read) {
    if (down) {
      throw new BackendException(BackendException.Reason.DOWN, "the database is down", null);
    }
    return truth(read);
  }

  List<Document> truth(Read read) {
    RowPredicate predicate = ConditionEvaluator.compile(read.where());
    long limit = read.limit() == null ? Long.MAX_VALUE : read.limit();
    return table(read.collection()).values().stream()
        .filter(predicate::test)
        .sorted(ReferenceOrder.of(read.sort(), List.of("id"))::compare)
        .skip(read.skip())
        .limit(limit)
        .map(row -> selected(row, read.select()))
        .toList();
  }

  private static Document selected(Document row, List<FieldPath> select) {
    if (select.isEmpty()) {
      return row;
    }
    Map<String, @Nullable Object> kept = new LinkedHashMap<>();
    select.forEach(
        path -> kept.put(path.root(), Selection.keep(path.root(), row.get(path.root()), select)));
    return Document.of(kept);
  }
}
