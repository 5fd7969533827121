package io.spacecloud.api.spi;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a configuration says that a collection is.
 *
 * @param primaryKey the names of the key's fields in order; empty for the database's own, which is
 *     {@code _id} on MongoDB
 * @param uniqueKeys the unique keys beside the primary one
 * @param open whether documents may have fields beyond these, where the database has such
 */
public record Declaration(
    String collection,
    List<DeclaredField> fields,
    List<String> primaryKey,
    List<List<String>> uniqueKeys,
    boolean open) {
  public Declaration {
    fields = List.copyOf(fields);
    primaryKey = List.copyOf(primaryKey);
    uniqueKeys = uniqueKeys.stream().map(List::copyOf).toList();
  }

  /** The field of exactly that name, or null. */
  public @Nullable DeclaredField field(String name) {
    for (DeclaredField field : fields) {
      if (field.name().equals(name)) {
        return field;
      }
    }
    return null;
  }
}
