package io.spacecloud.api.contract;

import io.spacecloud.api.condition.ConditionEvaluator;
import io.spacecloud.api.condition.FieldPath;
import io.spacecloud.api.request.Sort;
import io.spacecloud.api.value.Comparisons;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** The order of rows: null first ascending and last descending, ties by the primary key. */
final class ReferenceOrder {
  private ReferenceOrder() {}

  static Comparator<Map<String, Object>> of(List<Sort> keys, List<String> primaryKey) {
    List<Sort> all = new ArrayList<>(keys);
    primaryKey.forEach(name -> all.add(new Sort(FieldPath.of(name), false)));
    return (a, b) -> {
      for (Sort key : all) {
        int order =
            compare(
                ConditionEvaluator.resolve(key.path(), a),
                ConditionEvaluator.resolve(key.path(), b));
        if (order != 0) {
          return key.descending() ? -order : order;
        }
      }
      return 0;
    };
  }

  static int compare(Object a, Object b) {
    if (a == null || b == null) {
      return Boolean.compare(a != null, b != null);
    }
    int order = Comparisons.compare(a, b);
    return order == Comparisons.UNORDERED ? own(a, b) : order;
  }

  /** The order among keys whose kind has none: any, so that pages are stable. */
  private static int own(Object a, Object b) {
    if (a instanceof byte[] x && b instanceof byte[] y) {
      return Arrays.compareUnsigned(x, y);
    }
    return a instanceof UUID x && b instanceof UUID y ? x.compareTo(y) : 0;
  }
}
