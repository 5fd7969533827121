package io.spacecloud.engine.rules;

import io.spacecloud.api.request.Read;
import io.spacecloud.api.result.Document;
import io.spacecloud.api.rule.Question;
import io.spacecloud.api.rule.RuleTrace;
import io.spacecloud.engine.rules.Rule.Label;
import io.spacecloud.engine.rules.Rule.Query;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** {@code query}: reads, and lets its clause judge what was read. */
final class QueryNode extends Node {
  /** More rows than this are an error: a clause never judges a part of them. */
  static final int MAX_ROWS = 100;

  private final Read read;
  private final Finder find;
  private final @Nullable Node clause;
  private final Label effective;
  private final Outcome noRow;

  QueryNode(Query rule, Label effective, Finder find, @Nullable Node clause, List<Shown> operands) {
    super("query", rule.label(), operands);
    this.read =
        Read.all(rule.database(), rule.collection()).limit(clause == null ? 1 : MAX_ROWS + 1);
    this.find = find;
    this.clause = clause;
    this.effective = effective;
    this.noRow = Outcome.denied(effective, "no row matches its find");
  }

  @Override
  Outcome evaluate(Question input, @Nullable StoredRows stored) {
    List<Document> rows;
    try {
      rows = read(input, stored);
    } catch (RuntimeException e) {
      return error(e);
    }
    return clause == null ? exists(rows) : clause.evaluate(input, new StoredRows(rows, stored));
  }

  @Override
  Traced trace(Question input, @Nullable StoredRows stored) {
    List<Document> rows;
    try {
      rows = read(input, stored);
    } catch (RuntimeException e) {
      List<RuleTrace> skipped = clause == null ? List.of() : List.of(clause.skipped());
      return traced(error(e), input, stored, skipped);
    }
    if (clause == null) {
      return traced(exists(rows), input, stored, List.of());
    }
    Traced inner = clause.trace(input, new StoredRows(rows, stored));
    return traced(inner.outcome(), input, stored, List.of(inner.trace()));
  }

  private Traced traced(
      Outcome outcome, Question input, @Nullable StoredRows stored, List<RuleTrace> clauses) {
    return traced(Granting.of(outcome, input), input, stored, List.of(), clauses);
  }

  private List<Document> read(Question input, @Nullable StoredRows stored) {
    List<Document> rows = input.reader().read(read.withWhere(find.bind(input, stored)));
    if (rows.size() > MAX_ROWS) {
      throw new UnboundException("its find matches more than " + MAX_ROWS + " rows");
    }
    return rows;
  }

  private Outcome exists(List<Document> rows) {
    return rows.isEmpty() ? noRow : Outcome.GRANTED;
  }

  private Outcome error(RuntimeException e) {
    return Outcome.error(
        effective, e instanceof UnboundException unbound ? unbound.reason : "its read failed");
  }
}
