package io.spacecloud.api.contract;

import static io.spacecloud.api.condition.Conditions.field;

import io.spacecloud.api.condition.Condition;
import io.spacecloud.api.condition.Conditions;
import io.spacecloud.api.value.Kind;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A table of random columns, and random rows of it, whose keys are few. */
final class RandomTable {
  private static final int KEYS = 24;
  private static final List<Kind> PLAIN =
      List.of(
          Kind.STRING,
          Kind.STRING,
          Kind.INTEGER,
          Kind.INTEGER,
          Kind.REAL,
          Kind.DECIMAL,
          Kind.BOOLEAN,
          Kind.TIMESTAMP,
          Kind.DATE,
          Kind.TIME,
          Kind.UUID,
          Kind.BYTES);
  private static final List<Kind> UNIQUE = List.of(Kind.STRING, Kind.INTEGER);

  private final RandomValues values;
  private final TableSpec spec;

  /**
   * @param json whether there may be a column of JSON
   * @param joined whether the key may be of several columns
   */
  RandomTable(RandomValues values, boolean json, boolean joined) {
    this.values = values;
    List<Column> columns = new ArrayList<>(keys(joined));
    for (int i = 2 + values.below(8); i > 0; i--) {
      columns.add(plain("c" + columns.size()));
    }
    if (values.chance(3)) {
      columns.add(Column.of("q", values.any(UNIQUE)).asUnique());
    }
    if (json && !values.chance(4)) {
      columns.add(Column.of("j", Kind.OBJECT));
    }
    this.spec = new TableSpec("differential", columns);
  }

  TableSpec spec() {
    return spec;
  }

  private List<Column> keys(boolean joined) {
    Column id = Column.of("id", Kind.INTEGER).asKey();
    Column text = Column.of("id", Kind.STRING).asKey();
    if (joined && values.chance(6)) {
      return List.of(id, text.named("k"));
    }
    return values.chance(4) ? List.of(text) : List.of(id);
  }

  private Column plain(String name) {
    Column column = Column.of(name, values.any(PLAIN));
    Column sized =
        switch (column.kind()) {
          case STRING -> text(column);
          case INTEGER -> values.chance(2) ? column.bits(32) : column;
          case DECIMAL -> values.chance(2) ? column.digits(24, 4) : column.digits(10, 2);
          case TIMESTAMP, TIME -> column.digits(6, values.any(List.of(0, 3, 6)));
          default -> column;
        };
    return values.chance(5) ? sized.required() : sized;
  }

  private Column text(Column column) {
    Column sized = values.chance(3) ? column.length(4) : column;
    return values.chance(2) ? sized.ignoringCase() : sized;
  }

  /** So many rows, of which no two conflict. */
  List<Map<String, Object>> rows(int count) {
    List<Map<String, Object>> rows = new ArrayList<>();
    ReferenceTable table = new ReferenceTable(spec);
    for (int tries = 0; tries < 4 * count && rows.size() < count; tries++) {
      Map<String, Object> row = row();
      if (table.accepts(row)) {
        rows.add(row);
      }
    }
    return rows;
  }

  Map<String, Object> row() {
    Map<String, Object> row = new LinkedHashMap<>();
    for (Column column : spec.columns()) {
      boolean absent = column.nullable() && values.chance(5);
      if (column.key()) {
        row.put(column.name(), key(column));
      } else if (!absent || values.chance(2)) {
        row.put(column.name(), absent ? null : created(column));
      }
    }
    return row;
  }

  /** Updates are not given numbers beyond a column: some databases refuse them before they look. */
  private Object created(Column column) {
    boolean beyond = column.kind() == Kind.DECIMAL && values.chance(30);
    return beyond ? values.beyond() : present(column);
  }

  /** A value for the column that is not null. */
  Object present(Column column) {
    Object value = values.stored(column);
    while (value == null && !column.nullable()) {
      value = values.stored(column);
    }
    return value;
  }

  private Object key(Column column) {
    return column.kind() == Kind.INTEGER
        ? (Object) (long) values.below(KEYS)
        : values.stored(column);
  }

  /** That a row has a certain key, whether or not there is such a row. */
  Condition keyed() {
    return Conditions.and(
        spec.columns().stream()
            .filter(Column::key)
            .map(column -> field(column.name()).eq(key(column)))
            .toList());
  }

  /** A column that is not of the key. */
  Column anyColumn() {
    return values.any(spec.columns().stream().filter(column -> !column.key()).toList());
  }
}
