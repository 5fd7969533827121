package io.spacecloud.realtime;

import io.spacecloud.api.result.Document;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A row's primary key, as it is looked up. */
record RowKey(List<@Nullable Object> values) {
  /** The key of a row, or of a document that holds nothing else. */
  static RowKey of(List<String> names, Document row) {
    @Nullable Object[] values = new Object[names.size()];
    for (int i = 0; i < values.length; i++) {
      values[i] = Canonical.of(row.get(names.get(i)));
    }
    return new RowKey(Arrays.asList(values));
  }
}
