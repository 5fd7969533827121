package io.spacecloud.mongo;

import io.spacecloud.api.condition.FieldPath;
import io.spacecloud.api.spi.CollectionSchema;
import io.spacecloud.api.spi.DeclaredField;
import io.spacecloud.api.spi.FieldSchema;
import io.spacecloud.api.value.Kind;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What is known of a collection.
 *
 * @param declared the declared fields by name; empty if nothing was declared
 * @param stored whether these are the collection's own documents, and not what a stage made of them
 * @param collated whether the collection compares strings otherwise than by code points where it is
 *     not told to
 */
record CollectionInfo(
    CollectionSchema schema,
    Map<String, DeclaredField> declared,
    boolean stored,
    boolean collated) {
  /** The field that every document of MongoDB has. */
  static final String ID = "_id";

  String name() {
    return schema.name();
  }

  /** The kind that the field at the path is declared to be of, or null. */
  @Nullable Kind kind(FieldPath path) {
    return path.isNested() ? null : kind(path.root());
  }

  @Nullable Kind kind(String field) {
    FieldSchema known = schema.field(field);
    return known == null ? null : known.kind();
  }

  /** Whether the field is the collection's {@code _id}, which is never null, nor a list. */
  boolean isId(FieldPath path) {
    return stored && path.toString().equals(ID);
  }

  /** What a stage makes of the documents: these fields, and no others. */
  CollectionInfo derive(List<FieldSchema> fields) {
    CollectionSchema derived = new CollectionSchema(name(), fields, List.of(), List.of(), false);
    return new CollectionInfo(derived, Map.of(), false, collated);
  }
}
