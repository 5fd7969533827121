package io.spacecloud.realtime;

import io.spacecloud.api.condition.FieldPath;
import io.spacecloud.api.request.Read;
import io.spacecloud.api.result.Document;
import io.spacecloud.api.result.DocumentKeys;
import io.spacecloud.api.spi.LiveView;
import io.spacecloud.api.spi.Selection;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Cuts rows down to what a read selects, its key included. */
final class Projection {
  private final List<FieldPath> select;
  private final Set<String> roots = new LinkedHashSet<>();

  Projection(LiveView.Query query) {
    this.select = withKey(query);
    select.forEach(path -> roots.add(path.root()));
  }

  private static List<FieldPath> withKey(LiveView.Query query) {
    List<FieldPath> select = query.read().select();
    if (select.isEmpty()) {
      return select;
    }
    Set<FieldPath> all = new LinkedHashSet<>(select);
    query.key().forEach(name -> all.add(FieldPath.of(name)));
    return List.copyOf(all);
  }

  /** The read of the first so many rows, with what their order needs. */
  Read window(Read read, long rows) {
    Set<FieldPath> all = new LinkedHashSet<>();
    if (!select.isEmpty()) {
      roots.forEach(root -> all.add(FieldPath.of(root)));
      read.sort().forEach(key -> all.add(FieldPath.of(key.path().root())));
    }
    return read.withSelect(List.copyOf(all)).skip(0).limit(rows);
  }

  Document of(Document row) {
    if (select.isEmpty()) {
      return row;
    }
    List<String> names = new ArrayList<>(roots.size());
    List<@Nullable Object> values = new ArrayList<>(roots.size());
    for (String root : roots) {
      if (row.containsKey(root)) {
        names.add(root);
        values.add(Selection.keep(root, row.get(root), select));
      }
    }
    return Document.of(DocumentKeys.of(names), values.toArray());
  }
}
