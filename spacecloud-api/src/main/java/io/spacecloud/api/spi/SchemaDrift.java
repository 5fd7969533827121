package io.spacecloud.api.spi;

import io.spacecloud.api.value.Kind;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Compares a declaration with what a database has. */
final class SchemaDrift {
  private SchemaDrift() {}

  static List<String> between(Declaration declared, @Nullable CollectionSchema actual) {
    if (actual == null) {
      return List.of(declared.collection() + ": is not there");
    }
    List<String> drift = new ArrayList<>();
    for (DeclaredField field : declared.fields()) {
      field(declared.collection() + "." + field.name(), field, actual.field(field.name()), drift);
    }
    keys(declared, actual, drift);
    return drift;
  }

  private static void field(
      String place, DeclaredField declared, @Nullable FieldSchema actual, List<String> drift) {
    if (actual == null) {
      drift.add(place + ": is not there");
      return;
    }
    Kind kind = actual.kind();
    if (kind != null && !sameKind(declared.kind(), kind)) {
      drift.add(place + ": declared as " + declared.kind().label() + ", is " + kind.label());
    } else if (kind != null && isNarrower(actual.precision(), declared.schema().precision())) {
      drift.add(place + ": holds less than declared");
    }
    if (declared.required() && actual.nullable()) {
      drift.add(place + ": declared as required, may be null");
    } else if (!declared.required() && !actual.nullable() && !actual.defaulted()) {
      drift.add(place + ": may not be null, which is not declared");
    }
  }

  /** JSON columns hold lists and objects alike. */
  private static boolean sameKind(Kind declared, Kind actual) {
    boolean json = declared == Kind.OBJECT || declared == Kind.LIST;
    return json ? actual == Kind.OBJECT || actual == Kind.LIST : declared == actual;
  }

  private static boolean isNarrower(int actual, int declared) {
    return actual >= 0 && declared > actual;
  }

  private static void keys(Declaration declared, CollectionSchema actual, List<String> drift) {
    List<String> primaryKey = declared.primaryKey();
    if (!primaryKey.isEmpty() && !sameFields(primaryKey, actual.primaryKey())) {
      drift.add(declared.collection() + ": the primary key is another");
    }
    for (List<String> key : declared.uniqueKeys()) {
      if (actual.uniqueKeys().stream().noneMatch(unique -> sameFields(key, unique))) {
        drift.add(declared.collection() + ": no unique key on " + String.join(", ", key));
      }
    }
  }

  private static boolean sameFields(List<String> a, List<String> b) {
    Set<String> names = new HashSet<>(a);
    return a.size() == b.size() && names.equals(new HashSet<>(b));
  }
}
