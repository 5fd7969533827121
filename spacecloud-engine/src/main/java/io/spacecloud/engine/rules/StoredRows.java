package io.spacecloud.engine.rules;

import io.spacecloud.api.result.Document;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The rows that enclosing queries have read.
 *
 * @param rows of the innermost
 * @param outer what the queries around it have read
 */
record StoredRows(List<Document> rows, @Nullable StoredRows outer) {}
