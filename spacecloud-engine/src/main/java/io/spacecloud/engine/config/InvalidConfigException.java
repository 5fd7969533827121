package io.spacecloud.engine.config;

import io.spacecloud.api.error.SpaceCloudException;
import io.spacecloud.engine.config.Problems.Problem;
import java.util.List;
import java.util.stream.Collectors;

/** The configuration cannot be used: it names every problem and its path. */
public final class InvalidConfigException extends SpaceCloudException {
  private static final long serialVersionUID = 1L;

  private final transient List<Problem> problems;

  public InvalidConfigException(List<Problem> problems) {
    super(problems.stream().map(Problem::toString).collect(Collectors.joining("\n")));
    this.problems = List.copyOf(problems);
  }

  /** Every problem, in the order of the configuration. */
  public List<Problem> problems() {
    return problems;
  }
}
