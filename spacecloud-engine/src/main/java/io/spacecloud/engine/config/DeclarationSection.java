package io.spacecloud.engine.config;

import io.spacecloud.api.condition.FieldPath;
import io.spacecloud.api.error.InvalidRequestException;
import io.spacecloud.api.spi.Declaration;
import io.spacecloud.api.spi.DeclaredField;
import io.spacecloud.api.value.Kind;
import io.spacecloud.api.value.Values;
import io.spacecloud.engine.binding.DeclaredValues;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reads what a collection is declared to be. */
final class DeclarationSection {
  private static final Set<String> KEYS = Set.of("open", "fields", "key", "unique");
  private static final Set<Kind> SEVERAL = EnumSet.of(Kind.TIMESTAMP, Kind.TIME, Kind.DECIMAL);
  private static final Map<String, Kind> KINDS = new LinkedHashMap<>();
  private static final int MAX_LENGTH = 10_000_000;
  private static final int MAX_DIGITS = 34;
  private static final int FRACTION = 6;

  static {
    for (Kind kind : Kind.values()) {
      if (kind != Kind.NULL) {
        KINDS.put(kind == Kind.OBJECT_ID ? "objectId" : kind.label(), kind);
      }
    }
  }

  private final String collection;
  private final Section section;
  private final Map<String, DeclaredField> fields = new LinkedHashMap<>();

  DeclarationSection(String collection, Section section) {
    this.collection = collection;
    this.section = section;
  }

  Declaration read() {
    section.allow(KEYS);
    Section declared = section.section("fields");
    List<String> key = section.has("key") ? names("key", section.value("key")) : List.of();
    for (Object name : declared.members().keySet()) {
      field(declared, String.valueOf(name), key);
    }
    List<List<String>> unique = unique();
    key.forEach(name -> requireField("key", name));
    return new Declaration(
        collection, List.copyOf(fields.values()), key, unique, section.flag("open", false));
  }

  private List<List<String>> unique() {
    List<List<String>> keys = new ArrayList<>();
    if (section.has("unique")) {
      if (section.value("unique") instanceof List<?> list) {
        list.forEach(each -> keys.add(names("unique", each)));
      } else {
        section.problem("unique", "expected a list of names and of lists of names");
      }
    }
    keys.forEach(key -> key.forEach(name -> requireField("unique", name)));
    return keys;
  }

  private void requireField(String place, String name) {
    if (!fields.containsKey(name) && !section.section("fields").has(name)) {
      section.problem(place, "names no field: " + Section.path("", name));
    }
  }

  /** One name, or a list of different ones. */
  private List<String> names(String place, @Nullable Object value) {
    List<?> list = value instanceof List<?> several ? several : Arrays.asList(value);
    List<String> names = new ArrayList<>();
    for (Object each : list) {
      if (each instanceof String name && !names.contains(name)) {
        names.add(name);
      } else {
        section.problem(place, "expected the names of fields, each once");
      }
    }
    if (names.isEmpty()) {
      section.problem(place, "names no field");
    }
    return names;
  }

  private void field(Section declared, String name, List<String> key) {
    if (!isName(name)) {
      declared.problem(name, "not a name that a field can have");
      return;
    }
    Object value = declared.value(name);
    boolean inKey = key.contains(name);
    if (value instanceof String kind) {
      Kind known = kind(declared, name, kind);
      if (known != null) {
        fields.put(name, new DeclaredField(name, known, inKey, null, false, -1, -1));
      }
    } else {
      full(declared.section(name), name, inKey);
    }
  }

  private static boolean isName(String name) {
    try {
      return !FieldPath.of(name).isNested();
    } catch (InvalidRequestException e) {
      return false;
    }
  }

  private static @Nullable Kind kind(Section at, String place, String word) {
    Kind kind = KINDS.get(word);
    if (kind == null) {
      at.problem(place, "expected one of " + String.join(", ", KINDS.keySet()));
    }
    return kind;
  }

  private void full(Section at, String name, boolean inKey) {
    String word = at.required("type");
    Kind kind = word.isEmpty() ? null : kind(at, "type", word);
    if (kind == null) {
      return;
    }
    at.allow(settings(kind));
    boolean generated = at.flag("generated", false);
    boolean required = at.flag("required", false) || inKey;
    DeclaredField bare =
        new DeclaredField(name, kind, required, null, generated, size(at, kind), scale(at, kind));
    fields.put(name, withDefault(at, bare));
  }

  private static Set<String> settings(Kind kind) {
    Set<String> settings = new HashSet<>(Set.of("type", "required"));
    switch (kind) {
      case INTEGER -> settings.addAll(Set.of("bits", "generated", "default"));
      case STRING -> settings.addAll(Set.of("maxLength", "default"));
      case BYTES -> settings.addAll(Set.of("maxLength", "default"));
      case DECIMAL -> settings.addAll(Set.of("digits", "scale", "default"));
      case TIMESTAMP, TIME -> settings.addAll(Set.of("scale", "default"));
      case UUID, OBJECT_ID -> settings.addAll(Set.of("generated", "default"));
      case BOOLEAN, REAL, DATE, LIST, OBJECT -> settings.add("default");
      case NULL -> throw new AssertionError(kind);
    }
    return settings;
  }

  private static int size(Section at, Kind kind) {
    return switch (kind) {
      case INTEGER -> bits(at);
      case STRING, BYTES -> at.has("maxLength") ? at.count("maxLength", -1, MAX_LENGTH) : -1;
      case DECIMAL -> at.has("digits") ? at.count("digits", -1, MAX_DIGITS) : -1;
      default -> -1;
    };
  }

  private static int bits(Section at) {
    int bits = at.count("bits", Long.SIZE, Long.SIZE);
    if (bits != Short.SIZE && bits != Integer.SIZE && bits != Long.SIZE) {
      at.problem("bits", "expected 16, 32 or 64");
    }
    return bits;
  }

  private static int scale(Section at, Kind kind) {
    if (!SEVERAL.contains(kind) || !at.has("scale")) {
      return -1;
    } else if (kind != Kind.DECIMAL) {
      return at.count("scale", -1, FRACTION);
    } else if (!at.has("digits")) {
      at.problem("scale", "goes with digits");
    }
    return at.count("scale", -1, at.has("digits") ? at.count("digits", 0, MAX_DIGITS) : MAX_DIGITS);
  }

  private static DeclaredField withDefault(Section at, DeclaredField field) {
    Object value = at.value("default");
    if (!at.has("default")) {
      return field;
    } else if (value == null || field.generated()) {
      at.problem("default", value == null ? "expected a value" : "the field is generated");
      return field;
    }
    try {
      Object normal = Values.normalize("", value);
      Object stored = normal == null ? null : DeclaredValues.stored(field, normal);
      return new DeclaredField(
          field.name(), field.kind(), field.required(), stored, false, field.size(), field.scale());
    } catch (InvalidRequestException e) {
      at.problem("default", e.problems().get(0).text());
      return field;
    }
  }
}
