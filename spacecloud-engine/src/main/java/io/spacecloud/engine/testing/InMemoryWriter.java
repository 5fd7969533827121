package io.spacecloud.engine.testing;

import io.spacecloud.api.condition.Condition;
import io.spacecloud.api.condition.ConditionEvaluator;
import io.spacecloud.api.condition.Conditions;
import io.spacecloud.api.condition.RowPredicate;
import io.spacecloud.api.error.AccessDeniedException;
import io.spacecloud.api.error.ConflictException;
import io.spacecloud.api.request.Assignment;
import io.spacecloud.api.request.Delete;
import io.spacecloud.api.request.Update;
import io.spacecloud.api.result.Document;
import io.spacecloud.api.result.Result;
import io.spacecloud.api.spi.Command;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Runs writes on a table: wholly, or not at all. */
final class InMemoryWriter {
  private final InMemoryTable table;

  InMemoryWriter(InMemoryTable table) {
    this.table = table;
  }

  Result insert(Command.Insert command) {
    List<Document> docs = command.request().docs();
    List<Document> keys = new ArrayList<>();
    List<Document> all = new ArrayList<>(table.rows());
    for (int i = 0; i < docs.size(); i++) {
      Document row = table.row(docs.get(i));
      check(command.checks().get(i), row);
      all.add(row);
      addGenerated(docs.get(i), row, keys);
    }
    table.replace(all);
    return Result.ofAffected(docs.size(), keys);
  }

  private void addGenerated(Document doc, Document row, List<Document> keys) {
    boolean given = table.schema().primaryKey().stream().allMatch(name -> doc.get(name) != null);
    if (!given) {
      keys.add(table.key(row));
    }
  }

  Result update(Command.Modify command) {
    Update update = command.request();
    List<Document> found = table.matching(update.where());
    List<Document> chosen = chosen(found, update.op() == Update.Op.ALL);
    change(chosen, update.assignments(), command.check());
    checkMost(update.maxAffected(), chosen.size());
    return Result.ofAffected(chosen.size(), List.of());
  }

  private static List<Document> chosen(List<Document> found, boolean all) {
    return all || found.isEmpty() ? found : found.subList(0, 1);
  }

  /** A value that does not fit counts before a conflict, wherever it is. */
  private void change(List<Document> chosen, List<Assignment> assignments, Condition check) {
    List<Document> all = new ArrayList<>(table.rows());
    ConflictException conflict = null;
    for (int i = 0; i < all.size(); i++) {
      Document row = all.get(i);
      if (isAmong(chosen, row)) {
        try {
          all.set(i, table.changed(row, assignments));
          check(check, all.get(i));
        } catch (ConflictException e) {
          conflict = e;
        }
      }
    }
    if (conflict != null) {
      throw conflict;
    }
    table.replace(all);
  }

  @SuppressWarnings("ReferenceEquality") // rows may be equal without being the same
  private static boolean isAmong(List<Document> rows, Document row) {
    return rows.stream().anyMatch(each -> each == row);
  }

  Result upsert(Command.Upsert command) {
    Update update = command.request();
    checkMost(update.maxAffected(), 1);
    List<Document> found = table.matching(update.where());
    if (found.isEmpty()) {
      Document row = table.row(command.insert());
      check(command.insertCheck(), row);
      List<Document> all = new ArrayList<>(table.rows());
      all.add(row);
      table.replace(all);
      return Result.ofAffected(1, List.of(table.key(row)));
    }
    RowPredicate guard = ConditionEvaluator.compile(command.guard());
    if (!found.stream().allMatch(guard::test)) {
      throw new ConflictException(ConflictException.Reason.CONSTRAINT, "a unique key is taken");
    }
    change(found, update.assignments(), command.check());
    return Result.ofAffected(found.size(), List.of());
  }

  Result delete(Command.Remove command) {
    Delete delete = command.request();
    List<Document> found = table.matching(delete.where());
    List<Document> chosen = chosen(found, delete.op() == Delete.Op.ALL);
    checkMost(delete.maxAffected(), chosen.size());
    table.replace(table.rows().stream().filter(row -> !isAmong(chosen, row)).toList());
    return Result.ofAffected(chosen.size(), List.of());
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
