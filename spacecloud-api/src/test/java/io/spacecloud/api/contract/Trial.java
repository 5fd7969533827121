package io.spacecloud.api.contract;

import io.spacecloud.api.condition.Condition;
import io.spacecloud.api.condition.ConditionEvaluator;
import io.spacecloud.api.condition.Conditions;
import io.spacecloud.api.condition.FieldPath;
import io.spacecloud.api.error.InvalidRequestException;
import io.spacecloud.api.error.UnsupportedFeatureException;
import io.spacecloud.api.request.Create;
import io.spacecloud.api.request.Delete;
import io.spacecloud.api.request.Read;
import io.spacecloud.api.request.Request;
import io.spacecloud.api.request.Update;
import io.spacecloud.api.request.WriteRequest;
import io.spacecloud.api.result.Document;
import io.spacecloud.api.result.Result;
import io.spacecloud.api.spi.Capability;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** One table on a backend, and beside it the same table on the reference. */
final class Trial {
  private final Harness harness;
  private final TableSpec spec;
  private final ReferenceHarness reference;
  private long requests;

  /** Makes the table. */
  Trial(Harness harness, TableSpec spec) {
    this.harness = harness;
    this.spec = harness.held(spec);
    this.reference = new ReferenceHarness(harness.has(Capability.RENAME));
    harness.createTable(spec);
  }

  /** How many requests were sent to the backend, those that prepare and look apart. */
  long requests() {
    return requests;
  }

  /** Empties both tables and fills them with the rows. */
  void fill(List<Map<String, Object>> rows) {
    reference.createTable(spec);
    send(Delete.all(RandomSteps.DATABASE, spec.name()));
    for (Map<String, Object> row : rows) {
      reference.execute(Create.one(RandomSteps.DATABASE, spec.name(), row));
    }
    if (harness.has(Capability.TRANSACTIONS) && !rows.isEmpty()) {
      send(Create.all(RandomSteps.DATABASE, spec.name(), rows));
    } else {
      rows.forEach(row -> send(Create.one(RandomSteps.DATABASE, spec.name(), row)));
    }
  }

  private Result send(Request request) {
    return harness.execute(Readdressed.to(harness.database(), request));
  }

  private List<Document> send(Read read) {
    requests++;
    return send((Request) read).documents();
  }

  private Read all() {
    return Read.all(RandomSteps.DATABASE, spec.name());
  }

  /** How the backend differs from the reference, or null. */
  String difference(Step step) {
    try {
      if (step instanceof Step.Ask ask) {
        return ask(ask.request());
      } else if (step instanceof Step.Halves halves) {
        return halves(halves.condition());
      } else if (step instanceof Step.Pages pages) {
        return pages(pages.read(), pages.size());
      } else if (step instanceof Step.Pivot pivot) {
        return pivot(pivot.condition(), pivot.place());
      }
    } catch (RuntimeException e) {
      return "fails with " + e;
    }
    throw new AssertionError(step.getClass());
  }

  private String ask(Request request) {
    requests++;
    Answer actual = Answer.of(harness, request);
    if (!harness.capabilities().containsAll(Needs.of(request))) {
      return refused(request, actual);
    } else if (isChoice(request)) {
      return chosen((WriteRequest) request, actual);
    }
    Agreement agreement = new Agreement(spec, magnitude());
    String difference = difference(request, agreement, Answer.of(reference, request), actual);
    return difference == null && !(request instanceof Read) ? rows(request, actual) : difference;
  }

  private static String difference(
      Request request, Agreement agreement, Answer expected, Answer actual) {
    if (expected.failed() && actual.failed()) {
      return actual.remedyAgrees(expected) ? null : "answers " + actual + ", not " + expected;
    } else if (expected.failed() || actual.failed()) {
      return "answers " + actual + ", not " + expected;
    }
    return agreement.difference(request, expected.result(), actual.result());
  }

  /** The sum of what reals there are, by which sums of them may differ a little. */
  private double magnitude() {
    return reference.table(spec.name()).rows().stream()
        .flatMap(row -> row.values().stream())
        .mapToDouble(value -> value instanceof Double real ? Math.abs(real) : 0)
        .sum();
  }

  /** A feature that the backend does not declare is refused, and nothing changes. */
  private String refused(Request request, Answer actual) {
    boolean refused =
        actual.error() instanceof UnsupportedFeatureException
            || (actual.error() instanceof InvalidRequestException && isInvalid(request));
    return refused
        ? rows(request, actual)
        : "answers " + actual + ", but lacks " + Needs.of(request);
  }

