package io.spacecloud.api.rule;

import io.spacecloud.api.request.Operation;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What became of a request on a collection. Without values, but for the explanation.
 *
 * @param at when it began
 * @param caller the {@code id} or {@code sub} claim of a verified caller; null for others
 * @param trusted whether it was the embedding code's own, which no rules apply to
 * @param database the alias, as the request has it
 * @param collection the name, as the request has it
 * @param rule the place in the configuration of the rule that denied, else of the rule for the
 *     operation; null where the evaluator does not tell
 * @param name the name of the rule that denied, or null
 * @param failure the simple name of the exception that ended it; {@code rolled back} if others
 *     undid it; null if it took effect
 * @param count rows that were affected, or documents and values that were read
 * @param duration until its result was there
 * @param explanation why, with values, if the engine was told to explain; else null
 */
public record AuditEvent(
    Instant at,
    @Nullable String caller,
    boolean trusted,
    String database,
    String collection,
    Operation operation,
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
