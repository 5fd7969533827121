package io.spacecloud.sql;

import io.spacecloud.api.error.NotFoundException;
import java.util.Map;
import org.jdbi.v3.core.Jdbi;
import org.jspecify.annotations.Nullable;

/** The tables as they were last seen. */
final class Tables {
  private final Jdbi jdbi;
  private final Dialect dialect;
  private volatile Map<String, Table> byName = Map.of();

  Tables(Jdbi jdbi, Dialect dialect) {
    this.jdbi = jdbi;
    this.dialect = dialect;
  }

  void refresh() {
    byName = jdbi.withHandle(handle -> dialect.schemaQueries().read(handle, dialect));
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
