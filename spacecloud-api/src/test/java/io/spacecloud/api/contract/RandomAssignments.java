package io.spacecloud.api.contract;

import static io.spacecloud.api.condition.Conditions.field;

import io.spacecloud.api.error.InvalidRequestException;
import io.spacecloud.api.request.Update;
import io.spacecloud.api.request.UpdateOperator;
import io.spacecloud.api.value.Kind;
import java.util.ArrayList;
import java.util.List;

/** Random operators on random fields, such as go together. */
final class RandomAssignments {
  private static final List<UpdateOperator> JSON =
      List.of(
          UpdateOperator.SET,
          UpdateOperator.SET,
          UpdateOperator.UNSET,
          UpdateOperator.INC,
          UpdateOperator.MUL,
          UpdateOperator.MIN,
          UpdateOperator.MAX,
          UpdateOperator.PUSH,
          UpdateOperator.PUSH);

  private final RandomValues values;
  private final RandomTable table;

  RandomAssignments(RandomValues values, RandomTable table) {
    this.values = values;
    this.table = table;
  }

  /** The update with at least one operator. */
  Update some(Update update, boolean single) {
    List<Column> open = new ArrayList<>(table.spec().columns());
    open.removeIf(Column::key);
    return some(update, open, single);
  }

  /**
   * The update with operators on some of the columns, at least one if there is one.
   *
   * @param single whether at most one row changes: unique columns of several rows are not counted
   *     upwards, since databases check after each row
   */
  Update some(Update update, List<Column> columns, boolean single) {
    List<Column> open = new ArrayList<>(columns);
    Update changing = update;
    for (int i = 1 + values.below(3); i > 0 && !open.isEmpty(); i--) {
      Column column = values.any(open);
      if (column.kind() == Kind.OBJECT) {
        changing = inside(changing, column);
      } else {
        open.remove(column);
        UpdateOperator operator = values.any(operators(column, single));
        changing = changing.with(operator, column.name(), operand(operator, column));
      }
    }
    return changing;
  }

  private static List<UpdateOperator> operators(Column column, boolean single) {
    List<UpdateOperator> operators = new ArrayList<>(List.of(UpdateOperator.SET));
    operators.add(UpdateOperator.SET);
    operators.add(UpdateOperator.UNSET);
    if (column.kind().isNumber() && (single || !column.unique())) {
      operators.addAll(List.of(UpdateOperator.INC, UpdateOperator.INC, UpdateOperator.MUL));
    }
    if (column.kind().isOrdered()) {
      operators.addAll(List.of(UpdateOperator.MIN, UpdateOperator.MAX));
    }
    return operators;
  }

  private Object operand(UpdateOperator operator, Column column) {
    return switch (operator) {
      case SET -> values.chance(column.nullable() ? 5 : 30) ? null : table.present(column);
      case INC, MUL -> values.amount(column);
      case MIN, MAX -> values.stored(column);
      case UNSET, PUSH, CURRENT_DATE, RENAME -> null;
    };
  }

  /** Where an operator already touches the path, the update as it is. */
  private Update inside(Update update, Column column) {
    UpdateOperator operator = values.any(JSON);
    boolean whole = operator == UpdateOperator.SET || operator == UpdateOperator.PUSH;
    String path = RandomConditions.inside(values, column.name());
    Object operand =
        switch (operator) {
          case SET, PUSH -> values.json(2);
          case INC, MUL -> values.amount(column);
          case MIN, MAX -> values.any(List.<Object>of("a", 1L, 5L, true, "é"));
          case UNSET, CURRENT_DATE, RENAME -> null;
        };
    try {
      return update.with(operator, path.equals("j") && !whole ? "j.a" : path, operand);
    } catch (InvalidRequestException e) {
      return update;
    }
  }

  /** One column's value for another's of the same type, where there are two. */
  Update rename(Update update) {
    for (Column from : table.spec().columns()) {
      for (Column to : table.spec().columns()) {
        if (!from.equals(to) && from.equals(to.named(from.name())) && from.nullable()) {
          return update
              .where(field(from.name()).exists())
              .with(UpdateOperator.RENAME, from.name(), to.name());
        }
      }
    }
    return some(update, false);
  }
}
