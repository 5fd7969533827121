package io.spacecloud.engine.rules;

import io.spacecloud.engine.rules.Node.Shown;
import java.util.ArrayList;
import java.util.List;

/** Compiles templates, and notes their operands for traces. */
final class FindCompiler {
  private final SlotCompiler slots;
  private final Scope scope;
  private final List<Shown> operands = new ArrayList<>();

  FindCompiler(SlotCompiler slots, Scope scope) {
    this.slots = slots;
    this.scope = scope;
  }

  Finder compile(FindTemplate template) {
    if (template instanceof FindTemplate.Fixed fixed) {
      return new Finder.Fixed(fixed.condition());
    } else if (template instanceof FindTemplate.Tested tested) {
      Slot slot = slots.compile(tested.operand(), scope);
      operands.add(new Shown(tested.operand().text(), slot));
      return new Finder.Tested(tested.path(), tested.test(), slot, tested.operand().text());
    } else if (template instanceof FindTemplate.All all) {
      return new Finder.All(compile(all.parts()));
    } else if (template instanceof FindTemplate.Any any) {
      return new Finder.Any(compile(any.parts()));
    } else if (template instanceof FindTemplate.Negated negated) {
      return new Finder.Negated(compile(negated.part()));
    }
    throw new AssertionError(template.getClass());
  }

  private List<Finder> compile(List<FindTemplate> parts) {
    return parts.stream().map(this::compile).toList();
  }

  List<Shown> operands() {
    return operands;
  }
}
