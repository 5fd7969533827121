package io.spacecloud.engine.rules;

import io.spacecloud.api.request.Operation;
import java.util.ArrayList;
import java.util.List;

/**
 * What variables can mean at one place of a rule.
 *
 * @param operation whose rule it is
 * @param stores the variables that the enclosing queries store their rows in, innermost last
 * @param grants whether what a rule grants here is granted in the end
 */
record Scope(Operation operation, List<String> stores, boolean grants) {
  Scope {
    stores = List.copyOf(stores);
  }

  static Scope of(Operation operation) {
    return new Scope(operation, List.of(), true);
  }

  /** Where a rule only judges: what it grants is turned round, or stays within. */
  Scope judging() {
    return new Scope(operation, stores, false);
  }

  Scope storing(String store) {
    List<String> more = new ArrayList<>(stores);
    more.add(store);
    return new Scope(operation, more, grants);
  }

  boolean isStore(String name) {
    return stores.contains(name);
  }

  /** How many queries further out the rows of that name are, the innermost being at 0. */
  int hops(String store) {
    return stores.size() - 1 - stores.lastIndexOf(store);
  }
}
