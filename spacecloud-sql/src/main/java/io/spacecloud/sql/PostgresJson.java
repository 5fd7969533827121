package io.spacecloud.sql;

import java.util.List;
import java.util.Map;

/**
 * Conditions on {@code jsonb}. A list is never reached into: {@code ->} by name finds no element.
 */
final class PostgresJson extends JsonRenderer {
  @Override
  Expression member(Column column, List<String> path) {
    return sql -> {
      sql.text("(CAST(").text(column.sql()).text(" AS jsonb)");
      for (String name : path) {
        sql.text(" -> CAST(").value(ColumnType.TEXT, name).text(" AS text)");
      }
      sql.text(")");
    };
  }

  @Override
  Expression member(Expression object, String name) {
    return sql -> {
      sql.text("(");
      object.write(sql);
      sql.text(" -> CAST(").value(ColumnType.TEXT, name).text(" AS text))");
    };
  }

  @Override
  void equalsScalar(Sql sql, Expression value, Object scalar) {
    value.write(sql);
    sql.text(" = CAST(").value(ColumnType.TEXT, Json.write(scalar)).text(" AS jsonb)");
  }

  @Override
  void equalsList(Sql sql, Expression value, List<?> list) {
    equalsStripped(sql, value, list);
  }

  @Override
  void equalsObject(Sql sql, Expression value, Map<?, ?> map) {
    equalsStripped(sql, value, map);
  }

  /** Null members are no members, on either side. */
  private static void equalsStripped(Sql sql, Expression value, Object literal) {
    sql.text("jsonb_strip_nulls(");
    value.write(sql);
    sql.text(") = jsonb_strip_nulls(CAST(").value(ColumnType.TEXT, Json.write(literal));
    sql.text(" AS jsonb))");
  }

  @Override
  void present(Sql sql, Expression value) {
    sql.text("COALESCE(jsonb_typeof(");
    value.write(sql);
    sql.text("), 'null') <> 'null'");
  }

  @Override
  void ordered(Sql sql, Expression value, String symbol, Object scalar) {
    String kind =
        scalar instanceof String ? "string" : scalar instanceof Boolean ? "boolean" : "number";
    sql.text("CASE WHEN ");
    typeIs(sql, value, kind);
    sql.text(" THEN ");
    if (scalar instanceof String) {
      text(sql, value);
      sql.text(symbol).value(ColumnType.TEXT, scalar);
    } else if (scalar instanceof Boolean) {
      cast(sql, value, "boolean");
      sql.text(symbol).value(ColumnType.BOOLEAN, scalar);
    } else {
      cast(sql, value, "numeric");
      sql.text(symbol)
          .text("CAST(")
          .value(ColumnType.TEXT, Json.write(scalar))
          .text(" AS numeric)");
    }
    sql.text(" END");
  }

  @Override
  void like(Sql sql, Expression value, String pattern) {
    sql.text("CASE WHEN ");
    typeIs(sql, value, "string");
    sql.text(" THEN ");
    text(sql, value);
    sql.text(" LIKE ").value(ColumnType.TEXT, LikePatterns.bang(pattern)).text(LikePatterns.ESCAPE);
    sql.text(" END");
  }

  @Override
  void isArray(Sql sql, Expression value) {
    typeIs(sql, value, "array");
  }

  @Override
  void isObject(Sql sql, Expression value) {
    typeIs(sql, value, "object");
  }

  @Override
  Expression openAny(Sql sql, Expression array) {
    sql.text("EXISTS (SELECT 1 FROM jsonb_array_elements(CASE WHEN ");
    typeIs(sql, array, "array");
    sql.text(" THEN ");
    array.write(sql);
    sql.text(" ELSE '[]'::jsonb END) AS sc_list(sc_element) WHERE ");
    return inner -> inner.text("sc_element");
  }

  private static void typeIs(Sql sql, Expression value, String type) {
    sql.text("jsonb_typeof(");
    value.write(sql);
    sql.text(") = '").text(type).text("'");
  }

  private static void text(Sql sql, Expression value) {
    sql.text("((");
    value.write(sql);
    sql.text(" #>> '{}') COLLATE \"C\")");
  }

  private static void cast(Sql sql, Expression value, String type) {
    sql.text("CAST(");
    value.write(sql);
    sql.text(" AS ").text(type).text(")");
  }
}
