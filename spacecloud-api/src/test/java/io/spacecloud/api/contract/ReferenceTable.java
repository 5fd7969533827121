package io.spacecloud.api.contract;

import io.spacecloud.api.condition.Condition;
import io.spacecloud.api.condition.Condition.And;
import io.spacecloud.api.condition.Condition.Comparison;
import io.spacecloud.api.condition.ConditionEvaluator;
import io.spacecloud.api.condition.RowPredicate;
import io.spacecloud.api.error.ConflictException;
import io.spacecloud.api.error.InvalidRequestException;
import io.spacecloud.api.error.SpaceCloudException;
import io.spacecloud.api.request.Aggregate;
import io.spacecloud.api.request.Assignment;
import io.spacecloud.api.request.Create;
import io.spacecloud.api.request.Delete;
import io.spacecloud.api.request.Read;
import io.spacecloud.api.request.Update;
import io.spacecloud.api.request.UpdateOperator;
import io.spacecloud.api.request.WriteRequest;
import io.spacecloud.api.result.Document;
import io.spacecloud.api.result.Result;
import io.spacecloud.api.value.Comparisons;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Rows in memory, and what requests make of them. */
final class ReferenceTable {
  private static final int PAGE = 1_000;

  private final TableSpec spec;
  private List<Map<String, Object>> rows = List.of();
  private long generated;

  ReferenceTable(TableSpec spec) {
    this.spec = spec;
  }

  List<Map<String, Object>> rows() {
    return rows;
  }

  void restore(List<Map<String, Object>> former) {
    rows = former;
  }

  TableSpec spec() {
    return spec;
  }

  /** Whether the row can be inserted; if so, it is. */
  boolean accepts(Map<String, Object> row) {
    try {
      Create create = Create.one("", spec.name(), row);
      check(create);
      create(create);
      return true;
    } catch (SpaceCloudException e) {
      return false;
    }
  }

  /**
   * What needs no look at the rows, and so is found before any request of a batch runs.
   *
   * @throws InvalidRequestException if a value does not fit its column
   */
  void check(WriteRequest write) {
    if (write instanceof Update update) {
      List<Assignment> assignments = ReferenceUpdate.bind(spec, update.assignments());
      if (update.op() == Update.Op.UPSERT) {
        checkInserted(update, assignments);
      }
    } else if (write instanceof Create create) {
      create.docs().forEach(this::check);
    }
  }

  /** An upsert must be able to insert, whether or not it does. */
  private void checkInserted(Update update, List<Assignment> assignments) {
    Map<String, Object> row = new LinkedHashMap<>();
    equalities(ReferenceValues.bind(spec, update.where()), row);
    row.forEach(
        (name, value) -> {
          if (!Comparisons.equal(value, ReferenceValues.given(spec.column(name), value))) {
            throw new InvalidRequestException("find." + name, "what the column cannot hold");
          }
        });
    assignments.stream()
        .filter(a -> a.operator() != UpdateOperator.UNSET)
        .forEach(a -> row.put(a.path().root(), a.value()));
    check(Document.of(row));
  }

  private void check(Document doc) {
    for (Column column : spec.columns()) {
      ReferenceValues.given(column, doc.get(column.name()));
    }
  }

  Result create(Create create) {
    List<Document> keys = new ArrayList<>();
    List<Map<String, Object>> stored = new ArrayList<>();
    create.docs().forEach(doc -> stored.add(stored(doc, keys))); // what does not fit counts first
    stored.forEach(this::insert);
    return Result.ofAffected(create.docs().size(), keys);
  }

  private Map<String, Object> stored(Map<String, Object> doc, List<Document> keys) {
    Map<String, Object> row = new LinkedHashMap<>();
    for (Column column : spec.columns()) {
      Object value = doc.get(column.name());
      if (value == null && column.generated()) {
        value = ++generated;
        keys.add(Document.of(Map.of(column.name(), value)));
      }
      row.put(column.name(), ReferenceValues.stored(column, value));
    }
    return row;
  }

  private void insert(Map<String, Object> row) {
    List<Map<String, Object>> all = new ArrayList<>(rows);
    all.add(row);
    replace(all, List.of(row));
  }

  /** Puts other rows in the place of all, if those that changed satisfy every constraint. */
  private void replace(List<Map<String, Object>> all, List<Map<String, Object>> changed) {
    for (Map<String, Object> row : changed) {
      for (Column column : spec.columns()) {
        if (!column.nullable() && row.get(column.name()) == null) {
          throw new InvalidRequestException(column.name(), "null");
        } else if (column.unique() && row.get(column.name()) != null) {
          checkUnique(all, row, List.of(column.name()));
        }
      }
      checkUnique(all, row, spec.primaryKey());
    }
    rows = all;
  }

