package io.spacecloud.sql;

import io.spacecloud.api.condition.FieldPath;
import io.spacecloud.api.request.Read;
import io.spacecloud.api.result.DocumentKeys;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/**
 * How reads of one shape are run.
 *
 * @param sql the statement's text
 * @param columns what it selects, in order
 * @param keys the documents' keys, as many as there are columns
 * @param nested whether documents are cut down to paths within columns
 */
record ReadPlan(
    String sql, List<Column> columns, DocumentKeys keys, boolean single, boolean nested) {

  static ReadPlan of(ReadRenderer renderer, Table table, Read read, long limit) {
    List<Column> columns = columns(table, read);
    boolean single = ReadRenderer.isSingle(table, read.where()) && read.skip() == 0;
    Sql.Text text = new Sql.Text();
    renderer.render(text, table, read, columns, limit, single);
    DocumentKeys keys = DocumentKeys.of(columns.stream().map(Column::name).toList());
    boolean nested = read.select().stream().anyMatch(FieldPath::isNested);
    return new ReadPlan(text.toString(), columns, keys, single, nested);
  }

  private static List<Column> columns(Table table, Read read) {
    if (read.op() == Read.Op.DISTINCT) {
      return List.of(table.column(Objects.requireNonNull(read.distinct()).root()));
    } else if (read.op() == Read.Op.COUNT) {
      return List.of();
    } else if (read.select().isEmpty()) {
      return table.columns();
    }
    List<Column> columns = new ArrayList<>();
    for (FieldPath path : read.select()) {
      Column column = table.column(path.root());
      if (!columns.contains(column)) {
        columns.add(column);
      }
    }
    return columns;
  }
}
