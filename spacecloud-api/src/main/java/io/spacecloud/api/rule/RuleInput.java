package io.spacecloud.api.rule;

import io.spacecloud.api.request.CollectionRequest;
import io.spacecloud.api.request.Operation;
import io.spacecloud.api.result.Document;
import org.jspecify.annotations.Nullable;

/**
 * May this caller do this to a collection?
 *
 * @param operation whose rule is asked; a write also asks for {@link Operation#READ}, an upsert for
 *     {@link Operation#CREATE}
 * @param request bound to the collection's fields
 * @param doc the document that would be inserted, for {@link Operation#CREATE}; else null
 */
public record RuleInput(
    Operation operation,
    Caller caller,
    CollectionRequest request,
    @Nullable Document doc,
    RowReader reader,
    FunctionCaller functions)
    implements Question {
  /** One for rules that call no function. */
  public RuleInput(
      Operation operation,
      Caller caller,
      CollectionRequest request,
      @Nullable Document doc,
      RowReader reader) {
    this(operation, caller, request, doc, reader, FunctionCaller.NONE);
  }

  /** The same, the request or document being another. */
  public RuleInput with(CollectionRequest other, @Nullable Document otherDoc) {
    return new RuleInput(operation, caller, other, otherDoc, reader, functions);
  }

  @Override
  public Access access() {
    return new Access.ToCollection(request.database(), request.collection(), operation);
  }
}