  private boolean isInvalid(Request request) {
    List<Map<String, Object>> before = reference.table(spec.name()).rows();
    Answer answer = Answer.of(reference, request);
    reference.table(spec.name()).restore(before);
    return answer.error() instanceof InvalidRequestException;
  }

  /** Compares the tables, whose rows must be those of the reference. */
  private String rows(Request request, Answer actual) {
    List<Document> rows = send((Request) all()).documents();
    ReferenceTable table = reference.table(spec.name());
    if (actual.failed() && !harness.has(Capability.TRANSACTIONS) && isSeveral(request)) {
      table.restore(List.copyOf(rows)); // what came before the failure stays
      return null;
    }
    String difference = new Agreement(spec, 0).rows(table.matching(Conditions.TRUE), rows);
    return difference == null ? null : "leaves the table otherwise: its whole read " + difference;
  }

  private static boolean isSeveral(Request request) {
    return (request instanceof Update update && update.op() == Update.Op.ALL)
        || (request instanceof Delete delete && delete.op() == Delete.Op.ALL);
  }

  /** Whether the database may choose the row. */
  private static boolean isChoice(Request request) {
    return (request instanceof Update update && update.op() == Update.Op.ONE)
        || (request instanceof Delete delete && delete.op() == Delete.Op.ONE);
  }

  /** The answer and the table must be the reference's for one of the rows that match. */
  private String chosen(WriteRequest write, Answer actual) {
    ReferenceTable table = reference.table(spec.name());
    List<Map<String, Object>> before = table.rows();
    List<Condition> choices = new ArrayList<>();
    table.matching(where(write)).forEach(row -> choices.add(key(row)));
    if (choices.isEmpty()) {
      choices.add(Conditions.TRUE);
    }
    String difference = null;
    for (Condition choice : choices) {
      table.restore(before);
      Request chosen = narrowed(write, choice);
      Answer expected = Answer.of(reference, chosen);
      difference = difference(chosen, new Agreement(spec, 0), expected, actual);
      difference = difference == null ? rows(chosen, actual) : difference;
      if (difference == null) {
        return null;
      }
    }
    return difference;
  }

  private static Condition where(WriteRequest write) {
    return write instanceof Update update ? update.where() : ((Delete) write).where();
  }

  private static Request narrowed(WriteRequest write, Condition choice) {
    return write instanceof Update update ? update.where(choice) : ((Delete) write).where(choice);
  }

  private Condition key(Map<String, Object> row) {
    return Conditions.and(
        spec.primaryKey().stream()
            .map(name -> Conditions.equal(FieldPath.of(name), row.get(name)))
            .toList());
  }

  private String halves(Condition condition) {
    List<Document> whole = send(all());
    List<Document> held = send(all().where(condition));
    List<Document> others = send(all().where(Conditions.not(condition)));
    if (held.size() + others.size() != whole.size()) {
      return "finds " + held.size() + " and " + others.size() + " of " + whole.size() + " rows";
    }
    requests++;
    long count =
        send((Request) Read.count(RandomSteps.DATABASE, spec.name()).where(condition)).count();
    if (count != held.size()) {
      return "counts " + count + " but finds " + held.size();
    }
    String difference = rows(condition, held);
    return difference == null ? rows(Conditions.not(condition), others) : difference;
  }

  private String rows(Condition condition, List<Document> actual) {
    return new Agreement(spec, 0).rows(reference.table(spec.name()).matching(condition), actual);
  }

  private String pages(Read read, int size) {
    Read first = read.limit(size);
    List<Document> byKey = new ArrayList<>();
    List<Document> page = send(first);
    while (!page.isEmpty()) {
      byKey.addAll(page);
      page = byKey.size() > 1_000 ? List.of() : send(first.after(page.get(page.size() - 1)));
    }
    List<Document> skipping = new ArrayList<>();
    page = send(first);
    while (!page.isEmpty()) {
      skipping.addAll(page);
      page = skipping.size() > 1_000 ? List.of() : send(first.skip(skipping.size()));
    }
    List<Document> expected = reference.execute(read).documents();
    String difference = new Agreement(spec, 0).rows(expected, byKey);
    return difference == null ? new Agreement(spec, 0).rows(expected, skipping) : difference;
  }

  private String pivot(Condition condition, int place) {
    List<Document> whole = send(all());
    if (whole.isEmpty()) {
      return null;
    }
    Document row = whole.get(place % whole.size());
    boolean holds = ConditionEvaluator.compile(ReferenceValues.bind(spec, condition)).test(row);
    Condition its = holds ? condition : Conditions.not(condition);
    List<Document> found = send(all().where(its).where(key(row)));
    return new Agreement(spec, 0).rows(List.of(row), found);
  }
}
