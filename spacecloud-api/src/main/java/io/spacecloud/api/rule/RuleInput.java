package io.spacecloud.api.rule;

import io.spacecloud.api.request.CollectionRequest;
import io.spacecloud.api.request.Operation;
import io.spacecloud.api.result.Document;
import org.jspecify.annotations.Nullable;

/**
 * One question to the rules: may this caller do this?
 *
 * @param operation whose rule is asked; a write also asks for {@link Operation#READ}, an upsert for
 *     {@link Operation#CREATE}
 * @param request bound to the collection's fields
 * @param doc the document that would be inserted, for {@link Operation#CREATE}; else null
 * @param reader reads rows for rules that look at data, with the authority of the engine
 */
public record RuleInput(
    Operation operation,
    Caller caller,
    CollectionRequest request,
    @Nullable Document doc,
    RowReader reader) {}
