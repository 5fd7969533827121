package io.spacecloud.mongo;

import io.spacecloud.api.condition.FieldPath;
import io.spacecloud.api.result.Document;
import io.spacecloud.api.result.DocumentKeys;
import io.spacecloud.api.spi.FieldSchema;
import io.spacecloud.api.spi.Selection;
import io.spacecloud.api.value.Kind;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.bson.BsonReader;
import org.bson.BsonType;
import org.bson.BsonWriter;
import org.bson.codecs.Codec;
import org.bson.codecs.DecoderContext;
import org.bson.codecs.EncoderContext;
import org.jspecify.annotations.Nullable;

/**
 * Reads documents straight from the wire: the fields that are asked for, null where they are
 * missing; beyond them, of an open collection, whatever is there. Documents of one shape share
 * their keys. Thread-safe.
 */
final class DocumentCodec implements Codec<Document> {
  private final CollectionInfo info;
  private final List<String> fields;
  private final List<FieldPath> nested;
  private final boolean open;
  private final Map<String, Integer> positions = new HashMap<>();
  private final DocumentKeys closedKeys;
  private volatile Shape last = Shape.of(List.of());

  /** The names of the fields of a document, and the keys made of them. */
  private record Shape(List<String> names, DocumentKeys keys) {
    boolean isOf(Set<String> others) {
      Iterator<String> other = others.iterator();
      return names.size() == others.size() && names.stream().allMatch(n -> n.equals(other.next()));
    }

    static Shape of(List<String> names) {
      return new Shape(names, DocumentKeys.of(names));
    }
  }

  private DocumentCodec(
      CollectionInfo info, List<String> fields, List<FieldPath> nested, boolean open) {
    this.info = info;
    this.fields = fields;
    this.nested = nested;
    this.open = open;
    this.closedKeys = DocumentKeys.of(fields);
    fields.forEach(field -> positions.put(field, positions.size()));
  }

  /** For documents as they are, or as a selection of their fields. */
  static DocumentCodec of(CollectionInfo info, List<FieldPath> select) {
    if (select.isEmpty()) {
      List<String> all = info.schema().fields().stream().map(FieldSchema::name).toList();
      return new DocumentCodec(info, all, List.of(), info.schema().isOpen());
    }
    Set<String> roots = new LinkedHashSet<>();
    select.forEach(path -> roots.add(path.root()));
    boolean whole = select.stream().noneMatch(FieldPath::isNested);
    return new DocumentCodec(info, List.copyOf(roots), whole ? List.of() : select, false);
  }

  @Override
  public Document decode(BsonReader reader, DecoderContext context) {
    return open ? open(reader) : closed(reader);
  }

  private Document closed(BsonReader reader) {
    @Nullable Object[] values = new Object[fields.size()];
    reader.readStartDocument();
    for (BsonType type = reader.readBsonType();
        type != BsonType.END_OF_DOCUMENT;
        type = reader.readBsonType()) {
      String name = reader.readName();
      Integer position = positions.get(name);
      if (position == null) {
        reader.skipValue();
      } else {
        values[position] = value(reader, type, name);
      }
    }
    reader.readEndDocument();
    return Document.of(closedKeys, values);
  }

  private @Nullable Object value(BsonReader reader, BsonType type, String name) {
    Kind kind = info.kind(name);
    Object value = ValueReader.read(reader, type, kind, name);
    return nested.isEmpty() ? value : Selection.keep(name, value, nested);
  }

  private Document open(BsonReader reader) {
    Map<String, @Nullable Object> values = new LinkedHashMap<>();
    fields.forEach(field -> values.put(field, null));
    reader.readStartDocument();
    for (BsonType type = reader.readBsonType();
        type != BsonType.END_OF_DOCUMENT;
        type = reader.readBsonType()) {
      String name = reader.readName();
      values.put(name, ValueReader.read(reader, type, info.kind(name), name));
    }
    reader.readEndDocument();
    return Document.of(keys(values.keySet()), values.values().toArray());
  }

  private DocumentKeys keys(Set<String> names) {
    Shape shape = last;
    if (!shape.isOf(names)) {
      shape = Shape.of(List.copyOf(names));
      last = shape;
    }
    return shape.keys();
  }

  @Override
  public void encode(BsonWriter writer, Document value, EncoderContext context) {
    throw new UnsupportedOperationException("documents are written as BSON");
  }

  @Override
  public Class<Document> getEncoderClass() {
    return Document.class;
  }
}
