package io.spacecloud.sql;

import io.spacecloud.api.condition.Condition;
import io.spacecloud.api.error.AccessDeniedException;
import io.spacecloud.api.error.UnsupportedFeatureException;
import io.spacecloud.api.request.Assignment;
import io.spacecloud.api.request.Update;
import io.spacecloud.api.request.UpdateOperator;
import io.spacecloud.api.result.Document;
import io.spacecloud.api.result.DocumentKeys;
import io.spacecloud.api.result.Result;
import io.spacecloud.api.spi.AssignmentEvaluator;
import io.spacecloud.api.spi.Command;
import io.spacecloud.api.spi.Outcome;
import io.spacecloud.api.value.Comparisons;
import io.spacecloud.sql.Dialect.Change;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Runs updates. Where one statement says it all, it is one statement; else the rows are locked by
 * key first, and what follows concerns exactly those.
 */
final class Updater {
  private static final int MAX_TRIES = 10;

  private final Context context;
  private final Keys keys;
  private final ReadRenderer reads;
  private final AssignmentRenderer renderer;
  private final DirectWrite direct;

  Updater(Context context) {
    this.context = context;
    this.keys = new Keys(context);
    this.reads = new ReadRenderer(context.dialect());
    this.renderer = new AssignmentRenderer(context.dialect());
    this.direct = new DirectWrite(context);
  }

  boolean isSingleStatement(Command.Modify command) {
    Update update = command.request();
    Table table = context.tables().get(update.collection());
    return Keys.isTrivial(command.check())
        && update.assignments().stream().allMatch(AssignmentRenderer::isPlain)
        && (update.op() == Update.Op.ALL || ReadRenderer.isSingle(table, update.where()))
        && (!command.tellsTouched()
            || (!changesKey(table, update) && direct.tells(Change.UPDATE, table, update.where())));
  }

  private static boolean changesKey(Table table, Update update) {
    List<String> key = table.schema().primaryKey();
    return update.assignments().stream().anyMatch(each -> key.contains(each.path().root()));
  }

  Outcome run(Connection connection, Command.Modify command) throws SQLException {
    return isSingleStatement(command) ? direct(connection, command) : byKey(connection, command);
  }

  private Outcome direct(Connection connection, Command.Modify command) throws SQLException {
    Update update = command.request();
    Table table = context.tables().get(update.collection());
    return direct.run(
        connection,
        new DirectWrite.Statement(
            Change.UPDATE,
            table,
            update.where(),
            sql -> render(sql, table, update),
            update.timeout()),
        command.tellsTouched());
  }

  /** The update as one statement, which it is where it needs no other. */
  void render(Sql sql, Table table, Update update) {
    set(sql, table, update.assignments());
    reads.where(sql, table, update.where());
  }

  private void set(Sql sql, Table table, List<Assignment> assignments) {
    sql.text("UPDATE ").text(table.sql()).text(" SET ");
    renderer.render(sql, table, assignments);
  }

  private Outcome byKey(Connection connection, Command.Modify command) throws SQLException {
    Update update = command.request();
    Table table = context.tables().get(update.collection());
    List<Document> rows = lock(connection, table, update);
    boolean plain = update.assignments().stream().allMatch(AssignmentRenderer::isPlain);
    if (plain) {
      updateChunks(connection, table, rows, update);
    } else {
      for (Document row : rows) {
        updateOne(connection, table, row, update);
      }
    }
    List<Document> after = rows.stream().map(row -> keyAfter(table, row, update)).toList();
    if (!Keys.isTrivial(command.check())
        && keys.count(connection, table, after, command.check()) != rows.size()) {
      throw new AccessDeniedException("denied");
    }
    List<Document> touched = command.tellsTouched() ? touched(table, rows, after) : List.of();
    return new Outcome(Result.ofAffected(rows.size(), List.of()), touched);
  }

