package io.spacecloud.engine.rules;

import io.spacecloud.api.condition.FieldPath;
import io.spacecloud.api.request.UpdateOperator;
import io.spacecloud.engine.rules.Operand.Call;
import io.spacecloud.engine.rules.Operand.Entries;
import io.spacecloud.engine.rules.Operand.Items;
import io.spacecloud.engine.rules.Operand.Literal;
import io.spacecloud.engine.rules.Operand.Step;
import io.spacecloud.engine.rules.Operand.Variable;
import java.time.Clock;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** Compiles operands to slots. */
final class SlotCompiler {
  private final Clock clock;

  SlotCompiler(Clock clock) {
    this.clock = clock;
  }

  Slot compile(Operand operand, Scope scope) {
    if (operand instanceof Literal literal) {
      return new Slot.Constant(literal.value());
    } else if (operand instanceof Variable variable) {
      return variable(variable, scope);
    } else if (operand instanceof Call call) {
      return call(call, scope);
    } else if (operand instanceof Items items) {
      return new FunctionSlots.Items(
          items.elements().stream().map(element -> compile(element, scope)).toList());
    } else if (operand instanceof Entries entries) {
      Map<String, Slot> fields = new LinkedHashMap<>();
      entries.fields().forEach((name, field) -> fields.put(name, compile(field, scope)));
      return new FunctionSlots.Entries(fields);
    }
    throw new AssertionError(operand.getClass());
  }

  private Slot variable(Variable variable, Scope scope) {
    List<Step> steps = variable.steps();
    return switch (variable.root()) {
      case AUTH -> auth(steps, scope);
      case DOC -> within(new Slot.Doc(), steps, scope);
      case PARAMS ->
          within(
              scope.purpose() == Purpose.CALL ? new Slot.CallParams() : new Slot.PathParams(),
              steps,
              scope);
      case META -> within(new Slot.Meta(), steps, scope);
      case STORED -> within(new Slot.Rows(scope.hops(variable.store())), steps, scope);
      case PIPELINE -> within(new RequestSlots.Pipeline(), steps, scope);
      case OP -> new RequestSlots.Op();
      case OPTS -> {
        String option = variable.names(0, 1).get(0);
        yield within(new RequestSlots.Option(option), steps.subList(1, steps.size()), scope);
      }
      case FIND -> new RequestSlots.Find(path(variable, 0));
      case UPDATE -> update(variable);
      case WRITES ->
          scope.purpose() == Purpose.CREATE
              ? new UpdateSlots.Present(path(variable, 0))
              : new UpdateSlots.Touched(path(variable, 0));
    };
  }

  private Slot auth(List<Step> steps, Scope scope) {
    return !steps.isEmpty() && steps.get(0) instanceof Step.Name name
        ? within(new Slot.Claim(name.name()), steps.subList(1, steps.size()), scope)
        : within(new Slot.Claims(), steps, scope);
  }

  private static Slot update(Variable variable) {
    String name = variable.names(0, 1).get(0);
    UpdateOperator operator = Objects.requireNonNull(UpdateOperator.ofWire(name));
    return variable.steps().size() == 1
        ? new UpdateSlots.Operator(operator)
        : new UpdateSlots.Operated(operator, path(variable, 1));
  }

  private static FieldPath path(Variable variable, int from) {
    return FieldPath.of(String.join(".", variable.names(from, variable.steps().size())));
  }

  private Slot within(Slot base, List<Step> steps, Scope scope) {
    return steps.isEmpty()
        ? base
        : new PathSlot(base, steps.stream().map(step -> step(step, scope)).toList());
  }

  private PathSlot.Step step(Step step, Scope scope) {
    if (step instanceof Step.Name name) {
      return PathSlot.Step.named(name.name());
    } else if (step instanceof Step.Index index) {
      return PathSlot.Step.indexed(variable(index.variable(), scope));
    }
    throw new AssertionError(step.getClass());
  }

  private Slot call(Call call, Scope scope) {
    List<Slot> arguments =
        call.arguments().stream().map(argument -> compile(argument, scope)).toList();
    return switch (call.function()) {
      case EXISTS -> new FunctionSlots.Exists(arguments.get(0));
      case LENGTH -> new FunctionSlots.Length(arguments.get(0));
      case NOW -> new FunctionSlots.Now(clock);
      case ADD_DURATION -> new FunctionSlots.AddDuration(arguments.get(0), arguments.get(1));
      case ROUND_UP_DATE -> {
        Literal unit = (Literal) call.arguments().get(1);
        yield new FunctionSlots.RoundUpDate(
            arguments.get(0), Objects.requireNonNull(Dates.UNITS.get(unit.value())));
      }
    };
  }
}
