package io.spacecloud.sql;

import io.spacecloud.api.error.InvalidRequestException;
import io.spacecloud.api.result.DocumentKeys;
import io.spacecloud.api.spi.CollectionSchema;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A table as statements name it; immutable. */
final class Table implements Columns {
  private final CollectionSchema schema;
  private final String sql;
  private final Map<String, Column> columns = new LinkedHashMap<>();
  private final List<Column> key;
  private final DocumentKeys keyNames;

  Table(CollectionSchema schema, String sql, List<Column> columns) {
    this.schema = schema;
    this.sql = sql;
    columns.forEach(column -> this.columns.put(column.name(), column));
    this.key = schema.primaryKey().stream().map(this::column).toList();
    this.keyNames = DocumentKeys.of(schema.primaryKey());
  }

  CollectionSchema schema() {
    return schema;
  }

  /** The quoted name with its schema. */
  String sql() {
    return sql;
  }

  List<Column> columns() {
    return List.copyOf(columns.values());
  }

  /** The primary key's columns; empty if there is none. */
  List<Column> key() {
    return key;
  }

  /** The fields of documents that are keys. */
  DocumentKeys keyNames() {
    return keyNames;
  }

  @Override
  public Column column(String name) {
    Column column = columns.get(name);
    if (column == null) {
      throw new InvalidRequestException(name, "no such field");
    }
    return column;
  }
}
