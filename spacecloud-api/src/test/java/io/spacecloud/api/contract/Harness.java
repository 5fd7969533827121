package io.spacecloud.api.contract;

import io.spacecloud.api.request.Request;
import io.spacecloud.api.result.Result;
import io.spacecloud.api.spi.Capability;
import java.util.Set;

/** A backend under test, behind all that stands before it for a caller to whom no rules apply. */
public interface Harness {
  /** The alias that requests call the database by. */
  String database();

  /** What the backend declares to have. */
  Set<Capability> capabilities();

  /** Makes an empty table, in the place of one of that name if there is one. */
  void createTable(TableSpec table);

  /** Binds and runs the request as a trusted caller's. */
  Result execute(Request request);

  /** Whether names and kinds are checked against the table, as an engine does. */
  default boolean checksNames() {
    return true;
  }

  /** What reports call the backend. */
  default String label() {
    return database();
  }

  /** Whether a primary key may be of several columns. */
  default boolean joinsKeys() {
    return true;
  }

  /**
   * The table as the backend holds it, where that is not as asked for: a backend that does not know
   * a column's length or digits names those that it has instead.
   */
  default TableSpec held(TableSpec table) {
    return table;
  }

  default boolean has(Capability capability) {
    return capabilities().contains(capability);
  }
}
