package io.spacecloud.api.rule;

import io.spacecloud.api.file.FilePath;
import io.spacecloud.api.request.FileOperation;
import io.spacecloud.api.result.Document;

/**
 * May this caller do this to a file or folder?
 *
 * @param path the same that the store is given
 * @param all whether it is done to whatever may stand below the path, too; what is there is not
 *     known, so that it must be allowed for anything that could be
 * @param params what the variables of the prefix stand for that the rule is for; empty until an
 *     evaluator has found it
 * @param meta what the caller says of the file
 */
public record FileInput(
    FileOperation operation,
    Caller caller,
    FilePath path,
    boolean all,
    Document params,
    Document meta,
    RowReader reader,
    FunctionCaller functions)
    implements Question {
  /** The same, the prefix's variables being known. */
  public FileInput withParams(Document variables) {
    return new FileInput(operation, caller, path, all, variables, meta, reader, functions);
  }

  @Override
  public Access access() {
    return new Access.ToFile(operation, path.toString());
  }

  /** Without what it holds. */
  @Override
  public String toString() {
    return "FileInput[" + operation + "]";
  }
}
