package io.spacecloud.engine.binding;

import io.spacecloud.api.condition.Condition;
import io.spacecloud.api.condition.Condition.And;
import io.spacecloud.api.condition.Condition.Membership;
import io.spacecloud.api.condition.Condition.Not;
import io.spacecloud.api.condition.Condition.Or;
import io.spacecloud.api.error.InvalidRequestException;
import java.util.List;

/**
 * What a request may cost, however it was made. Whatever the wire form may say fits: that has
 * bounds of its own, and comes to a few nodes more than it was written in.
 */
final class Bounds {
  private static final int MAX_DEPTH = 128;
  private static final int MAX_NODES = 2_500;
  private static final int MAX_LIST = 10_000;
  private static final int MAX_STAGES = 32;
  private static final int MAX_PATHS = 2_000;

  private Bounds() {}

  /**
   * Checks a condition, without going deeper into it than it may be.
   *
   * @throws InvalidRequestException if it is too large
   */
  static void check(String place, Condition condition) {
    if (nodes(place, condition, 0) > MAX_NODES) {
      throw new InvalidRequestException(place, "more than " + MAX_NODES + " nodes");
    }
  }

  private static int nodes(String place, Condition condition, int depth) {
    if (depth > MAX_DEPTH) {
      throw new InvalidRequestException(place, "nested deeper than " + MAX_DEPTH);
    } else if (condition instanceof And and) {
      return nodes(place, and.conditions(), depth);
    } else if (condition instanceof Or or) {
      return nodes(place, or.conditions(), depth);
    } else if (condition instanceof Not not) {
      return 1 + nodes(place, not.condition(), depth + 1);
    } else if (condition instanceof Membership in && in.values().size() > MAX_LIST) {
      throw new InvalidRequestException(place, "more than " + MAX_LIST + " elements");
    }
    return 1;
  }

  private static int nodes(String place, List<Condition> conditions, int depth) {
    int nodes = 1;
    for (int i = 0; i < conditions.size() && nodes <= MAX_NODES; i++) {
      nodes += nodes(place, conditions.get(i), depth + 1);
    }
    return nodes;
  }

  /**
   * Checks how many fields are named.
   *
   * @throws InvalidRequestException if they are too many
   */
  static void paths(String prefix, String place, List<?> named) {
    if (named.size() > MAX_PATHS) {
      throw new InvalidRequestException(prefix + place, "more than " + MAX_PATHS + " fields");
    }
  }

  /**
   * Checks the length of a pipeline.
   *
   * @throws InvalidRequestException if it is too long
   */
  static void stages(String prefix, List<?> stages) {
    if (stages.size() > MAX_STAGES) {
      throw new InvalidRequestException(prefix + "pipe", "more than " + MAX_STAGES + " stages");
    }
  }
}
