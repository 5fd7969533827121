package io.spacecloud.engine.binding;

import io.spacecloud.api.condition.FieldPath;
import io.spacecloud.api.error.InvalidRequestException;
import io.spacecloud.api.error.UnsupportedFeatureException;
import io.spacecloud.api.spi.Capability;
import io.spacecloud.api.spi.CollectionSchema;
import io.spacecloud.api.spi.FieldSchema;
import io.spacecloud.api.value.Kind;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The fields that can be named at one point: a collection's, or those of a pipeline's stage. */
final class Fields {
  private static final FieldSchema UNKNOWN =
      new FieldSchema("", null, true, false, false, -1); // any value, as on a schemaless backend
  private static final FieldSchema JSON =
      new FieldSchema("", Kind.OBJECT, true, false, false, -1); // any value that JSON has

  private final @Nullable CollectionSchema schema;
  private final Map<String, FieldSchema> derived;
  private final Set<Capability> capabilities;

  private Fields(
      @Nullable CollectionSchema schema,
      Map<String, FieldSchema> derived,
      Set<Capability> capabilities) {
    this.schema = schema;
    this.derived = derived;
    this.capabilities = capabilities;
  }

  static Fields of(CollectionSchema schema, Set<Capability> capabilities) {
    return new Fields(schema, Map.of(), capabilities);
  }

  /** The fields that a stage yields, by their whole path. */
  Fields derive(Map<String, FieldSchema> fields) {
    return new Fields(null, fields, capabilities);
  }

  /** A field of any value. */
  static FieldSchema unknown() {
    return UNKNOWN;
  }

  /** What is known of the value at a path, which must be a declared one. */
  FieldSchema at(String place, FieldPath path) {
    FieldSchema exact = derived.get(path.toString());
    if (exact != null) {
      return exact;
    }
    FieldSchema root = root(place, path);
    return path.isNested() ? inside(place, path, root) : root;
  }

  private FieldSchema root(String place, FieldPath path) {
    FieldSchema field = schema == null ? derived.get(path.root()) : schema.field(path.root());
    if (field != null) {
      return field;
    } else if (schema != null && schema.isOpen()) {
      return UNKNOWN;
    }
    throw new InvalidRequestException(place + "." + path, "no such field");
  }

  private FieldSchema inside(String place, FieldPath path, FieldSchema root) {
    Kind kind = root.kind();
    if (kind != null && kind != Kind.OBJECT && kind != Kind.LIST) {
      throw new InvalidRequestException(
          place + "." + path, "reaches into a field of kind " + kind.label());
    }
    requireJson();
    return kind == null ? UNKNOWN : JSON;
  }

  void requireJson() {
    if (!capabilities.contains(Capability.JSON)) {
      throw new UnsupportedFeatureException("this database has no operations on JSON values");
    }
  }

  void requireRename() {
    if (!capabilities.contains(Capability.RENAME)) {
      throw new UnsupportedFeatureException("this database cannot rename fields");
    }
  }

  /** Whether values of the field are any that JSON has. */
  static boolean isJson(FieldSchema field) {
    return field.kind() == Kind.OBJECT || field.kind() == Kind.LIST;
  }

  /** The field's kind must have an order; one of no known kind may. */
  static void requireOrdered(String place, FieldPath path, FieldSchema field) {
    Kind kind = field.kind();
    if (kind != null && !kind.isOrdered()) {
      throw new InvalidRequestException(place + "." + path, kind.label() + " has no order");
    }
  }
}
