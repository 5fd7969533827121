package io.spacecloud.api.rule;

import io.spacecloud.api.spi.LiveView;
import java.util.Set;

/**
 * What a verdict rests on beside the request, the caller and the rules.
 *
 * @param collections whose rows the rule looks at
 * @param unstable whether it depends on what nobody tells the changes of, such as the time
 */
public record RuleGrounds(Set<LiveView.Collection> collections, boolean unstable) {
  /** Nothing else. */
  public static final RuleGrounds NONE = new RuleGrounds(Set.of(), false);

  /** Nobody knows what. */
  public static final RuleGrounds UNKNOWN = new RuleGrounds(Set.of(), true);

  public RuleGrounds {
    collections = Set.copyOf(collections);
  }
}
