package io.spacecloud.engine.config;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** Collects what is wrong with a configuration, so that all of it is reported at once. */
public final class Problems {
  /**
   * One problem.
   *
   * @param path where, such as {@code modules.crud.db.collections.todos.rules.read.find}
   * @param text what is wrong, without values of secrets
   */
  public record Problem(String path, String text) {
    @Override
    public String toString() {
      return path.isEmpty() ? text : path + ": " + text;
    }
  }

  private final List<Problem> all = new ArrayList<>();

  public void add(String path, String text) {
    all.add(new Problem(path, text));
  }

  public boolean isEmpty() {
    return all.isEmpty();
  }

  public List<Problem> all() {
    return Collections.unmodifiableList(all);
  }
}