  private static void checkUnique(
      List<Map<String, Object>> all, Map<String, Object> row, List<String> key) {
    long equal =
        all.stream()
            .filter(
                other -> key.stream().allMatch(k -> Comparisons.equal(other.get(k), row.get(k))))
            .count();
    if (!key.isEmpty() && equal > 1) {
      throw new ConflictException(ConflictException.Reason.CONSTRAINT, "unique");
    }
  }

  /** The rows for which the condition holds, in the order of the key. */
  List<Map<String, Object>> matching(Condition where) {
    RowPredicate predicate = ConditionEvaluator.compile(ReferenceValues.bind(spec, where));
    return rows.stream()
        .filter(predicate::test)
        .sorted(ReferenceOrder.of(List.of(), spec.primaryKey()))
        .toList();
  }

  Result read(Read read) {
    return ReferenceRead.of(read, matching(read.where()), spec.primaryKey());
  }

  Result update(Update update) {
    List<Map<String, Object>> found = matching(update.where());
    List<Assignment> assignments = ReferenceUpdate.bind(spec, update.assignments());
    if (update.op() == Update.Op.UPSERT && found.isEmpty()) {
      Map<String, Object> row = new LinkedHashMap<>();
      equalities(ReferenceValues.bind(spec, update.where()), row);
      spec.columns().forEach(column -> row.putIfAbsent(column.name(), null));
      insert(stored(ReferenceUpdate.apply(spec, row, assignments), new ArrayList<>()));
      return Result.ofAffected(1, List.of(keyOf(rows.get(rows.size() - 1))));
    }
    List<Map<String, Object>> chosen = chosen(found, update.op() == Update.Op.ALL);
    List<Map<String, Object>> all = changed(chosen, assignments);
    checkMost(chosen.size(), update.maxAffected());
    replace(all, chosen.isEmpty() ? List.of() : all);
    return Result.ofAffected(chosen.size(), List.of());
  }

  /** All rows, those chosen changed; a value that does not fit counts before a conflict. */
  private List<Map<String, Object>> changed(
      List<Map<String, Object>> chosen, List<Assignment> assignments) {
    List<Map<String, Object>> all = new ArrayList<>();
    ConflictException conflict = null;
    for (Map<String, Object> row : rows) {
      boolean changes = chosen.stream().anyMatch(each -> each == row);
      try {
        all.add(changes ? ReferenceUpdate.apply(spec, row, assignments) : row);
      } catch (ConflictException e) {
        conflict = e;
      }
    }
    if (conflict != null) {
      throw conflict;
    }
    return all;
  }

  private static void equalities(Condition condition, Map<String, Object> row) {
    if (condition instanceof And and) {
      and.conditions().forEach(each -> equalities(each, row));
    } else if (condition instanceof Comparison c) {
      row.put(c.path().root(), c.value());
    }
  }

  private Document keyOf(Map<String, Object> row) {
    Map<String, Object> key = new LinkedHashMap<>(row);
    key.keySet().retainAll(spec.primaryKey());
    return Document.of(key);
  }

  Result delete(Delete delete) {
    List<Map<String, Object>> found = matching(delete.where());
    List<Map<String, Object>> chosen = chosen(found, delete.op() == Delete.Op.ALL);
    checkMost(chosen.size(), delete.maxAffected());
    List<Map<String, Object>> all = new ArrayList<>(rows);
    all.removeIf(row -> chosen.stream().anyMatch(each -> each == row));
    replace(all, List.of());
    return Result.ofAffected(chosen.size(), List.of());
  }

  private static List<Map<String, Object>> chosen(List<Map<String, Object>> found, boolean all) {
    return all || found.isEmpty() ? found : found.subList(0, 1);
  }

  private static void checkMost(int affected, Long most) {
    if (most != null && affected > most) {
      throw new ConflictException(ConflictException.Reason.MAX_AFFECTED, "more rows");
    }
  }

  Result aggregate(Aggregate aggregate) {
    List<Document> documents =
        ReferencePipeline.run(spec, rows, aggregate.stages()).stream()
            .map(Document::of)
            .limit(aggregate.op() == Aggregate.Op.ONE ? 1 : PAGE)
            .toList();
    return Result.ofDocuments(documents, false);
  }
}
