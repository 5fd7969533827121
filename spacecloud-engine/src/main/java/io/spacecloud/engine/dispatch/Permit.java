package io.spacecloud.engine.dispatch;

import io.spacecloud.api.request.CollectionRequest;
import io.spacecloud.api.result.Document;
import io.spacecloud.api.result.Result;
import io.spacecloud.api.rule.Effects;
import io.spacecloud.api.spi.Command;
import io.spacecloud.api.spi.CommandExecutor;
import io.spacecloud.engine.rules.Ciphers;

/**
 * A command that may run.
 *
 * @param effects what becomes of the documents that it returns before the caller sees them
 */
record Permit(Command command, Effects effects, Ciphers ciphers) {
  /** Runs the command; nobody gets to see its result but through the mask. */
  Result run(CommandExecutor executor) {
    Result result = executor.execute(command).result();
    return effects.isNone() || result.documents().isEmpty()
        ? result
        : Result.ofDocuments(
            result.documents().stream().map(this::shown).toList(), result.truncated());
  }

  /** The document as the caller may see it. */
  Document shown(Document document) {
    Document masked = effects.fields().mask(document);
    CollectionRequest request = command.request();
    return effects.decrypted().isEmpty()
        ? masked
        : ciphers.decrypt(request.database(), request.collection(), effects.decrypted(), masked);
  }
}
