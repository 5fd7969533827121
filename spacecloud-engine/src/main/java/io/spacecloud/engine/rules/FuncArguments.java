package io.spacecloud.engine.rules;

import io.spacecloud.api.rule.Question;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a function that a rule asks is told: all that {@code args.} can name in the rule, but for
 * the caller, whose claims travel by themselves. Immutable and thread-safe.
 */
final class FuncArguments {
  private final Map<String, Slot> slots;

  private FuncArguments(Map<String, Slot> slots) {
    this.slots = slots;
  }

  static FuncArguments of(Scope scope) {
    Map<String, Slot> slots = new LinkedHashMap<>();
    if (scope.purpose().hasRows()) {
      slots.put("op", new RequestSlots.Op());
    }
    switch (scope.purpose()) {
      case CREATE -> slots.put("doc", new Slot.Doc());
      case READ -> {
        slots.put("find", new RequestSlots.Where());
        slots.put("opts", new RequestSlots.Options());
      }
      case UPDATE -> {
        slots.put("find", new RequestSlots.Where());
        slots.put("update", new UpdateSlots.Operators());
      }
      case DELETE -> slots.put("find", new RequestSlots.Where());
      case AGGREGATE -> slots.put("pipeline", new RequestSlots.Pipeline());
      case CALL -> slots.put("params", new Slot.CallParams());
      case FILE -> {
        slots.put("params", new Slot.PathParams());
        slots.put("meta", new Slot.Meta());
      }
    }
    for (String store : scope.stores()) {
      slots.put(store.substring("args.".length()), new Slot.Rows(scope.hops(store)));
    }
    return new FuncArguments(slots);
  }

  Map<String, @Nullable Object> get(Question input, @Nullable StoredRows stored) {
    Map<String, @Nullable Object> arguments = new LinkedHashMap<>();
    slots.forEach((name, slot) -> arguments.put(name, slot.get(input, stored)));
    return arguments;
  }
}
