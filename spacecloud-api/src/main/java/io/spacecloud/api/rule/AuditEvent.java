package io.spacecloud.api.rule;

import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What became of a request on a collection, of a call, or of an operation on a file. Without
 * values, but for the explanation and a file's path.
 *
 * @param at when it began
 * @param caller the {@code id} or {@code sub} claim of a verified caller; null for others
 * @param trusted whether it was the embedding code's own, which no rules apply to
 * @param access what was asked for, by the names that the request has
 * @param rule the place in the configuration of the rule that denied, else of the rule for the
 *     operation; null where the evaluator does not tell
 * @param name the name of the rule that denied, or null
 * @param failure the simple name of the exception that ended it; {@code rolled back} if others
 *     undid it; null if it took effect
 * @param count rows that were affected, documents and values that were read, bytes of a file
 * @param duration until its result was there
 * @param explanation why, with values, if the engine was told to explain; else null
 */
public record AuditEvent(
    Instant at,
    @Nullable String caller,
    boolean trusted,
    Access access,
    Decision decision,
    @Nullable String rule,
    @Nullable String name,
    @Nullable String failure,
    long count,
    Duration duration,
    @Nullable Explanation explanation) {

  /** How the rules decided. */
  public enum Decision {
    /** They were not asked: the request was refused before. */
    NONE,
    /** It might run. */
    GRANTED,
    /** It might run on rows that satisfy a condition. */
    RESTRICTED,
    /** It might not run. */
    DENIED
  }
}
