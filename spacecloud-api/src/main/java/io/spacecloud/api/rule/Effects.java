package io.spacecloud.api.rule;

import io.spacecloud.api.condition.FieldPath;
import io.spacecloud.api.request.CollectionRequest;
import io.spacecloud.api.result.Document;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What a grant comes with.
 *
 * @param fields the fields that may be read, or written
 * @param request the request to run in the place of the caller's, of the same class; null for that
 *     itself
 * @param doc the document to insert in the place of the caller's; null for that itself
 * @param results what becomes of fields of what is read, one after the other
 */
public record Effects(
    FieldAccess fields,
    @Nullable CollectionRequest request,
    @Nullable Document doc,
    List<ResultEffect> results) {
  public Effects {
    results = List.copyOf(results);
  }

  /** The request may run as it stands. */
  public static final Effects NONE = new Effects(FieldAccess.ALL, null, null, List.of());

  /** No more than that some fields are kept back. */
  public static Effects of(FieldAccess fields) {
    return fields.isAll() ? NONE : new Effects(fields, null, null, List.of());
  }

  /** The fields that a request may name: those that are read, and read as they are stored. */
  public FieldAccess usable() {
    if (results.isEmpty()) {
      return fields;
    }
    Set<FieldPath> changed = results.stream().map(ResultEffect::path).collect(Collectors.toSet());
    return fields.and(FieldAccess.deny(changed));
  }

  /** Whether nothing changes and nothing is kept back. */
  public boolean isNone() {
    return fields.isAll() && request == null && doc == null && results.isEmpty();
  }
}
