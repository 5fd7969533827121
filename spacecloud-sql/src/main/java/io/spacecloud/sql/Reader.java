package io.spacecloud.sql;

import io.spacecloud.api.request.Read;
import io.spacecloud.api.result.Document;
import io.spacecloud.api.result.Result;
import io.spacecloud.api.spi.Command;
import io.spacecloud.api.spi.Selection;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Runs reads: the statement of a shape is rendered once and kept in a bounded cache. */
final class Reader {
  private static final int MAX_PLANS = 2_000;
  // Who may read must not be able to fill the memory with plans.
  private static final int MAX_WEIGHT = 4_000;
  private static final int MAX_TEXT = 16_000;
  private static final int FETCH_SIZE = 500;

  private final Context context;
  private final ReadRenderer renderer;
  private final Map<ReadShape, ReadPlan> plans = new ConcurrentHashMap<>();

  Reader(Context context) {
    this.context = context;
    this.renderer = new ReadRenderer(context.dialect());
  }

  /** How many statements are kept. */
  int plans() {
    return plans.size();
  }

  /** Forgets the statements of tables that may have changed. */
  void clear() {
    plans.clear();
  }

  Result run(Connection connection, Command.Query query) throws SQLException {
    Read read = query.request();
    Table table = context.tables().get(read.collection());
    boolean counting = read.op() == Read.Op.COUNT;
    long wanted = read.limit() == null || (counting && query.pageLimit()) ? -1 : read.limit();
    // One more than the page tells whether there is more.
    long limit = query.pageLimit() && wanted >= 0 && !counting ? wanted + 1 : wanted;
    ReadPlan plan = plan(table, read, limit);
    try (PreparedStatement statement = statement(connection, plan, table, read, limit);
        ResultSet rows = statement.executeQuery()) {
      return switch (read.op()) {
        case COUNT -> Result.ofCount(rows.next() ? rows.getLong(1) : 0);
        case DISTINCT -> values(rows, plan, wanted);
        case ONE, ALL -> documents(rows, plan, query, wanted);
      };
    }
  }

  private ReadPlan plan(Table table, Read read, long limit) {
    ReadShape shape = new ReadShape(context.dialect(), table, read);
    ReadPlan plan = plans.get(shape);
    if (plan == null) {
      plan = ReadPlan.of(renderer, table, read, limit);
      if (plan.sql().length() > MAX_TEXT || Weight.of(read) > MAX_WEIGHT) {
        return plan;
      }
      if (plans.size() >= MAX_PLANS) {
        plans.clear();
      }
      plans.put(shape, plan);
    }
    return plan;
  }

  private PreparedStatement statement(
      Connection connection, ReadPlan plan, Table table, Read read, long limit)
      throws SQLException {
    return context.prepare(
        connection,
        plan.sql(),
        sql -> renderer.render(sql, table, read, plan.columns(), limit, plan.single()),
        read.timeout());
  }

  private Result values(ResultSet rows, ReadPlan plan, long wanted) throws SQLException {
    List<@Nullable Object> values = new ArrayList<>();
    while (rows.next()) {
      if (values.size() == wanted) {
        return Result.ofValues(values, true);
      }
      values.add(context.dialect().readOrdered(rows, 1, plan.columns().get(0)));
    }
    return Result.ofValues(values, false);
  }

  /** A row that a key names is selected without a limit, though that may be 0. */
  private Result documents(ResultSet rows, ReadPlan plan, Command.Query query, long wanted)
      throws SQLException {
    List<Document> documents = new ArrayList<>();
    while (rows.next()) {
      if (documents.size() == wanted) {
        return Result.ofDocuments(documents, query.pageLimit());
      }
      documents.add(document(rows, plan, query.request()));
    }
    return Result.ofDocuments(documents, false);
  }

  private Document document(ResultSet rows, ReadPlan plan, Read read) throws SQLException {
    List<Column> columns = plan.columns();
    @Nullable Object[] values = new Object[columns.size()];
    for (int i = 0; i < values.length; i++) {
      Column column = columns.get(i);
      Object value = context.dialect().read(rows, i + 1, column.type());
      values[i] = plan.nested() ? Selection.keep(column.name(), value, read.select()) : value;
    }
    return Document.of(plan.keys(), values);
  }

  /** Hands over the rows as they arrive; the connection is in a transaction. */
  void stream(Connection connection, Read read, Consumer<Document> consumer) throws SQLException {
    Table table = context.tables().get(read.collection());
    long limit = read.limit() == null ? -1 : read.limit();
    ReadPlan plan = ReadPlan.of(renderer, table, read, limit);
    try (PreparedStatement statement = statement(connection, plan, table, read, limit)) {
      statement.setFetchSize(FETCH_SIZE);
      try (ResultSet rows = statement.executeQuery()) {
        while (limit != 0 && rows.next()) {
          consumer.accept(document(rows, plan, read));
        }
      }
    }
  }
}
