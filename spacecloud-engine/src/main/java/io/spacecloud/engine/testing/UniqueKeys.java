package io.spacecloud.engine.testing;

import io.spacecloud.api.error.ConflictException;
import io.spacecloud.api.result.Document;
import io.spacecloud.api.spi.CollectionSchema;
import io.spacecloud.api.value.Comparisons;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Whether the unique keys of rows are unique. A key with a null in it is equal to no other. */
final class UniqueKeys {
  private UniqueKeys() {}

  static void check(CollectionSchema schema, List<Document> rows) {
    for (List<String> key : schema.uniqueKeys()) {
      Map<List<Object>, Document> seen = new HashMap<>();
      for (Document row : rows) {
        List<Object> values = values(row, key);
        if (values.size() == key.size() && seen.put(values, row) != null) {
          throw new ConflictException(ConflictException.Reason.CONSTRAINT, "a unique key is taken");
        }
      }
    }
  }

  /** What equals as conditions understand it is equal here. */
  private static List<Object> values(Document row, List<String> key) {
    List<Object> values = new ArrayList<>(key.size());
    for (String name : key) {
      Object value = row.get(name);
      if (value != null) {
        values.add(canonical(value));
      }
    }
    return values;
  }

  private static Object canonical(Object value) {
    if (value instanceof Number number) {
      return new BigDecimal(number.toString()).stripTrailingZeros();
    }
    return value instanceof byte[] bytes ? new Same(bytes) : value;
  }

  /** A value that has no equality of its own. */
  private record Same(byte[] value) {
    @Override
    public boolean equals(@Nullable Object other) {
      return other instanceof Same same && Comparisons.equal(value, same.value);
    }

    @Override
    public int hashCode() {
      return java.util.Arrays.hashCode(value);
    }

    @Override
    public String toString() {
      return "bytes";
    }
  }
}
