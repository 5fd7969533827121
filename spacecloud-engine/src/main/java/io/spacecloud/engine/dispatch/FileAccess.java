package io.spacecloud.engine.dispatch;

import io.spacecloud.api.request.FileOperation;
import io.spacecloud.api.result.Document;
import io.spacecloud.api.rule.Access;
import io.spacecloud.api.rule.FileInput;
import io.spacecloud.api.rule.FunctionCaller;
import io.spacecloud.api.rule.Question;

/**
 * An operation on a file or folder.
 *
 * @param path normalised: {@code /a/b}, without {@code .} and {@code ..}; another is denied
 * @param meta what the caller says of the file; empty where it says nothing
 */
public record FileAccess(FileOperation operation, String path, Document meta) implements Asking {
  @Override
  public Access access() {
    return new Access.ToFile(operation, path);
  }

  @Override
  public Question question(Scope scope) {
    return new FileInput(
        operation,
        scope.authority().caller(),
        path,
        Document.empty(),
        meta,
        scope,
        FunctionCaller.NONE);
  }
}
