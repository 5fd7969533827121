package io.spacecloud.api.contract;

import io.spacecloud.api.value.Kind;
import java.util.Arrays;
import java.util.List;

/** A table to be made; each backend says it in its own language. */
public record TableSpec(String name, List<Column> columns) {
  public TableSpec {
    columns = List.copyOf(columns);
  }

  public static TableSpec of(String name, Column... columns) {
    return new TableSpec(name, Arrays.asList(columns));
  }

  public List<String> primaryKey() {
    return columns.stream().filter(Column::key).map(Column::name).toList();
  }

  /** The column of that name. */
  public Column column(String name) {
    return columns.stream().filter(c -> c.name().equals(name)).findFirst().orElseThrow();
  }

  public boolean hasJson() {
    return columns.stream().anyMatch(column -> column.kind() == Kind.OBJECT);
  }
}
