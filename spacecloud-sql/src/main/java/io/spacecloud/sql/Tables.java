package io.spacecloud.sql;

import io.spacecloud.api.error.NotFoundException;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The tables as they were last seen. */
final class Tables {
  private final Dialect dialect;
  private volatile Map<String, Table> byName = Map.of();

  Tables(Dialect dialect) {
    this.dialect = dialect;
  }

  void refresh(Connection connection) throws SQLException {
    byName = dialect.schemaQueries().read(connection, dialect);
  }

  Map<String, Table> all() {
    return byName;
  }

  @Nullable Table find(String name) {
    return byName.get(name);
  }

  Table get(String name) {
    Table table = byName.get(name);
    if (table == null) {
      throw new NotFoundException("the collection does not exist");
    }
    return table;
  }
}
