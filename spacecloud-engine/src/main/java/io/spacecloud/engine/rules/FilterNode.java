package io.spacecloud.engine.rules;

import io.spacecloud.api.error.InvalidRequestException;
import io.spacecloud.api.rule.Question;
import io.spacecloud.engine.rules.Rule.Label;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** {@code filter}. */
final class FilterNode extends Node {
  private final Finder find;
  private final Label effective;
  private final Outcome denied;

  FilterNode(Label label, Label effective, Finder find, List<Shown> operands) {
    super("filter", label, operands);
    this.find = find;
    this.effective = effective;
    this.denied = Outcome.denied(effective, "no row can satisfy its condition");
  }

  @Override
  Outcome evaluate(Question input, @Nullable StoredRows stored) {
    try {
      return Outcome.where(find.bind(input, stored), denied);
    } catch (UnboundException e) {
      return Outcome.error(effective, e.reason);
    } catch (InvalidRequestException e) {
      return Outcome.error(effective, "a variable has a value that cannot be compared there");
    }
  }
}
