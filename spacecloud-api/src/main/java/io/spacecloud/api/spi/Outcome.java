package io.spacecloud.api.spi;

import io.spacecloud.api.result.Document;
import io.spacecloud.api.result.Result;
import java.util.List;

/**
 * What a command came to.
 *
 * @param touched the keys of the rows that changed, before and after where the key itself changed;
 *     a row that matched an update counts as changed. Empty where they were not wanted, and after a
 *     dry run
 */
public record Outcome(Result result, List<Document> touched) {
  public Outcome {
    touched = List.copyOf(touched);
  }

  /** An outcome whose touched keys were not wanted. */
  public static Outcome of(Result result) {
    return new Outcome(result, List.of());
  }
}
