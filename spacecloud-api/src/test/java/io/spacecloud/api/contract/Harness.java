package io.spacecloud.api.contract;

import io.spacecloud.api.request.Request;
import io.spacecloud.api.result.Result;
import io.spacecloud.api.spi.Backend;
import io.spacecloud.api.spi.Capability;
import io.spacecloud.api.value.Kind;
import java.util.Set;
import org.jspecify.annotations.Nullable;

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

  /** What stands behind all that, where {@link Capability#TOUCHED_KEYS} is declared. */
  default Backend backend() {
    throw new UnsupportedOperationException("no commands are taken");
  }

  /** Whether names and kinds are checked against the table, as an engine does. */
  default boolean checksNames() {
    return true;
  }

  /** The digits of the second's fraction that the database holds of a timestamp, at the most. */
  default int timestampDigits() {
    return 6;
  }

  /** A key that the database makes where none is given. */
  default Column generatedKey() {
    return Column.of("id", Kind.INTEGER).asKey().asGenerated();
  }

  /**
   * Why a case cannot be shown, or null: a flaw of a server that stands in for the real product,
   * and that the real product does not have.
   *
   * @param test a case of a table as its title and condition, else the name of the test
   */
  default @Nullable String flaw(String test) {
    return null;
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
