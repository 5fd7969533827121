package io.spacecloud.sql;

import io.spacecloud.api.condition.Condition;
import io.spacecloud.api.condition.Condition.And;
import io.spacecloud.api.condition.Condition.Comparison;
import io.spacecloud.api.condition.Condition.Operator;
import io.spacecloud.api.result.Document;
import io.spacecloud.api.result.Result;
import io.spacecloud.api.spi.Outcome;
import io.spacecloud.api.value.Kind;
import io.spacecloud.api.value.Values;
import io.spacecloud.sql.Dialect.Change;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Runs a write that is one statement, also where the keys that it touches are wanted: either its
 * condition names them, or the database reports them with it.
 */
final class DirectWrite {
  /**
   * The kinds of which a value in a condition is the stored value that it equals. Numbers with a
   * point may be stored with other digits, moments are cut by drivers, bytes are padded.
   */
  private static final Set<Kind> SAME =
      EnumSet.of(Kind.BOOLEAN, Kind.INTEGER, Kind.STRING, Kind.UUID, Kind.DATE);

  /**
   * A statement that changes rows.
   *
   * @param where which rows, as it stands in the text too
   */
  record Statement(
      Change change,
      Table table,
      Condition where,
      Consumer<Sql> renderer,
      @Nullable Duration timeout) {}

  private final Context context;
  private final Keys keys;

  DirectWrite(Context context) {
    this.context = context;
    this.keys = new Keys(context);
  }

  /** Whether the touched keys can be told with no other statement. */
  boolean tells(Change change, Table table, Condition where) {
    return !table.key().isEmpty()
        && (context.dialect().reports(change) || named(table, where) != null);
  }

  /**
   * Runs the statement.
   *
   * @param touched whether the keys are wanted; they can be told, and it changes none of them
   */
  Outcome run(Connection connection, Statement statement, boolean touched) throws SQLException {
    Document named = touched ? named(statement.table(), statement.where()) : null;
    if (touched && named == null) {
      return reported(connection, statement);
    }
    long affected = context.update(connection, statement.renderer(), statement.timeout());
    return new Outcome(
        Result.ofAffected(affected, List.of()),
        named == null || affected == 0 ? List.of() : List.of(named));
  }

  private Outcome reported(Connection connection, Statement statement) throws SQLException {
    List<Column> key = statement.table().key();
    Consumer<Sql> renderer =
        sql -> context.dialect().reporting(sql, statement.change(), key, statement.renderer());
    try (PreparedStatement prepared = context.prepare(connection, renderer, statement.timeout());
        ResultSet rows = prepared.executeQuery()) {
      List<Document> touched = keys.read(rows, key);
      return new Outcome(Result.ofAffected(touched.size(), List.of()), touched);
    }
  }

  /** The one key, exactly as it is stored, that a row must have to match; null if none is named. */
  private static @Nullable Document named(Table table, Condition where) {
    @Nullable Object[] values = new Object[table.key().size()];
    for (int i = 0; i < values.length; i++) {
      values[i] = equal(where, table.key().get(i));
      if (values[i] == null) {
        return null;
      }
    }
    return Document.of(table.keyNames(), values);
  }

  private static @Nullable Object equal(Condition condition, Column column) {
    if (condition instanceof And and) {
      for (int i = 0; i < and.conditions().size(); i++) {
        Condition each = and.conditions().get(i);
        Object value = each instanceof Comparison ? equal(each, column) : null;
        if (value != null) {
          return value;
        }
      }
    } else if (condition instanceof Comparison c && c.operator() == Operator.EQ) {
      Kind kind = column.type().kind();
      boolean names = !c.path().isNested() && c.path().root().equals(column.name());
      return names && SAME.contains(kind) && Values.kindOf(c.value()) == kind ? c.value() : null;
    }
    return null;
  }
}
