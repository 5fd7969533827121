package io.spacecloud.sql;

import io.spacecloud.api.condition.Condition;
import io.spacecloud.api.condition.Condition.Comparison;
import io.spacecloud.api.condition.Condition.Contains;
import io.spacecloud.api.condition.Condition.Like;
import io.spacecloud.api.condition.Condition.Membership;
import io.spacecloud.api.condition.Condition.Operator;
import io.spacecloud.api.condition.Condition.Presence;
import io.spacecloud.api.condition.FieldPath;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Renders conditions on JSON columns for databases that have JSON functions. Each test is true, or
 * it is false or unknown, which the caller takes for the same.
 */
abstract class JsonRenderer {
  /** An expression: renders itself wherever it is needed. */
  @FunctionalInterface
  interface Expression {
    void write(Sql sql);
  }

  /** The member of an object; null where there is no object. */
  abstract Expression member(Column column, List<String> path);

  /** The member of an expression's value. */
  abstract Expression member(Expression object, String name);

  /** Whether the value equals a scalar of kind string, number or boolean. */
  abstract void equalsScalar(Sql sql, Expression value, Object scalar);

  /** Whether the value is an array equal to the list. */
  abstract void equalsList(Sql sql, Expression value, List<?> list);

  /** Whether the value is an object equal to the map. */
  abstract void equalsObject(Sql sql, Expression value, Map<?, ?> map);

  /** Whether the value is neither missing nor null: true or false. */
  abstract void present(Sql sql, Expression value);

  abstract void ordered(Sql sql, Expression value, String symbol, Object scalar);

  abstract void like(Sql sql, Expression value, String pattern);

  abstract void isArray(Sql sql, Expression value);

  abstract void isObject(Sql sql, Expression value);

  /** Opens a test that some element of the array satisfies; returns the element. */
  abstract Expression openAny(Sql sql, Expression array);

  void render(Sql sql, Column column, Condition leaf) {
    if (leaf instanceof Presence c) {
      present(sql, at(column, c.path()));
    } else if (leaf instanceof Comparison c && c.operator() == Operator.EQ) {
      equal(sql, at(column, c.path()), c.value());
    } else if (leaf instanceof Comparison c) {
      ordered(sql, at(column, c.path()), symbol(c.operator()), c.value());
    } else if (leaf instanceof Membership c) {
      membership(sql, at(column, c.path()), c.values());
    } else if (leaf instanceof Like c) {
      like(sql, at(column, c.path()), c.pattern());
    } else if (leaf instanceof Contains c) {
      contains(sql, at(column, c.path()), c.value());
    } else {
      throw new AssertionError(leaf.getClass());
    }
  }

  private Expression at(Column column, FieldPath path) {
    List<String> segments = path.segments();
    return member(column, segments.subList(1, segments.size()));
  }

  void equal(Sql sql, Expression value, @Nullable Object literal) {
    if (literal == null) {
      sql.text("NOT (");
      present(sql, value);
      sql.text(")");
    } else if (literal instanceof List<?> list) {
      equalsList(sql, value, list);
    } else if (literal instanceof Map<?, ?> map) {
      equalsObject(sql, value, map);
    } else {
      equalsScalar(sql, value, literal);
    }
  }

  private void membership(Sql sql, Expression value, List<@Nullable Object> literals) {
    String separator = "";
    for (Object literal : literals) {
      sql.text(separator).text("(");
      equal(sql, value, literal);
      sql.text(")");
      separator = " OR ";
    }
  }

  private void contains(Sql sql, Expression value, Object wanted) {
    if (wanted instanceof List<?> elements) {
      isArray(sql, value);
      for (Object element : elements) {
        sql.text(" AND ");
        equal(sql, openAny(sql, value), element);
        sql.text(")");
      }
    } else {
      hasEntries(sql, value, (Map<?, ?>) wanted);
    }
  }

  private void hasEntries(Sql sql, Expression value, Map<?, ?> wanted) {
    isObject(sql, value);
    wanted.forEach(
        (name, literal) -> {
          sql.text(" AND (");
          Expression member = member(value, (String) name);
          if (literal instanceof Map<?, ?> inner) {
            hasEntries(sql, member, inner);
          } else {
            equal(sql, member, literal);
          }
          sql.text(")");
        });
  }

  private static String symbol(Operator operator) {
    return switch (operator) {
      case EQ -> " = ";
      case GT -> " > ";
      case GTE -> " >= ";
      case LT -> " < ";
      case LTE -> " <= ";
    };
  }
}
