package io.spacecloud.engine.testing;

import io.spacecloud.api.condition.Conditions;
import io.spacecloud.api.error.AccessDeniedException;
import io.spacecloud.api.error.NotFoundException;
import io.spacecloud.api.error.SpaceCloudException;
import io.spacecloud.api.request.Batch;
import io.spacecloud.api.request.CollectionRequest;
import io.spacecloud.api.request.Request;
import io.spacecloud.api.result.Document;
import io.spacecloud.api.result.Result;
import io.spacecloud.api.rule.AuditEvent.Decision;
import io.spacecloud.api.rule.Explanation;
import io.spacecloud.engine.Session;
import io.spacecloud.engine.testing.GivenRows.Place;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A request that was made, and what became of it.
 *
 * @param explanation as it was before the request ran; null where the rules were not asked
 * @param after the rows of the collections that were given or asked for
 * @param key the names of the key's fields of the collection that the request is for
 */
record Attempt(
    TestCaller caller,
    Request request,
    @Nullable Explanation explanation,
    @Nullable Result result,
    @Nullable SpaceCloudException failure,
    Map<Place, List<Document>> after,
    List<String> key)
    implements Outcome {

  /** Makes the request, in a world that has come to what the caller begins with. */
  static Attempt of(World world, TestCaller caller, Request request) {
    Session session = caller.session(world.cloud());
    Explanation why = null;
    List<String> key = List.of();
    try {
      why = world.unrecorded(() -> session.explain(request));
      key = request instanceof CollectionRequest r ? world.key(r.database(), r.collection()) : key;
    } catch (SpaceCloudException e) {
      // it fails so when it runs
    }
    Result result = null;
    SpaceCloudException failure = null;
    try {
      result = session.execute(request);
    } catch (SpaceCloudException e) {
      failure = e;
    }
    return new Attempt(caller, request, why, result, failure, after(world, caller, request), key);
  }

  private static Map<Place, List<Document>> after(World world, TestCaller caller, Request request) {
    Set<Place> places = new LinkedHashSet<>(caller.given().byPlace().keySet());
    places.addAll(places(request));
    Map<Place, List<Document>> after = new LinkedHashMap<>();
    for (Place place : places) {
      try {
        after.put(place, world.rows(place.database(), place.collection()));
      } catch (NotFoundException e) {
        // as the request itself was told
      }
    }
    return after;
  }

  private static List<Place> places(Request request) {
    List<? extends CollectionRequest> all =
        request instanceof Batch batch ? batch.requests() : List.of((CollectionRequest) request);
    return all.stream().map(each -> new Place(each.database(), each.collection())).toList();
  }

  /** What is stored where the request was for; empty where that is not one collection. */
  List<Document> stored() {
    List<Place> places = places(request);
    return places.size() == 1 ? after.getOrDefault(places.get(0), List.of()) : List.of();
  }

  Decision decision() {
    if (failure instanceof AccessDeniedException) {
      return Decision.DENIED;
    } else if (explanation == null) {
      return Decision.NONE;
    }
    boolean all = explanation.verdict().residual().equals(Conditions.TRUE);
    return all ? Decision.GRANTED : Decision.RESTRICTED;
  }

  @Override
  public void require(boolean holds, String expected) {
    if (!holds) {
      throw new AssertionError(
          "expected "
              + request
              + "\n  of "
              + caller
              + "\n  to "
              + expected
              + "\n  but "
              + came()
              + "\n"
              + (explanation == null ? "the rules were not asked" : explanation.toString()));
    }
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
}
