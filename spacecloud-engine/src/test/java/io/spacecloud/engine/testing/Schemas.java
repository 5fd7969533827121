package io.spacecloud.engine.testing;

import io.spacecloud.api.spi.CollectionSchema;
import io.spacecloud.api.spi.FieldSchema;
import io.spacecloud.api.value.Kind;
import java.util.ArrayList;
import java.util.List;

/** Makes schemas for tests. */
public final class Schemas {
  private final String name;
  private final List<FieldSchema> fields = new ArrayList<>();
  private final List<List<String>> uniqueKeys = new ArrayList<>();
  private List<String> primaryKey = List.of();

  private Schemas(String name) {
    this.name = name;
  }

  public static Schemas of(String name) {
    return new Schemas(name);
  }

  public Schemas field(String field, Kind kind) {
    return field(field, kind, -1);
  }

  public Schemas field(String field, Kind kind, int precision) {
    fields.add(new FieldSchema(field, kind, true, false, false, precision));
    return this;
  }

  public Schemas required(String field, Kind kind) {
    fields.add(new FieldSchema(field, kind, false, false, false, -1));
    return this;
  }

  public Schemas defaulted(String field, Kind kind) {
    fields.add(new FieldSchema(field, kind, false, true, false, -1));
    return this;
  }

  /** One that the database fills where it is left out, and that may be null all the same. */
  public Schemas filled(String field, Kind kind) {
    fields.add(new FieldSchema(field, kind, true, true, false, -1));
    return this;
  }

  public Schemas generated(String field, Kind kind) {
    fields.add(new FieldSchema(field, kind, false, false, true, -1));
    return this;
  }

  public Schemas key(String... names) {
    primaryKey = List.of(names);
    return unique(names);
  }

  public Schemas unique(String... names) {
    uniqueKeys.add(List.of(names));
    return this;
  }

  public CollectionSchema build() {
    return new CollectionSchema(name, fields, primaryKey, uniqueKeys, false);
  }

  public CollectionSchema open() {
    return new CollectionSchema(name, fields, primaryKey, uniqueKeys, true);
  }
}
