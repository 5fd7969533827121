package io.spacecloud.sql;

import io.spacecloud.api.error.AccessDeniedException;
import io.spacecloud.api.result.Document;
import io.spacecloud.api.result.Result;
import io.spacecloud.api.spi.Command;
import io.spacecloud.api.spi.Outcome;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** Inserts documents, as few statements as their fields allow. */
final class Inserter {
  private static final int MAX_ROWS = 1_000;
  private static final int MAX_ARGUMENTS = 30_000;
  private static final int MAX_TEXTS = 1_000;
  private static final int MAX_TEXT = 16_000;

  /** What a statement's text depends on: a table that was looked at anew is another one. */
  private record Shape(Table table, List<String> fields, int rows, boolean keys) {}

  private final Context context;
  private final AssignmentRenderer assignments;
  private final Keys keys;
  private final Map<Shape, String> texts = new ConcurrentHashMap<>();

  Inserter(Context context) {
    this.context = context;
    this.assignments = new AssignmentRenderer(context.dialect());
    this.keys = new Keys(context);
  }

  /** Whether one statement does it all, so that no transaction is needed. */
  boolean isSingleStatement(Command.Insert command) {
    Table table = context.tables().get(command.request().collection());
    List<Document> docs = command.request().docs();
    return command.checks().stream().allMatch(Keys::isTrivial)
        && (docs.isEmpty() || chunk(table, docs, 0) == docs.size());
  }

  Outcome run(Connection connection, Command.Insert command) throws SQLException {
    Table table = context.tables().get(command.request().collection());
    if (command.tellsTouched()) {
      Keys.requireKey(table);
    }
    List<Document> docs = command.request().docs();
    List<Document> generated = new ArrayList<>();
    List<Document> all = new ArrayList<>();
    int from = 0;
    while (from < docs.size()) {
      int to = from + chunk(table, docs, from);
      List<Document> rows = docs.subList(from, to);
      boolean wanted = generatesKey(table, rows.get(0));
      List<Document> made = insert(connection, table, rows, wanted, command.request().timeout());
      generated.addAll(made);
      all.addAll(wanted ? made : rows);
      from = to;
    }
    check(connection, table, all, command);
    List<Document> touched =
        command.tellsTouched() ? all.stream().map(row -> Keys.of(table, row)).toList() : List.of();
    return new Outcome(Result.ofAffected(docs.size(), generated), touched);
  }

  /** The statements, without values. */
  List<String> texts(List<Document> docs, Table table) {
    List<String> all = new ArrayList<>();
    int from = 0;
    while (from < docs.size()) {
      int to = from + chunk(table, docs, from);
      List<Document> rows = docs.subList(from, to);
      List<String> fields = List.copyOf(rows.get(0).keySet());
      all.add(text(table, rows, fields, generatesKey(table, rows.get(0))));
      from = to;
    }
    return all;
  }

  private void check(
      Connection connection, Table table, List<Document> rows, Command.Insert command)
      throws SQLException {
    for (int i = 0; i < rows.size(); i++) {
      if (!Keys.isTrivial(command.checks().get(i))) {
        Keys.requireKey(table);
        List<Document> key = List.of(Keys.of(table, rows.get(i)));
        if (keys.count(connection, table, key, command.checks().get(i)) != 1) {
          throw new AccessDeniedException("denied");
        }
      }
    }
  }

  /** How many documents from there on have the same fields, and fit one statement. */
  private int chunk(Table table, List<Document> docs, int from) {
    Document first = docs.get(from);
    boolean single =
        generatesKey(table, first)
            && context.dialect().generatedKeys() == Dialect.GeneratedKeys.ONE_BY_ONE;
    int most =
        first.isEmpty() || single
            ? 1
            : Math.min(MAX_ROWS, Math.max(1, MAX_ARGUMENTS / first.size()));
    int to = from + 1;
    while (to < docs.size() && to - from < most && sameFields(first, docs.get(to))) {
      to++;
    }
    return to - from;
  }

  private static boolean sameFields(Document a, Document b) {
    return a.keys() == b.keys() || a.keySet().equals(b.keySet());
  }

  private static boolean generatesKey(Table table, Document doc) {
    for (Column column : table.key()) {
      if (!doc.containsKey(column.name())) {
        return true;
      }
    }
    return false;
  }

  private List<Document> insert(
      Connection connection,
      Table table,
      List<Document> rows,
      boolean wanted,
      @Nullable Duration timeout)
      throws SQLException {
    List<String> fields = List.copyOf(rows.get(0).keySet());
    String text = text(table, rows, fields, wanted);
    try (PreparedStatement statement = statement(connection, table, text, wanted)) {
      context.arguments(statement, sql -> render(sql, table, rows, fields, wanted), timeout);
      if (!wanted) {
        statement.executeUpdate();
        return List.of();
      } else if (context.dialect().generatedKeys() == Dialect.GeneratedKeys.RETURNING) {
        try (ResultSet made = statement.executeQuery()) {
          return keys.read(made, table.key());
        }
      }
      statement.executeUpdate();
      try (ResultSet made = statement.getGeneratedKeys()) {
        return keys.read(made, table.key());
      }
    }
  }

  private PreparedStatement statement(
      Connection connection, Table table, String text, boolean wanted) throws SQLException {
    if (!wanted) {
      return connection.prepareStatement(text);
    }
    return switch (context.dialect().generatedKeys()) {
      case RETURNING -> connection.prepareStatement(text);
      case NAMED ->
          connection.prepareStatement(
              text, table.key().stream().map(Column::name).toArray(String[]::new));
      case ONE_BY_ONE -> connection.prepareStatement(text, Statement.RETURN_GENERATED_KEYS);
    };
  }

  private String text(Table table, List<Document> rows, List<String> fields, boolean wanted) {
    Shape shape = new Shape(table, fields, rows.size(), wanted);
    String text = texts.get(shape);
    if (text == null) {
      Sql.Text rendered = new Sql.Text();
      render(rendered, table, rows, fields, wanted);
      text = rendered.toString();
      if (text.length() > MAX_TEXT) {
        return text;
      }
      if (texts.size() >= MAX_TEXTS) {
        texts.clear();
      }
      texts.put(shape, text);
    }
    return text;
  }

  private void render(
      Sql sql, Table table, List<Document> rows, List<String> fields, boolean wanted) {
    Column[] columns = fields.stream().map(table::column).toArray(Column[]::new);
    sql.text("INSERT INTO ").text(table.sql());
    if (columns.length == 0) {
      sql.text(context.dialect().defaultRow());
    } else {
      names(sql, " (", columns);
      sql.text(") VALUES ");
      for (int i = 0; i < rows.size(); i++) {
        sql.text(i > 0 ? ", (" : "(");
        row(sql, columns, rows.get(i));
        sql.text(")");
      }
    }
    if (wanted && context.dialect().generatedKeys() == Dialect.GeneratedKeys.RETURNING) {
      names(sql, " RETURNING ", table.key().toArray(Column[]::new));
    }
  }

  private void row(Sql sql, Column[] columns, Document doc) {
    for (int i = 0; i < columns.length; i++) {
      sql.text(i > 0 ? ", " : "");
      assignments.value(sql, columns[i], doc.get(columns[i].name()));
    }
  }

  private static void names(Sql sql, String lead, Column[] columns) {
    for (int i = 0; i < columns.length; i++) {
      sql.text(i == 0 ? lead : ", ").text(columns[i].sql());
    }
  }
}
