package io.spacecloud.engine.testing;

import io.spacecloud.api.condition.ConditionEvaluator;
import io.spacecloud.api.request.Aggregate;
import io.spacecloud.api.request.Read;
import io.spacecloud.api.result.Document;
import io.spacecloud.api.result.Result;
import io.spacecloud.api.spi.Command;
import io.spacecloud.api.spi.Selection;
import io.spacecloud.api.spi.StageEvaluator;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Runs reads on a table. */
final class InMemoryReader {
  private final InMemoryTable table;

  InMemoryReader(InMemoryTable table) {
    this.table = table;
  }

  Result query(Command.Query query) {
    Read read = query.request();
    long limit = read.limit() == null ? Long.MAX_VALUE : read.limit();
    return switch (read.op()) {
      case COUNT ->
          Result.ofCount(
              table.matching(read.where()).stream()
                  .skip(read.skip())
                  .limit(query.pageLimit() ? Long.MAX_VALUE : limit)
                  .count());
      case DISTINCT -> {
        List<@Nullable Object> rest = distinct(read);
        rest = rest.subList((int) Math.min(read.skip(), rest.size()), rest.size());
        boolean cut = query.pageLimit() && rest.size() > limit;
        yield Result.ofValues(rest.subList(0, (int) Math.min(limit, rest.size())), cut);
      }
      case ONE, ALL -> {
        List<Document> rest = select(read);
        boolean cut = query.pageLimit() && rest.size() > limit;
        yield Result.ofDocuments(rest.stream().limit(limit).toList(), cut);
      }
    };
  }

  private List<@Nullable Object> distinct(Read read) {
    List<@Nullable Object> values = new ArrayList<>();
    for (Document row : table.matching(read.where())) {
      Object value = ConditionEvaluator.resolve(Objects.requireNonNull(read.distinct()), row);
      if (values.stream().noneMatch(known -> RowOrder.same(known, value))) {
        values.add(value);
      }
    }
    values.sort(RowOrder::values);
    return values;
  }

  /** All that the read's condition finds, in order, without its limit. */
  List<Document> select(Read read) {
    return table.matching(read.where()).stream()
        .sorted(table.order(read.sort()))
        .skip(read.skip())
        .map(row -> selected(row, read))
        .toList();
  }

  private static Document selected(Document row, Read read) {
    if (read.select().isEmpty()) {
      return row;
    }
    Map<String, @Nullable Object> kept = new LinkedHashMap<>();
    read.select()
        .forEach(
            path -> {
              String root = path.root();
              if (row.containsKey(root)) {
                kept.put(root, Selection.keep(root, row.get(root), read.select()));
              }
            });
    return Document.of(kept);
  }

  Result pipeline(Command.Pipeline pipeline) {
    Aggregate aggregate = pipeline.request();
    int most = aggregate.op() == Aggregate.Op.ONE ? 1 : pipeline.pageLimit();
    List<Document> all = StageEvaluator.run(table.rows(), aggregate.stages());
    boolean cut = all.size() > most;
    return Result.ofDocuments(
        all.stream().limit(most).toList(), cut && aggregate.op() == Aggregate.Op.ALL);
  }
}
