package io.spacecloud.engine.dispatch;

import io.spacecloud.api.file.FilePath;
import io.spacecloud.api.request.FileOperation;
import io.spacecloud.api.result.Document;
import io.spacecloud.api.rule.Access;
import io.spacecloud.api.rule.FileInput;
import io.spacecloud.api.rule.Question;

/**
 * An operation on a file or folder.
 *
 * @param all whether it is on whatever may stand below the path, too
 * @param meta what the caller says of the file; empty where it says nothing
 */
public record FileAccess(FileOperation operation, FilePath path, boolean all, Document meta)
    implements Asking {
  /** One of which nothing is said. */
  public static FileAccess of(FileOperation operation, FilePath path) {
    return new FileAccess(operation, path, false, Document.empty());
  }

  /** One on whatever may stand at the path and below it. */
  public static FileAccess ofAll(FileOperation operation, FilePath path) {
    return new FileAccess(operation, path, true, Document.empty());
  }

  @Override
  public Access access() {
    return new Access.ToFile(operation, path.toString());
  }

  @Override
  public Question question(Scope scope) {
    return new FileInput(
        operation, scope.authority().caller(), path, all, Document.empty(), meta, scope, scope);
  }
}
