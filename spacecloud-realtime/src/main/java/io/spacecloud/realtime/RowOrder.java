package io.spacecloud.realtime;

import io.spacecloud.api.condition.ConditionEvaluator;
import io.spacecloud.api.request.Sort;
import io.spacecloud.api.result.Document;
import io.spacecloud.api.value.Comparisons;
import io.spacecloud.api.value.ObjectId;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The order that a database puts rows in: null first ascending and last descending. */
record RowOrder(List<Sort> keys) implements Comparator<Document> {
  /** The values have no order that is the same in memory as in the database. */
  static final class UnknownException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private UnknownException() {
      super(null, null, false, false);
    }
  }

  /**
   * As a comparator does.
   *
   * @throws UnknownException if only the database knows
   */
  @Override
  public int compare(Document a, Document b) {
    for (int i = 0; i < keys.size(); i++) {
      Sort key = keys.get(i);
      int order =
          values(
              ConditionEvaluator.resolve(key.path(), a), ConditionEvaluator.resolve(key.path(), b));
      if (order != 0) {
        return key.descending() ? -order : order;
      }
    }
    return 0;
  }

  private static int values(@Nullable Object a, @Nullable Object b) {
    if (a == null || b == null) {
      return Boolean.compare(a != null, b != null);
    }
    int order = Comparisons.compare(a, b);
    if (order != Comparisons.UNORDERED) {
      return order;
    } else if (a instanceof ObjectId x && b instanceof ObjectId y) {
      return x.hex().compareTo(y.hex());
    } else if (Comparisons.equal(a, b)) {
      return 0;
    }
    throw new UnknownException();
  }
}
