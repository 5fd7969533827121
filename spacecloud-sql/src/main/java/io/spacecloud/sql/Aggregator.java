package io.spacecloud.sql;

import io.spacecloud.api.error.InvalidRequestException;
import io.spacecloud.api.request.Aggregate;
import io.spacecloud.api.request.Stage;
import io.spacecloud.api.result.Document;
import io.spacecloud.api.result.DocumentKeys;
import io.spacecloud.api.result.Result;
import io.spacecloud.api.spi.Command;
import io.spacecloud.api.spi.StageEvaluator;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Runs pipelines: all stages up to the first group or count are one statement, the few documents
 * that come of it go through the rest in memory.
 */
final class Aggregator {
  private static final int MAX_GROUPS = 100_000;

  /** Reads a document where the result set stands. */
  @FunctionalInterface
  private interface RowReader {
    Document read(ResultSet rows) throws SQLException;
  }

  private final Context context;
  private final ReadRenderer reads;

  Aggregator(Context context) {
    this.context = context;
    this.reads = new ReadRenderer(context.dialect());
  }

  Result run(Connection connection, Command.Pipeline command) throws SQLException {
    Aggregate aggregate = command.request();
    List<Stage> stages = aggregate.stages();
    int first = firstGroup(stages);
    int wanted = wanted(command);
    Relation relation = relation(aggregate, first);
    if (first == stages.size()) {
      return page(rows(connection, relation, wanted + 1L, aggregate), wanted, aggregate);
    }
    List<Document> grouped = grouped(connection, relation, stages.get(first), aggregate);
    List<Stage> rest = stages.subList(first + 1, stages.size());
    return page(StageEvaluator.run(grouped, rest), wanted, aggregate);
  }

  /** The statement that is run. */
  Consumer<Sql> renderer(Command.Pipeline command) {
    Aggregate aggregate = command.request();
    List<Stage> stages = aggregate.stages();
    int first = firstGroup(stages);
    Relation relation = relation(aggregate, first);
    if (first == stages.size()) {
      return rows(relation, wanted(command) + 1L);
    } else if (stages.get(first) instanceof Stage.Group group) {
      return groups(new Grouping(context.dialect(), relation, group));
    }
    return count(relation);
  }

  private static int wanted(Command.Pipeline command) {
    return command.request().op() == Aggregate.Op.ONE ? 1 : command.pageLimit();
  }

  private Relation relation(Aggregate aggregate, int first) {
    Relation relation = Relation.of(context.tables().get(aggregate.collection()));
    for (Stage stage : aggregate.stages().subList(0, first)) {
      relation = relation.then(reads, context.dialect(), stage);
    }
    return relation;
  }

  private static int firstGroup(List<Stage> stages) {
    int i = 0;
    while (i < stages.size()
        && !(stages.get(i) instanceof Stage.Group)
        && !(stages.get(i) instanceof Stage.Count)) {
      i++;
    }
    return i;
  }

  private static Result page(List<Document> documents, int wanted, Aggregate aggregate) {
    boolean cut = documents.size() > wanted;
    List<Document> page = cut ? documents.subList(0, wanted) : documents;
    return Result.ofDocuments(List.copyOf(page), cut && aggregate.op() == Aggregate.Op.ALL);
  }

  private static List<Column> columns(Relation relation) {
    return relation.names().values().stream().map(relation.table()::column).toList();
  }

  private List<Document> rows(
      Connection connection, Relation relation, long most, Aggregate aggregate)
      throws SQLException {
    List<Column> columns = columns(relation);
    DocumentKeys keys = DocumentKeys.of(List.copyOf(relation.names().keySet()));
    return query(
        connection, rows(relation, most), aggregate, rows -> document(rows, columns, keys));
  }

  private Consumer<Sql> rows(Relation relation, long most) {
    List<Column> columns = columns(relation);
    Relation cut = relation.then(reads, context.dialect(), new Stage.Limit(most));
    return sql -> {
      sql.text("SELECT ");
      for (int i = 0; i < columns.size(); i++) {
        sql.text(i > 0 ? ", " : "");
        context.dialect().select(sql, columns.get(i));
      }
      sql.text(" FROM ");
      cut.write(reads, context.dialect(), sql);
    };
  }

  private Document document(ResultSet rows, List<Column> columns, DocumentKeys keys)
      throws SQLException {
    @Nullable Object[] values = new Object[columns.size()];
    for (int i = 0; i < values.length; i++) {
      values[i] = context.dialect().read(rows, i + 1, columns.get(i).type());
    }
    return Document.of(keys, values);
  }

  private List<Document> grouped(
      Connection connection, Relation relation, Stage stage, Aggregate aggregate)
      throws SQLException {
    if (stage instanceof Stage.Count count) {
      DocumentKeys keys = DocumentKeys.of(List.of(count.name()));
      return query(
          connection,
          count(relation),
          aggregate,
          rows -> Document.of(keys, new Object[] {rows.getLong(1)}));
    }
    Grouping grouping = new Grouping(context.dialect(), relation, (Stage.Group) stage);
    List<Document> groups = query(connection, groups(grouping), aggregate, grouping::read);
    if (groups.size() > MAX_GROUPS) {
      throw new InvalidRequestException("pipe", "more than " + MAX_GROUPS + " groups");
    }
    return groups;
  }

  private Consumer<Sql> groups(Grouping grouping) {
    return sql -> grouping.render(reads, sql, MAX_GROUPS + 1L);
  }

  private Consumer<Sql> count(Relation relation) {
    return sql -> {
      sql.text("SELECT COUNT(*) FROM ");
      relation.writeGrouped(reads, context.dialect(), sql);
    };
  }

  private List<Document> query(
      Connection connection, Consumer<Sql> renderer, Aggregate aggregate, RowReader reader)
      throws SQLException {
    List<Document> documents = new ArrayList<>();
    try (PreparedStatement statement = context.prepare(connection, renderer, aggregate.timeout());
        ResultSet rows = statement.executeQuery()) {
      while (rows.next()) {
        documents.add(reader.read(rows));
      }
    }
    return documents;
  }
}
