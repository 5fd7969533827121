package io.spacecloud.engine.dispatch;

import io.spacecloud.api.result.Result;
import io.spacecloud.api.rule.FieldAccess;
import io.spacecloud.api.spi.Command;
import io.spacecloud.api.spi.CommandExecutor;

/**
 * A command that may run.
 *
 * @param fields what of the documents that it returns the caller may see
 */
record Permit(Command command, FieldAccess fields) {
  /** Runs the command; nobody gets to see its result but through the mask. */
  Result run(CommandExecutor executor) {
    Result result = executor.execute(command).result();
    return fields.isAll() || result.documents().isEmpty()
        ? result
        : Result.ofDocuments(
            result.documents().stream().map(fields::mask).toList(), result.truncated());
  }
}
