package io.spacecloud.sql;

import io.spacecloud.api.error.UnsupportedFeatureException;
import io.spacecloud.api.spi.Declaration;
import io.spacecloud.api.spi.DeclaredField;
import io.spacecloud.api.value.Kind;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.stream.Collectors;

/**
 * The statements that make a table as it is declared. Names are quoted; everything else is the
 * dialect's own words and numbers.
 */
final class TableDefinition {
  /** Of decimals and times of which no digits are declared. */
  private static final int DIGITS = 34;

  private static final int DECIMAL_SCALE = 10;
  private static final int FRACTION = 6;

  private final Dialect dialect;
  private final Declaration declaration;

  TableDefinition(Dialect dialect, Declaration declaration) {
    this.dialect = dialect;
    this.declaration = declaration;
  }

  String create() {
    List<String> parts = new ArrayList<>();
    declaration.fields().forEach(field -> parts.add(column(field)));
    if (!declaration.primaryKey().isEmpty()) {
      parts.add("PRIMARY KEY (" + names(declaration.primaryKey()) + ")");
    }
    declaration.uniqueKeys().forEach(key -> parts.add("UNIQUE (" + names(key) + ")"));
    return "CREATE TABLE IF NOT EXISTS " + table() + " (" + String.join(", ", parts) + ")";
  }

  String addUnique(List<String> key) {
    return "ALTER TABLE " + table() + " ADD UNIQUE (" + names(key) + ")";
  }

  private String table() {
    return dialect.quote(declaration.collection());
  }

  private String names(Collection<String> names) {
    return names.stream().map(dialect::quote).collect(Collectors.joining(", "));
  }

  private String column(DeclaredField field) {
    boolean required = field.required() || declaration.primaryKey().contains(field.name());
    return dialect.quote(field.name())
        + " "
        + dialect.columnType(sized(field), isIndexed(field.name()))
        + (required ? " NOT NULL" : " NULL")
        + (field.generated() ? generated(field) : "");
  }

  private String generated(DeclaredField field) {
    if (field.kind() == Kind.INTEGER) {
      return dialect.identity();
    } else if (field.kind() == Kind.UUID) {
      return " DEFAULT " + dialect.randomUuid();
    }
    throw new UnsupportedFeatureException(
        "this database generates integers and uuids, not " + place(field));
  }

  private String place(DeclaredField field) {
    return declaration.collection() + "." + field.name();
  }

  private boolean isIndexed(String name) {
    return declaration.primaryKey().contains(name)
        || declaration.uniqueKeys().stream().anyMatch(key -> key.contains(name));
  }

  /** With the digits that stand for none declared. */
  private DeclaredField sized(DeclaredField field) {
    if (field.kind() == Kind.OBJECT_ID) {
      throw new UnsupportedFeatureException("this database has no object ids: " + place(field));
    }
    int size = field.size();
    int scale = field.scale();
    if (field.kind() == Kind.DECIMAL) {
      scale = size < 0 ? DECIMAL_SCALE : Math.max(0, scale);
      size = size < 0 ? DIGITS : size;
    } else if (field.kind() == Kind.TIMESTAMP || field.kind() == Kind.TIME) {
      scale = scale < 0 ? FRACTION : scale;
    }
    return new DeclaredField(
        field.name(), field.kind(), field.required(), null, field.generated(), size, scale);
  }
}
