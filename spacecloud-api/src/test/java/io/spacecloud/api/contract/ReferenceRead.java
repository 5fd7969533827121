package io.spacecloud.api.contract;

import io.spacecloud.api.condition.ConditionEvaluator;
import io.spacecloud.api.condition.FieldPath;
import io.spacecloud.api.request.Read;
import io.spacecloud.api.result.Document;
import io.spacecloud.api.result.Result;
import io.spacecloud.api.value.Comparisons;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What reads make of the rows that match. */
final class ReferenceRead {
  private static final int PAGE = 1_000;

  private ReferenceRead() {}

  static Result of(Read read, List<Map<String, Object>> matching, List<String> primaryKey) {
    return switch (read.op()) {
      case COUNT -> Result.ofCount(paged(read, matching).size());
      case DISTINCT -> Result.ofValues(paged(read, distinct(matching, read.distinct())), false);
      case ONE, ALL -> documents(read, matching, ReferenceOrder.of(read.sort(), primaryKey));
    };
  }

  private static Result documents(
      Read read, List<Map<String, Object>> matching, Comparator<Map<String, Object>> order) {
    Document after = read.after();
    long limit = read.op() == Read.Op.ONE ? 1 : read.limit() == null ? PAGE : read.limit();
    List<Map<String, Object>> rest =
        matching.stream()
            .sorted(order)
            .filter(row -> after == null || order.compare(row, after) > 0)
            .skip(read.skip())
            .toList();
    List<Document> page =
        rest.stream().limit(limit).map(row -> Document.of(selected(row, read.select()))).toList();
    boolean truncated =
        read.op() == Read.Op.ALL && read.limit() == null && rest.size() > page.size();
    return Result.ofDocuments(page, truncated);
  }

  private static <T> List<T> paged(Read read, List<T> all) {
    long limit = read.limit() == null ? Long.MAX_VALUE : read.limit();
    return all.stream().skip(read.skip()).limit(limit).toList();
  }

  private static List<Object> distinct(List<Map<String, Object>> found, FieldPath path) {
    List<Object> values = new ArrayList<>();
    for (Map<String, Object> row : found) {
      Object value = ConditionEvaluator.resolve(path, row);
      if (values.stream().noneMatch(known -> Comparisons.equal(known, value))) {
        values.add(value);
      }
    }
    values.sort(ReferenceOrder::compare);
    return values;
  }

  private static Map<String, Object> selected(Map<String, Object> row, List<FieldPath> select) {
    return select.isEmpty() ? row : kept(row, select.stream().map(FieldPath::segments).toList());
  }

  /** The members on one of the paths; a path into what is no object keeps null. */
  private static Map<String, Object> kept(Map<?, ?> object, List<List<String>> paths) {
    Map<String, Object> out = new LinkedHashMap<>();
    for (List<String> path : paths) {
      String name = path.get(0);
      List<List<String>> inner =
          paths.stream()
              .filter(other -> other.get(0).equals(name))
              .map(other -> other.subList(1, other.size()))
              .toList();
      Object value = object.get(name);
      if (inner.stream().noneMatch(List::isEmpty)) {
        value = value instanceof Map<?, ?> map ? kept(map, inner) : null;
      }
      out.put(name, value);
    }
    return out;
  }
}
