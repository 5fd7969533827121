package io.spacecloud.api.rule;

import io.spacecloud.api.condition.FieldPath;
import io.spacecloud.api.request.CollectionRequest;
import io.spacecloud.api.result.Document;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What a grant comes with.
 *
 * @param fields the fields that may be read, or written
 * @param request the request to run in the place of the caller's, of the same class; null for that
 *     itself
 * @param doc the document to insert in the place of the caller's; null for that itself
 * @param decrypted the fields of what is read that are decrypted; as they are stored nobody can use
 *     them
 */
public record Effects(
    FieldAccess fields,
    @Nullable CollectionRequest request,
    @Nullable Document doc,
    Set<FieldPath> decrypted) {
  public Effects {
    decrypted = Set.copyOf(decrypted);
  }

  /** The request may run as it stands. */
  public static final Effects NONE = new Effects(FieldAccess.ALL, null, null, Set.of());

  /** No more than that some fields are kept back. */
  public static Effects of(FieldAccess fields) {
    return fields.isAll() ? NONE : new Effects(fields, null, null, Set.of());
  }

  /** The fields that a request may name: those that are read, and read as they are stored. */
  public FieldAccess usable() {
    return decrypted.isEmpty() ? fields : fields.and(FieldAccess.deny(decrypted));
  }

  /** Whether nothing changes and nothing is kept back. */
  public boolean isNone() {
    return fields.isAll() && request == null && doc == null && decrypted.isEmpty();
  }
}
