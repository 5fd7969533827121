package io.spacecloud.sql;

import io.spacecloud.api.condition.Condition;
import io.spacecloud.api.condition.Conditions;
import io.spacecloud.api.condition.FieldPath;
import io.spacecloud.api.error.InvalidRequestException;
import io.spacecloud.api.request.Sort;
import io.spacecloud.api.request.Stage;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a pipeline has come to before its first group: rows of the table, narrowed, ordered and cut,
 * and under which names its columns go by now. Immutable: each stage makes another.
 *
 * @param from a table, or a subselect of the table's columns
 * @param names the present name of each column that is left, in order
 * @param limit -1 if there is none
 */
record Relation(
    Table table,
    Fragment from,
    Condition where,
    List<Sort> order,
    long skip,
    long limit,
    Map<String, String> names) {

  static Relation of(Table table) {
    Map<String, String> names = new LinkedHashMap<>();
    table.columns().forEach(column -> names.put(column.name(), column.name()));
    Fragment from = new Fragment(sql -> sql.text(table.sql()));
    return new Relation(table, from, Conditions.TRUE, List.of(), 0, -1, names);
  }

  Relation then(ReadRenderer reads, Dialect dialect, Stage stage) {
    if (stage instanceof Stage.Match match) {
      Relation open = isCut() ? nested(reads, dialect) : this;
      return open.narrowed(match.condition());
    } else if (stage instanceof Stage.Order sorted) {
      Relation open = isCut() ? nested(reads, dialect) : this;
      return open.ordered(sorted.keys());
    } else if (stage instanceof Stage.Skip skipped) {
      long left = limit < 0 ? -1 : Math.max(0, limit - skipped.documents());
      return cut(skip + skipped.documents(), left);
    } else if (stage instanceof Stage.Limit limited) {
      return cut(skip, limit < 0 ? limited.documents() : Math.min(limit, limited.documents()));
    } else if (stage instanceof Stage.Project project) {
      return projected(project);
    }
    throw new AssertionError(stage.getClass());
  }

  private boolean isCut() {
    return limit >= 0 || skip > 0;
  }

  private Relation narrowed(Condition condition) {
    Condition renamed = Renaming.of(this::source, condition);
    return new Relation(table, from, Conditions.and(where, renamed), order, skip, limit, names);
  }

  private Relation ordered(List<Sort> keys) {
    List<Sort> renamed =
        keys.stream().map(key -> new Sort(source(key.path()), key.descending())).toList();
    return new Relation(table, from, where, renamed, skip, limit, names);
  }

  private Relation cut(long newSkip, long newLimit) {
    return new Relation(table, from, where, order, newSkip, newLimit, names);
  }

  private Relation projected(Stage.Project project) {
    Map<String, String> kept = new LinkedHashMap<>();
    for (Stage.Projection field : project.fields()) {
      kept.put(field.name(), column(field.source()).name());
    }
    return new Relation(table, from, where, order, skip, limit, kept);
  }

  /** The same rows as a subselect, so that what follows does not change what was cut. */
  private Relation nested(ReadRenderer reads, Dialect dialect) {
    Relation inner = this;
    Fragment select =
        new Fragment(
            sql -> {
              sql.text("(SELECT * FROM ");
              inner.write(reads, dialect, sql);
              sql.text(") sc_cut");
            });
    return new Relation(table, select, Conditions.TRUE, order, 0, -1, names);
  }

  /** From FROM's operand on. */
  void write(ReadRenderer reads, Dialect dialect, Sql sql) {
    from.write(sql);
    reads.where(sql, table, where);
    reads.order(sql, table, order);
    reads.page(sql, limit, skip);
  }

  /** The operand of FROM for a select that groups or counts: order matters only to a cut. */
  void writeGrouped(ReadRenderer reads, Dialect dialect, Sql sql) {
    if (isCut()) {
      nested(reads, dialect).from().write(sql);
    } else {
      from.write(sql);
      reads.where(sql, table, where);
    }
  }

  /** The path within the table that a path means by now. */
  FieldPath source(FieldPath path) {
    String name = names.get(path.root());
    if (name == null) {
      throw new InvalidRequestException(path.toString(), "no such field at this stage");
    }
    String rest = path.toString().substring(path.root().length());
    return name.equals(path.root()) ? path : FieldPath.of(name + rest);
  }

  Column column(@Nullable FieldPath path) {
    if (path == null || path.isNested()) {
      throw new InvalidRequestException(String.valueOf(path), "expected a whole column");
    }
    return table.column(source(path).root());
  }
}