  /** A row that stops matching while it is waited for is no reason to miss another that matches. */
  private List<Document> lock(Connection connection, Table table, Update update)
      throws SQLException {
    boolean one = update.op() == Update.Op.ONE;
    List<Column> json = jsonColumns(table, update);
    for (int i = 0; ; i++) {
      List<Document> rows =
          keys.lock(connection, table, update.where(), one, json, update.timeout());
      if (!one
          || !rows.isEmpty()
          || i == MAX_TRIES
          || !keys.exists(connection, table, update.where())) {
        return rows;
      }
    }
  }

  private static List<Column> jsonColumns(Table table, Update update) {
    Set<Column> columns = new LinkedHashSet<>();
    for (Assignment assignment : update.assignments()) {
      if (!AssignmentRenderer.isPlain(assignment)) {
        columns.add(table.column(assignment.path().root()));
      }
    }
    return List.copyOf(columns);
  }

  private void updateChunks(Connection connection, Table table, List<Document> rows, Update update)
      throws SQLException {
    for (int i = 0; i < rows.size(); i += Keys.CHUNK) {
      List<Document> chunk = rows.subList(i, Math.min(i + Keys.CHUNK, rows.size()));
      update(connection, table, chunk, update.assignments(), update);
    }
  }

  private void update(
      Connection connection,
      Table table,
      List<Document> rows,
      List<Assignment> assignments,
      Update update)
      throws SQLException {
    context.update(
        connection,
        sql -> {
          set(sql, table, assignments);
          sql.text(" WHERE ");
          Keys.whereKey(sql, table, rows);
        },
        update.timeout());
  }

  /** A row whose JSON columns are computed here. */
  private void updateOne(Connection connection, Table table, Document row, Update update)
      throws SQLException {
    List<Assignment> assignments = new ArrayList<>();
    for (Assignment assignment : update.assignments()) {
      if (AssignmentRenderer.isPlain(assignment)) {
        assignments.add(assignment);
      }
    }
    for (Column column : jsonColumns(table, update)) {
      Object value = row.get(column.name());
      for (Assignment assignment : update.assignments()) {
        if (assignment.path().root().equals(column.name())) {
          value = AssignmentEvaluator.apply(value, assignment);
        }
      }
      assignments.add(
          new Assignment(
              UpdateOperator.SET, io.spacecloud.api.condition.FieldPath.of(column.name()), value));
    }
    update(connection, table, List.of(row), assignments, update);
  }

  /** The key that a row has once it is updated. */
  private static Document keyAfter(Table table, Document row, Update update) {
    Document key = Keys.of(table, row);
    @Nullable Object[] values = key.values().toArray();
    List<String> names = table.schema().primaryKey();
    for (Assignment assignment : update.assignments()) {
      int position = names.indexOf(assignment.path().root());
      if (position >= 0 && assignment.operator() != UpdateOperator.SET) {
        throw new UnsupportedFeatureException("a key can be set here, not computed");
      } else if (position >= 0) {
        values[position] = assignment.value();
      }
    }
    return Document.of(DocumentKeys.of(names), values);
  }

  /** The keys before, and those afterwards that are others. */
  private static List<Document> touched(Table table, List<Document> rows, List<Document> after) {
    Set<Document> touched = new LinkedHashSet<>();
    rows.forEach(row -> touched.add(Keys.of(table, row)));
    for (int i = 0; i < rows.size(); i++) {
      if (!Comparisons.equal(Keys.of(table, rows.get(i)), after.get(i))) {
        touched.add(after.get(i));
      }
    }
    return List.copyOf(touched);
  }

  /** Updates the row that the condition and the guard leave, if there is one. */
  Outcome existing(Connection connection, Command.Upsert command) throws SQLException {
    Condition where =
        io.spacecloud.api.condition.Conditions.and(command.request().where(), command.guard());
    Update update =
        new Update(
            command.request().database(),
            command.request().collection(),
            Update.Op.ALL,
            where,
            command.request().assignments(),
            null,
            false,
            command.request().timeout());
    return run(connection, new Command.Modify(update, command.check(), command.tellsTouched()));
  }
}
