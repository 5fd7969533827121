package io.spacecloud.api.spi;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What a backend knows of a collection; immutable. */
public final class CollectionSchema {
  private final String name;
  private final List<FieldSchema> fields;
  private final Map<String, FieldSchema> byName = new HashMap<>();
  private final List<String> primaryKey;
  private final List<List<String>> uniqueKeys;
  private final boolean open;

  /**
   * @param fields in the database's order
   * @param primaryKey the names of the key's fields in order; empty if there is none
   * @param uniqueKeys every unique key, the primary one included
   * @param open whether documents may have fields beyond these
   */
  public CollectionSchema(
      String name,
      List<FieldSchema> fields,
      List<String> primaryKey,
      List<List<String>> uniqueKeys,
      boolean open) {
    this.name = name;
    this.fields = List.copyOf(fields);
    this.primaryKey = List.copyOf(primaryKey);
    this.uniqueKeys = uniqueKeys.stream().map(List::copyOf).toList();
    this.open = open;
    this.fields.forEach(field -> byName.put(field.name(), field));
  }

  public String name() {
    return name;
  }

  public List<FieldSchema> fields() {
    return fields;
  }

  /** The field of exactly that name, or null. */
  public @Nullable FieldSchema field(String fieldName) {
    return byName.get(fieldName);
  }

  public List<String> primaryKey() {
    return primaryKey;
  }

  public List<List<String>> uniqueKeys() {
    return uniqueKeys;
  }

  /** Whether documents may have fields that are not declared. */
  public boolean isOpen() {
    return open;
  }
}
