package io.spacecloud.engine.testing;

import io.spacecloud.api.condition.Condition;
import io.spacecloud.api.condition.Conditions;
import io.spacecloud.api.error.AccessDeniedException;
import io.spacecloud.api.error.SpaceCloudException;
import io.spacecloud.api.request.CollectionRequest;
import io.spacecloud.api.request.Request;
import io.spacecloud.api.result.Document;
import io.spacecloud.api.result.Result;
import io.spacecloud.api.rule.AuditEvent.Decision;
import io.spacecloud.api.rule.Explanation;
import io.spacecloud.api.rule.Verdict;
import io.spacecloud.api.value.Comparisons;
import io.spacecloud.api.value.Values;
import io.spacecloud.engine.Session;
import io.spacecloud.engine.SpaceCloud;
import io.spacecloud.engine.testing.GivenRows.Place;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * What became of a request, for a test to say what it expects. Each method throws an {@link
 * AssertionError} where it is otherwise, which holds the explanation.
 */
public final class Expectation {
  private final Request request;
  private final @Nullable Explanation explanation;
  private final @Nullable Result result;
  private final @Nullable SpaceCloudException failure;
  private final Map<Place, List<Document>> after;
  private final List<String> key;

  private Expectation(
      Request request,
      @Nullable Explanation explanation,
      @Nullable Result result,
      @Nullable SpaceCloudException failure,
      Map<Place, List<Document>> after,
      List<String> key) {
    this.request = request;
    this.explanation = explanation;
    this.result = result;
    this.failure = failure;
    this.after = after;
    this.key = key;
  }

  static Expectation of(
      World world, Function<SpaceCloud, Session> caller, GivenRows given, Request request) {
    world.begin(given);
    Session session = caller.apply(world.cloud());
    Explanation why = null;
    Result result = null;
    SpaceCloudException failure = null;
    List<String> key = List.of();
    try {
      why = world.unrecorded(() -> session.explain(request));
      key = request instanceof CollectionRequest r ? world.key(r.database(), r.collection()) : key;
    } catch (SpaceCloudException e) {
      failure = e; // and so it will be when it runs
    }
    try {
      result = session.execute(request);
      failure = null;
    } catch (SpaceCloudException e) {
      failure = e;
    }
    Map<Place, List<Document>> after = new LinkedHashMap<>();
    given
        .byPlace()
        .keySet()
        .forEach(place -> after.put(place, world.rows(place.database(), place.collection())));
    return new Expectation(request, why, result, failure, after, key);
  }

  /** Why the rules decided as they did; null where they were not asked. */
  public @Nullable Explanation explanation() {
    return explanation;
  }

  /** The rules let it run, and it ran. */
  public Expectation isAllowed() {
    return require(failure == null, "be allowed");
  }

  /** The rules denied it. */
  public Denial isDenied() {
    require(failure instanceof AccessDeniedException, "be denied");
    return new Denial(this, explanation == null ? null : explanation.denial());
  }

  /** The rules decided so: for tables of requests. */
  public Expectation is(Decision decision) {
    return require(decision() == decision, "be " + decision);
  }

  private Decision decision() {
    if (failure instanceof AccessDeniedException) {
      return Decision.DENIED;
    } else if (explanation == null) {
      return Decision.NONE;
    }
    boolean all = explanation.verdict().residual().equals(Conditions.TRUE);
    return all ? Decision.GRANTED : Decision.RESTRICTED;
  }

  /** It failed so, and for no other reason. */
  public Expectation failsWith(Class<? extends SpaceCloudException> type) {
    return require(type.isInstance(failure), "fail with " + type.getSimpleName());
  }

  /** The rules let it run on rows that satisfy exactly this condition; on all for {@code TRUE}. */
  public Expectation isRestrictedTo(Condition condition) {
    Verdict verdict = explanation == null ? null : explanation.verdict();
    boolean same = verdict != null && verdict.residual().equals(condition);
    return require(same, "be restricted to " + Conditions.toMap(condition));
  }

  /** Exactly the documents with these keys are read, in any order. */
  public Expectation sees(Object... keys) {
    List<@Nullable Object> rest = keys(shown());
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
    List<@Nullable Object> seen = keys(shown());
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
    return require(seen.equals(Set.of(names)), "see exactly the fields " + Arrays.toString(names));
  }

  /** Documents are read, and none of them has any of these fields. */
  public Expectation hides(String... names) {
    boolean hidden =
        !shown().isEmpty()
            && shown().stream()
                .allMatch(document -> Arrays.stream(names).noneMatch(document::containsKey));
    return require(hidden, "read documents, and hide " + Arrays.toString(names));
  }

  /** So many documents, values or rows are read, counted or changed. */
  public Expectation affects(long rows) {
    Result present = ran();
    long read = (long) present.documents().size() + present.values().size();
    long counts = present.counts().stream().mapToLong(Long::longValue).sum();
    long all = Math.max(Math.max(present.affected(), present.count()), Math.max(read, counts));
    return require(all == rows, "affect " + rows + " rows");
  }

  /** Afterwards the collection, to which rows were given, holds exactly these, in any order. */
  @SafeVarargs
  @SuppressWarnings("varargs")
  public final Expectation leaves(String database, String collection, Map<String, ?>... rows) {
    List<Document> rest =
        new ArrayList<>(
            Objects.requireNonNull(
                after.get(new Place(database, collection)), "no rows were given to it"));
    boolean all = true;
    for (Map<String, ?> row : rows) {
      Document wanted = Document.of(row);
      all &= rest.removeIf(each -> same(each, wanted));
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

  private List<@Nullable Object> keys(List<Document> documents) {
    List<@Nullable Object> keys = new ArrayList<>();
    for (Document document : documents) {
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
    return ran().documents();
  }

  private Result ran() {
    isAllowed();
    return Objects.requireNonNull(result);
  }

  Expectation require(boolean holds, String expected) {
    if (!holds) {
      throw new AssertionError(
          "expected " + request + "\n  to " + expected + "\n  but " + came() + "\n" + explained());
    }
    return this;
  }

  private String came() {
    if (failure != null) {
      return "it failed with " + failure.getClass().getSimpleName() + ": " + failure.getMessage();
    }
    Result present = Objects.requireNonNull(result);
    return "it was allowed: "
        + present.documents()
        + present.values()
        + ", count "
        + present.count()
        + ", affected "
        + present.affected()
        + (after.isEmpty() ? "" : ", afterwards " + after.values());
  }

  private String explained() {
    return explanation == null ? "the rules were not asked" : explanation.toString();
  }
}
