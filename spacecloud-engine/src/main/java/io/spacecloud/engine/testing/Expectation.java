package io.spacecloud.engine.testing;

import io.spacecloud.api.condition.Condition;
import io.spacecloud.api.condition.Conditions;
import io.spacecloud.api.error.AccessDeniedException;
import io.spacecloud.api.error.InvalidRequestException;
import io.spacecloud.api.error.SpaceCloudException;
import io.spacecloud.api.result.Document;
import io.spacecloud.api.result.Result;
import io.spacecloud.api.rule.AuditEvent.Decision;
import io.spacecloud.api.rule.Explanation;
import io.spacecloud.api.value.Comparisons;
import io.spacecloud.api.value.Values;
import io.spacecloud.engine.testing.GivenRows.Place;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What became of a request, for a test to say what it expects. Each method throws an {@link
 * AssertionError} where it is otherwise, which holds the explanation.
 */
public final class Expectation {
  private final Attempt attempt;

  Expectation(Attempt attempt) {
    this.attempt = attempt;
  }

  /** Why the rules decided as they did; null where they were not asked. */
  public @Nullable Explanation explanation() {
    return attempt.explanation();
  }

  /** What it returned, for what no method here can say; it was allowed. */
  public Result result() {
    isAllowed();
    return Objects.requireNonNull(attempt.result());
  }

  /** That caller, whose requests begin where this one ended, with no other rows than its own. */
  public TestCaller then(TestCaller next) {
    return next.after(attempt.caller(), attempt.request());
  }

  /** The rules let it run, and it ran. */
  public Expectation isAllowed() {
    return require(attempt.failure() == null, "be allowed");
  }

  /** The rules denied it. */
  public Denial isDenied() {
    require(attempt.failure() instanceof AccessDeniedException, "be denied");
    return new Denial(attempt);
  }

  /** It does not fit the collection, whatever the rules say. */
  public Expectation isInvalid() {
    return failsWith(InvalidRequestException.class);
  }

  /** The rules decided so: for tables of requests. */
  public Expectation is(Decision decision) {
    return require(attempt.decision() == decision, "be " + decision);
  }

  /** It failed so, and for no other reason. */
  public Expectation failsWith(Class<? extends SpaceCloudException> type) {
    return require(type.isInstance(attempt.failure()), "fail with " + type.getSimpleName());
  }

  /**
   * The rules let it run on rows that satisfy exactly this condition; on all for {@code TRUE}. For
   * a write that is what the rule for reading restricts it to, too. The order of conditions that
   * are conjoined is of no matter.
   */
  public Expectation isRestrictedTo(Condition condition) {
    Explanation explanation = attempt.explanation();
    boolean same =
        explanation != null && Conjuncts.same(explanation.verdict().residual(), condition);
    return require(same, "be restricted to " + Conditions.toMap(condition));
  }

  /** As the other one, by a query object. */
  public Expectation isRestrictedTo(Map<String, ?> query) {
    return isRestrictedTo(Conditions.parse(query));
  }

  /**
   * Exactly the documents with these keys are read, in any order. A key of several fields is a list
   * of their values.
   */
  public Expectation sees(Object... keys) {
    List<@Nullable Object> rest = keys();
    boolean all = true;
    for (Object wanted : keys) {
      Object value = Values.normalize("", wanted);
      int at = indexOf(rest, value);
      all &= at >= 0;
      if (at >= 0) {
        rest.remove(at);
      }
    }
    return require(all && rest.isEmpty(), "see exactly " + Arrays.toString(keys));
  }

  /** Exactly the documents with these keys are read, in this order. */
  public Expectation seesInOrder(Object... keys) {
    List<@Nullable Object> seen = keys();
    boolean same = seen.size() == keys.length;
    for (int i = 0; same && i < keys.length; i++) {
      same = Comparisons.equal(seen.get(i), Values.normalize("", keys[i]));
    }
    return require(same, "see " + Arrays.toString(keys) + " in this order");
  }

  /** No document is read. */
  public Expectation seesNothing() {
    return require(shown().isEmpty(), "see nothing");
  }

  /** Documents are read, and have exactly these fields all together. */
  public Expectation seesFields(String... names) {
    Set<String> seen = new LinkedHashSet<>();
    shown().forEach(document -> seen.addAll(document.keySet()));
    return require(
        !shown().isEmpty() && seen.equals(Set.of(names)),
        "see exactly the fields " + Arrays.toString(names));
  }

  /**
   * Documents are read, and none of them has any of these fields, though what is stored has each.
   *
   * @param paths such as {@code salary}, or {@code address.street} for a field inside
   */
  public Expectation hides(String... paths) {
    boolean hidden = !shown().isEmpty();
    for (String path : paths) {
      boolean isThere = FieldPresence.inAny(attempt.stored(), path);
      hidden &= isThere && !FieldPresence.inAny(shown(), path);
    }
    return require(hidden, "read documents, and hide " + Arrays.toString(paths));
  }

  /** So many documents, values or rows are read, counted or changed. */
  public Expectation affects(long rows) {
    Result present = result();
    long read = (long) present.documents().size() + present.values().size();
    long counts = present.counts().stream().mapToLong(Long::longValue).sum();
    long all = Math.max(Math.max(present.affected(), present.count()), Math.max(read, counts));
    return require(all == rows, "affect " + rows + " rows");
  }

  /**
   * Afterwards the collection holds exactly these rows, in any order; it is one to which rows were
   * given, or that the request is for.
   */
  @SafeVarargs
  @SuppressWarnings("varargs")
  public final Expectation leaves(String database, String collection, Map<String, ?>... rows) {
    List<Document> stored = attempt.after().get(new Place(database, collection));
    if (stored == null) {
      throw new IllegalArgumentException("no rows were given to " + database + "." + collection);
    }
    List<Document> rest = new ArrayList<>(stored);
    boolean all = true;
    for (Map<String, ?> row : rows) {
      Document wanted = Document.of(row);
      Optional<Document> found = rest.stream().filter(each -> same(each, wanted)).findFirst();
      all &= found.map(rest::remove).orElse(false);
    }
    return require(all && rest.isEmpty(), "leave " + Arrays.toString(rows) + " in " + collection);
  }

  /** What is null and what is missing is the same. */
  private static boolean same(Document a, Document b) {
    Set<String> names = new LinkedHashSet<>(a.keySet());
    names.addAll(b.keySet());
    return names.stream().allMatch(name -> Comparisons.equal(a.get(name), b.get(name)));
  }

  private static int indexOf(List<@Nullable Object> values, @Nullable Object wanted) {
    for (int i = 0; i < values.size(); i++) {
      if (Comparisons.equal(values.get(i), wanted)) {
        return i;
      }
    }
    return -1;
  }

  private List<@Nullable Object> keys() {
    List<String> key = attempt.key();
    List<@Nullable Object> keys = new ArrayList<>();
    for (Document document : shown()) {
      require(
          !key.isEmpty() && document.keySet().containsAll(key),
          "see documents that are known by their key " + key);
      if (key.size() == 1) {
        keys.add(document.get(key.get(0)));
      } else {
        List<@Nullable Object> parts = new ArrayList<>();
        key.forEach(name -> parts.add(document.get(name)));
        keys.add(parts);
      }
    }
    return keys;
  }

  private List<Document> shown() {
    return result().documents();
  }

  private Expectation require(boolean holds, String expected) {
    attempt.require(holds, expected);
    return this;
  }
}
