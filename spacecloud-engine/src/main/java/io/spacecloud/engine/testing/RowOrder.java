package io.spacecloud.engine.testing;

import io.spacecloud.api.condition.ConditionEvaluator;
import io.spacecloud.api.request.Sort;
import io.spacecloud.api.result.Document;
import io.spacecloud.api.value.Comparisons;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The order of rows: null first ascending and last descending. */
record RowOrder(List<Sort> keys) implements Comparator<Document> {
  @Override
  public int compare(Document a, Document b) {
    for (Sort key : keys) {
      int order =
          values(
              ConditionEvaluator.resolve(key.path(), a), ConditionEvaluator.resolve(key.path(), b));
      if (order != 0) {
        return key.descending() ? -order : order;
      }
    }
    return 0;
  }

  static int values(@Nullable Object a, @Nullable Object b) {
    if (a == null || b == null) {
      return Boolean.compare(a != null, b != null);
    }
    int order = Comparisons.compare(a, b);
    return order == Comparisons.UNORDERED ? own(a, b) : order;
  }

  static boolean same(@Nullable Object a, @Nullable Object b) {
    return Comparisons.equal(a, b);
  }

  /** Keys whose kind has no order are in some order, so that pages are stable. */
  private static int own(Object a, Object b) {
    if (a instanceof byte[] x && b instanceof byte[] y) {
      return Arrays.compareUnsigned(x, y);
    } else if (a instanceof UUID x && b instanceof UUID y) {
      return x.compareTo(y);
    }
    return a.getClass() == b.getClass() ? a.toString().compareTo(b.toString()) : 0;
  }
}
