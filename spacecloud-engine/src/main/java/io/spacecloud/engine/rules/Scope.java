package io.spacecloud.engine.rules;

import io.spacecloud.api.request.Operation;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What variables can mean at one place of a rule.
 *
 * @param purpose what the rule is for
 * @param params the names that {@code args.params} can have; null for any
 * @param stores the variables that the enclosing queries store their rows in, innermost last
 * @param grants whether what a rule grants here is granted in the end
 */
record Scope(Purpose purpose, @Nullable Set<String> params, List<String> stores, boolean grants) {
  Scope {
    params = params == null ? null : Set.copyOf(params);
    stores = List.copyOf(stores);
  }

  /** Of a rule of a collection. */
  static Scope of(Operation operation) {
    return new Scope(Purpose.of(operation), null, List.of(), true);
  }

  /** Of a rule of a function. */
  static Scope ofCall() {
    return new Scope(Purpose.CALL, null, List.of(), true);
  }

  /** Of a rule of files below a prefix with these variables. */
  static Scope ofFile(Set<String> variables) {
    return new Scope(Purpose.FILE, variables, List.of(), true);
  }

  /** Where a rule only judges: what it grants is turned round, or stays within. */
  Scope judging() {
    return new Scope(purpose, params, stores, false);
  }

  Scope storing(String store) {
    List<String> more = new ArrayList<>(stores);
    more.add(store);
    return new Scope(purpose, params, more, grants);
  }

  boolean isStore(String name) {
    return stores.contains(name);
  }

  /** How many queries further out the rows of that name are, the innermost being at 0. */
  int hops(String store) {
    return stores.size() - 1 - stores.lastIndexOf(store);
  }
}
