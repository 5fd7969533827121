package io.spacecloud.sql;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Conditions on JSON columns where JSON is text: lists and objects are compared member by member,
 * and numbers as exact decimals of up to 35 digits before and 30 after the point.
 */
final class MariaDbJson extends JsonRenderer {
  private static final String NUMBERS = " IN ('INTEGER', 'UNSIGNED INTEGER', 'DOUBLE', 'DECIMAL')";

  private static final int SCALE = 30;
  private static final String MOST = "9".repeat(35) + "." + "9".repeat(SCALE);

  /** Numbers of at most 35 digits before the point, in the forms that writers of JSON give them. */
  private static final String HELD =
      "^-?([0-9]{1,35}([.][0-9]+)?(e-[0-9]+)?|[0-9]([.][0-9]+)?e[+]?([0-2]?[0-9]|3[0-4]))$";

  private final BooleanSupplier mariaDb;

  /**
   * A renderer.
   *
   * @param mariaDb whether the server is MariaDB, and not MySQL
   */
  MariaDbJson(BooleanSupplier mariaDb) {
    this.mariaDb = mariaDb;
  }

  @Override
  Expression member(Column column, List<String> path) {
    StringBuilder text = new StringBuilder("$");
    path.forEach(name -> text.append('.').append(quoted(name)));
    String jsonPath = text.toString();
    return sql ->
        sql.text("JSON_EXTRACT(")
            .text(column.sql())
            .text(", ")
            .value(ColumnType.TEXT, jsonPath)
            .text(")");
  }

  @Override
  Expression member(Expression object, String name) {
    return at(object, "$." + quoted(name));
  }

  private static Expression at(Expression value, String path) {
    return sql -> {
      sql.text("JSON_EXTRACT(");
      value.write(sql);
      sql.text(", ").value(ColumnType.TEXT, path).text(")");
    };
  }

  private static String quoted(String name) {
    return Json.write(name);
  }

  @Override
  void equalsScalar(Sql sql, Expression value, Object scalar) {
    compare(sql, value, " = ", scalar);
  }

  @Override
  void ordered(Sql sql, Expression value, String symbol, Object scalar) {
    compare(sql, value, symbol, scalar);
  }

  private void compare(Sql sql, Expression value, String symbol, Object scalar) {
    sql.text("CASE WHEN ");
    type(sql, value);
    if (scalar instanceof String string) {
      sql.text(" = 'STRING' THEN CAST(CONVERT(");
      unquoted(sql, value);
      sql.text(" USING utf8mb4) AS BINARY)").text(symbol);
      sql.value(ColumnType.BYTES, string.getBytes(StandardCharsets.UTF_8));
    } else if (scalar instanceof Boolean) {
      sql.text(" = 'BOOLEAN' THEN (JSON_UNQUOTE(");
      value.write(sql);
      sql.text(") = 'true')").text(symbol).value(ColumnType.BOOLEAN, scalar);
    } else {
      sql.text(NUMBERS).text(" THEN ");
      decimal(sql, value);
      sql.text(symbol);
      sql.value(ColumnType.DECIMAL, operand(symbol, new BigDecimal(scalar.toString())));
    }
    sql.text(" END");
  }

  /** What a cast would not hold is cut: in a statement that writes the cast would fail. */
  private void decimal(Sql sql, Expression value) {
    sql.text("CAST(CASE WHEN LOWER(");
    unquoted(sql, value);
    sql.text(") REGEXP '").text(HELD).text("' THEN ");
    unquoted(sql, value);
    sql.text(" WHEN ");
    unquoted(sql, value);
    sql.text(" LIKE '-%' THEN '-").text(MOST).text("' ELSE '").text(MOST);
    sql.text("' END AS DECIMAL(65,30))");
  }

  /**
   * A literal finer than the comparison would be cut to its scale: it equals nothing, and a range
   * begins or ends at the neighbour. The text of the statement stays the same.
   */
  private static @Nullable BigDecimal operand(String symbol, BigDecimal number) {
    if (number.scale() <= SCALE) {
      return number;
    }
    BigDecimal floor = number.setScale(SCALE, RoundingMode.FLOOR);
    if (floor.compareTo(number) == 0) {
      return floor;
    }
    return switch (symbol.trim()) {
      case "=" -> null;
      case ">", "<=" -> floor;
      default -> floor.add(BigDecimal.valueOf(1, SCALE));
    };
  }

  @Override
  void equalsList(Sql sql, Expression value, List<?> list) {
    isArray(sql, value);
    sql.text(" AND JSON_LENGTH(");
    value.write(sql);
    sql.text(") = ").value(ColumnType.INTEGER, (long) list.size());
    for (int i = 0; i < list.size(); i++) {
      sql.text(" AND (");
      equal(sql, at(value, "$[" + i + "]"), list.get(i));
      sql.text(")");
    }
  }

  /** Every given member is there, and no other that is not null. */
  @Override
  void equalsObject(Sql sql, Expression value, Map<?, ?> map) {
    isObject(sql, value);
    map.forEach(
        (name, literal) -> {
          sql.text(" AND (");
          equal(sql, member(value, (String) name), literal);
          sql.text(")");
        });
    // A merge patch drops members that are null.
    sql.text(" AND JSON_LENGTH(JSON_MERGE_PATCH('{}', ");
    value.write(sql);
    sql.text(")) = ");
    sql.value(ColumnType.INTEGER, map.values().stream().filter(v -> v != null).count());
  }

  @Override
  void present(Sql sql, Expression value) {
    sql.text("COALESCE(");
    type(sql, value);
    sql.text(", 'NULL') <> 'NULL'");
  }

  @Override
  void like(Sql sql, Expression value, String pattern) {
    sql.text("CASE WHEN ");
    type(sql, value);
    sql.text(" = 'STRING' THEN CONVERT(");
    unquoted(sql, value);
    sql.text(" USING utf8mb4) COLLATE utf8mb4_bin LIKE ");
    sql.value(ColumnType.TEXT, LikePatterns.bang(pattern)).text(LikePatterns.ESCAPE);
    sql.text(" END");
  }

  @Override
  void isArray(Sql sql, Expression value) {
    type(sql, value);
    sql.text(" = 'ARRAY'");
  }

  @Override
  void isObject(Sql sql, Expression value) {
    type(sql, value);
    sql.text(" = 'OBJECT'");
  }

  @Override
  Expression openAny(Sql sql, Expression array) {
    sql.text("EXISTS (SELECT 1 FROM JSON_TABLE(");
    array.write(sql);
    sql.text(", '$[*]' COLUMNS (sc_element JSON PATH '$')) sc_list WHERE ");
    return inner -> inner.text("sc_element");
  }

  private static void type(Sql sql, Expression value) {
    sql.text("JSON_TYPE(");
    value.write(sql);
    sql.text(")");
  }

  /**
   * JSON_UNQUOTE loses characters beyond the basic plane in MariaDB, JSON_VALUE is short in MySQL.
   */
  private void unquoted(Sql sql, Expression value) {
    sql.text(mariaDb.getAsBoolean() ? "JSON_VALUE(" : "JSON_UNQUOTE(");
    value.write(sql);
    sql.text(mariaDb.getAsBoolean() ? ", '$')" : ")");
  }
}
