package io.spacecloud.engine.testing;

import io.spacecloud.api.condition.Condition;
import io.spacecloud.api.condition.ConditionEvaluator;
import io.spacecloud.api.condition.Conditions;
import io.spacecloud.api.condition.RowPredicate;
import io.spacecloud.api.error.AccessDeniedException;
import io.spacecloud.api.error.ConflictException;
import io.spacecloud.api.error.UnsupportedFeatureException;
import io.spacecloud.api.request.Assignment;
import io.spacecloud.api.request.Delete;
import io.spacecloud.api.request.Update;
import io.spacecloud.api.result.Document;
import io.spacecloud.api.result.Result;
import io.spacecloud.api.spi.Command;
import io.spacecloud.api.spi.Outcome;
import io.spacecloud.api.value.Comparisons;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Runs writes on a table: wholly, or not at all. */
final class InMemoryWriter {
  private final InMemoryTable table;

  InMemoryWriter(InMemoryTable table) {
    this.table = table;
  }

  Outcome insert(Command.Insert command) {
    List<Document> docs = command.request().docs();
    List<Document> keys = new ArrayList<>();
    List<Document> rows = new ArrayList<>();
    for (int i = 0; i < docs.size(); i++) {
      Document row = table.row(docs.get(i));
      check(command.checks().get(i), row);
      rows.add(row);
      addGenerated(docs.get(i), row, keys);
    }
    add(rows);
    return outcome(command, Result.ofAffected(docs.size(), keys), rows);
  }

  private void add(List<Document> rows) {
    List<Document> all = new ArrayList<>(table.rows());
    all.addAll(rows);
    table.replace(all);
  }

  /** With the keys of these rows, each once, if they are wanted. */
  private Outcome outcome(Command command, Result result, List<Document> rows) {
    if (!command.tellsTouched()) {
      return Outcome.of(result);
    } else if (table.schema().primaryKey().isEmpty()) {
      throw new UnsupportedFeatureException("this request needs a table with a primary key");
    }
    List<Document> keys = new ArrayList<>();
    for (Document row : rows) {
      Document key = table.key(row);
      if (keys.stream().noneMatch(known -> Comparisons.equal(known, key))) {
        keys.add(key);
      }
    }
    return new Outcome(result, keys);
  }

  private void addGenerated(Document doc, Document row, List<Document> keys) {
    boolean given = table.schema().primaryKey().stream().allMatch(name -> doc.get(name) != null);
    if (!given) {
      keys.add(table.key(row));
    }
  }

  Outcome update(Command.Modify command) {
    Update update = command.request();
    List<Document> found = table.matching(update.where());
    List<Document> chosen = chosen(found, update.op() == Update.Op.ALL);
    List<Document> touched = change(chosen, update.assignments(), command.check());
    checkMost(update.maxAffected(), chosen.size());
    return outcome(command, Result.ofAffected(chosen.size(), List.of()), touched);
  }

  private static List<Document> chosen(List<Document> found, boolean all) {
    return all || found.isEmpty() ? found : found.subList(0, 1);
  }

  /**
   * The rows before and after. A value that does not fit counts before a conflict, wherever it is.
   */
  private List<Document> change(
      List<Document> chosen, List<Assignment> assignments, Condition check) {
    List<Document> touched = new ArrayList<>(chosen);
    List<Document> all = new ArrayList<>(table.rows());
    ConflictException conflict = null;
    for (int i = 0; i < all.size(); i++) {
      Document row = all.get(i);
      if (isAmong(chosen, row)) {
        try {
          all.set(i, table.changed(row, assignments));
          check(check, all.get(i));
          touched.add(all.get(i));
        } catch (ConflictException e) {
          conflict = e;
        }
      }
    }
    if (conflict != null) {
      throw conflict;
    }
    table.replace(all);
    return touched;
  }

  @SuppressWarnings("ReferenceEquality") // rows may be equal without being the same
  private static boolean isAmong(List<Document> rows, Document row) {
    return rows.stream().anyMatch(each -> each == row);
  }

  Outcome upsert(Command.Upsert command) {
    Update update = command.request();
    checkMost(update.maxAffected(), 1);
    List<Document> found = table.matching(update.where());
    if (found.isEmpty()) {
      Document row = table.row(command.insert());
      check(command.insertCheck(), row);
      add(List.of(row));
      return outcome(command, Result.ofAffected(1, List.of(table.key(row))), List.of(row));
    }
    RowPredicate guard = ConditionEvaluator.compile(command.guard());
    if (!found.stream().allMatch(guard::test)) {
      throw new ConflictException(ConflictException.Reason.CONSTRAINT, "a unique key is taken");
    }
    List<Document> touched = change(found, update.assignments(), command.check());
    return outcome(command, Result.ofAffected(found.size(), List.of()), touched);
  }

  Outcome delete(Command.Remove command) {
    Delete delete = command.request();
    List<Document> found = table.matching(delete.where());
    List<Document> chosen = chosen(found, delete.op() == Delete.Op.ALL);
    checkMost(delete.maxAffected(), chosen.size());
    table.replace(table.rows().stream().filter(row -> !isAmong(chosen, row)).toList());
    return outcome(command, Result.ofAffected(chosen.size(), List.of()), chosen);
  }

  private static void check(Condition condition, Document row) {
    if (condition != Conditions.TRUE && !ConditionEvaluator.compile(condition).test(row)) {
      throw new AccessDeniedException("denied");
    }
  }

  private static void checkMost(@Nullable Long most, long rows) {
    if (most != null && rows > most) {
      throw new ConflictException(
          ConflictException.Reason.MAX_AFFECTED, "more rows than maxAffected allows");
    }
  }
}
