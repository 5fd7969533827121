package io.spacecloud.api.rule;

import io.spacecloud.api.condition.FieldPath;
import io.spacecloud.api.error.InvalidRequestException;
import io.spacecloud.api.result.Document;
import io.spacecloud.api.result.DocumentKeys;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Which fields a caller may read or write: those that every list of allowed ones has, without the
 * denied ones. Immutable.
 */
public final class FieldAccess {
  /** Every field. */
  public static final FieldAccess ALL = new FieldAccess(List.of(), Set.of());

  private final List<Set<FieldPath>> allowed;
  private final Set<FieldPath> denied;

  private FieldAccess(List<Set<FieldPath>> allowed, Set<FieldPath> denied) {
    this.allowed = List.copyOf(allowed);
    this.denied = Collections.unmodifiableSet(new LinkedHashSet<>(denied));
  }

  /** These fields and what lies inside them, and no others. */
  public static FieldAccess allow(Set<FieldPath> fields) {
    return new FieldAccess(List.of(Set.copyOf(fields)), Set.of());
  }

  /** Every field but these and what lies inside them. */
  public static FieldAccess deny(Set<FieldPath> fields) {
    return new FieldAccess(List.of(), fields);
  }

  /** What both permit. */
  public FieldAccess and(FieldAccess other) {
    if (other.isAll()) {
      return this;
    } else if (isAll()) {
      return other;
    }
    List<Set<FieldPath>> lists = new ArrayList<>(allowed);
    lists.addAll(other.allowed);
    Set<FieldPath> all = new LinkedHashSet<>(denied);
    all.addAll(other.denied);
    return new FieldAccess(lists, all);
  }

  /** The lists of which every one must have a field; none if every field is allowed. */
  public List<Set<FieldPath>> allowed() {
    return allowed;
  }

  /** The fields that are denied, whatever is allowed. */
  public Set<FieldPath> denied() {
    return denied;
  }

  /** Whether nothing is kept from the caller. */
  public boolean isAll() {
    return allowed.isEmpty() && denied.isEmpty();
  }

  /** Whether the whole value at the path may be used; what holds a denied field may not. */
  public boolean permits(FieldPath path) {
    for (FieldPath each : denied) {
      if (each.overlaps(path)) {
        return false;
      }
    }
    for (Set<FieldPath> list : allowed) {
      if (list.stream().noneMatch(each -> isWithin(path, each))) {
        return false;
      }
    }
    return true;
  }

  private static boolean isWithin(FieldPath path, FieldPath outer) {
    return path.segments().size() >= outer.segments().size() && path.overlaps(outer);
  }

  /** Whether anything at the path or inside it may be used. */
  public boolean permitsPart(FieldPath path) {
    for (FieldPath each : denied) {
      if (isWithin(path, each)) {
        return false;
      }
    }
    for (Set<FieldPath> list : allowed) {
      if (list.stream().noneMatch(path::overlaps)) {
        return false;
      }
    }
    return true;
  }

  /**
   * The first path of a document that may not be used, or null; objects are looked into.
   *
   * @param document names to values
   */
  public @Nullable FieldPath forbidden(Map<String, ? extends @Nullable Object> document) {
    for (Map.Entry<String, ? extends @Nullable Object> entry : document.entrySet()) {
      FieldPath found = forbidden(entry.getKey(), entry.getValue());
      if (found != null) {
        return found;
      }
    }
    return null;
  }

  private @Nullable FieldPath forbidden(String name, @Nullable Object value) {
    FieldPath path = FieldPath.of(name);
    if (permits(path)) {
      return null;
    }
    if (!(value instanceof Map<?, ?> object) || !permitsPart(path)) {
      return path;
    }
    for (Map.Entry<?, ?> entry : object.entrySet()) {
      boolean said = pathOf(name, String.valueOf(entry.getKey())) != null;
      FieldPath found = said ? forbidden(name + "." + entry.getKey(), entry.getValue()) : path;
      if (found != null) {
        return found;
      }
    }
    return null;
  }

  /** The document without what may not be read, in lists of objects too. */
  public Document mask(Document document) {
    if (isAll()) {
      return document;
    }
    List<String> names = new ArrayList<>();
    List<@Nullable Object> values = new ArrayList<>();
    document.forEach(
        (name, value) -> {
          FieldPath path = FieldPath.of(name);
          if (permits(path)) {
            names.add(name);
            values.add(value);
          } else if (permitsPart(path) && isStructure(value)) {
            names.add(name);
            values.add(inside(name, Objects.requireNonNull(value)));
          }
        });
    return Document.of(DocumentKeys.of(names), values.toArray());
  }

  private static boolean isStructure(@Nullable Object value) {
    return value instanceof Map || value instanceof List;
  }

  private @Nullable Object inside(String path, @Nullable Object value) {
    if (value instanceof List<?> list) {
      List<@Nullable Object> kept = new ArrayList<>();
      list.stream().filter(FieldAccess::isStructure).forEach(each -> kept.add(inside(path, each)));
      return Collections.unmodifiableList(kept);
    }
    Map<String, @Nullable Object> kept = new LinkedHashMap<>();
    ((Map<?, ?>) Objects.requireNonNull(value))
        .forEach(
            (key, member) -> {
              FieldPath inner = pathOf(path, String.valueOf(key));
              if (inner != null && permits(inner)) {
                kept.put((String) key, member);
              } else if (inner != null && permitsPart(inner) && isStructure(member)) {
                kept.put((String) key, inside(inner.toString(), member));
              }
            });
    return Collections.unmodifiableMap(kept);
  }

  /** A name that no path can say is nobody's to allow: it is left out. */
  private static @Nullable FieldPath pathOf(String outer, String name) {
    try {
      FieldPath own = FieldPath.of(name);
      return own.isNested() ? null : FieldPath.of(outer + "." + name);
    } catch (InvalidRequestException e) {
      return null;
    }
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof FieldAccess access
        && allowed.equals(access.allowed)
        && denied.equals(access.denied);
  }

  @Override
  public int hashCode() {
    return Objects.hash(allowed, denied);
  }

  @Override
  public String toString() {
    return isAll() ? "all fields" : "allowed " + allowed + ", denied " + denied;
  }
}
