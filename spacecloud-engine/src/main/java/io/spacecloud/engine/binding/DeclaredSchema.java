package io.spacecloud.engine.binding;

import io.spacecloud.api.spi.CollectionSchema;
import io.spacecloud.api.spi.Declaration;
import io.spacecloud.api.spi.DeclaredField;
import io.spacecloud.api.spi.FieldSchema;
import io.spacecloud.api.value.Kind;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a collection is to requests: what the database has of it, narrowed to what is declared.
 *
 * @param schema what requests can name
 * @param defaults what a create writes where a field is left out
 * @param narrowed whether the database has fields beyond these
 */
public record DeclaredSchema(
    CollectionSchema schema, Map<String, Object> defaults, boolean narrowed) {

  /** Of a collection of which nothing, or what the declaration says, is declared. */
  public static DeclaredSchema of(CollectionSchema actual, @Nullable Declaration declaration) {
    if (declaration == null || (declaration.fields().isEmpty() && declaration.open())) {
      return new DeclaredSchema(actual, Map.of(), false);
    }
    List<FieldSchema> fields = new ArrayList<>();
    Map<String, Object> defaults = new HashMap<>();
    for (FieldSchema field : actual.fields()) {
      DeclaredField declared = declaration.field(field.name());
      if (declared != null) {
        fields.add(narrowed(field, declared));
        Object value = declared.defaultValue();
        if (value != null) {
          defaults.put(field.name(), value);
        }
      } else if (declaration.open() || actual.primaryKey().contains(field.name())) {
        fields.add(field);
      }
    }
    CollectionSchema schema =
        new CollectionSchema(
            actual.name(),
            fields,
            actual.primaryKey(),
            actual.uniqueKeys(),
            actual.isOpen() && declaration.open());
    boolean narrowed =
        fields.size() < actual.fields().size() || (actual.isOpen() && !schema.isOpen());
    return new DeclaredSchema(schema, Map.copyOf(defaults), narrowed);
  }

  private static FieldSchema narrowed(FieldSchema actual, DeclaredField declared) {
    FieldSchema wanted = declared.schema();
    Kind kind = actual.kind() == null ? wanted.kind() : actual.kind();
    return new FieldSchema(
        actual.name(),
        kind,
        actual.nullable() && wanted.nullable(),
        actual.defaulted(),
        actual.generated(),
        narrower(actual.precision(), kind == wanted.kind() ? wanted.precision() : -1));
  }

  private static int narrower(int a, int b) {
    return a < 0 ? b : b < 0 ? a : Math.min(a, b);
  }
}
