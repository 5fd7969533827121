package io.spacecloud.api.rule;

import io.spacecloud.api.condition.FieldPath;
import org.jspecify.annotations.Nullable;

/**
 * What becomes of a field of the documents that are read before the caller sees them. Nobody can
 * use such a field, since what is stored is not what is seen.
 *
 * @param value what it becomes, for {@link Kind#FORCE}; else null
 */
public record ResultEffect(Kind kind, FieldPath path, @Nullable Object value) {
  /** What is done to the field. */
  public enum Kind {
    /** It has this value, whatever is stored. */
    FORCE,
    /** Its texts are encrypted. */
    ENCRYPT,
    /** Its texts are decrypted. */
    DECRYPT,
    /** Its texts are hashed. */
    HASH
  }
}
