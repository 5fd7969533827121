package io.spacecloud.engine.dispatch;

import io.spacecloud.api.error.InvalidRequestException;
import io.spacecloud.api.request.Batch;
import io.spacecloud.api.request.CollectionRequest;
import io.spacecloud.api.request.Create;
import io.spacecloud.api.request.Delete;
import io.spacecloud.api.request.Update;
import io.spacecloud.api.request.WriteRequest;
import io.spacecloud.api.result.Result;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A batch on its way: every item bound; authorised before anything runs, where the rules do not
 * look at data; run in order.
 */
final class BatchPlan {
  /** One item, with what it may do where that is settled. */
  private record Item(
      String prefix, Target target, CollectionRequest bound, @Nullable Permit permit) {}

  private final Authorizer authorizer;
  private final List<Item> items;
  private final boolean dependsOnData;
  private final boolean dryRun;
  private final int first;

  private BatchPlan(
      Authorizer authorizer, List<Item> items, boolean dependsOnData, boolean dryRun, int first) {
    this.authorizer = authorizer;
    this.items = items;
    this.dependsOnData = dependsOnData;
    this.dryRun = dryRun;
    this.first = first;
  }

  static BatchPlan prepare(Authorizer authorizer, Databases databases, Scope scope, Batch batch) {
    boolean dryRun = isDryRun(batch);
    int first = scope.hearings().size();
    List<Item> bound = new ArrayList<>();
    for (WriteRequest request : batch.requests()) {
      scope.hearings().begin(request);
      String prefix = "reqs." + bound.size() + ".";
      Target target = databases.target(scope.policy(), scope.authority(), request);
      WriteRequest real = dryRun ? real(request) : request;
      bound.add(new Item(prefix, target, target.binder().bind(prefix, real), null));
    }
    List<Item> items = new ArrayList<>();
    boolean dependsOnData = false;
    for (Item item : bound) {
      scope.hearings().resume(first + items.size());
      boolean depends = dependsOnData(scope, item.bound());
      Permit permit = depends ? null : authorize(authorizer, scope, item);
      items.add(new Item(item.prefix(), item.target(), item.bound(), permit));
      dependsOnData |= depends;
    }
    return new BatchPlan(authorizer, items, dependsOnData, dryRun, first);
  }

  private static boolean dependsOnData(Scope scope, CollectionRequest bound) {
    return !scope.authority().trusted() && scope.policy().readsData((WriteRequest) bound);
  }

  private static Permit authorize(Authorizer authorizer, Scope scope, Item item) {
    return authorizer.authorize(scope, item.target(), item.prefix(), item.bound());
  }

  /** All of a batch is tried, or none: later items build on earlier ones. */
  private static boolean isDryRun(Batch batch) {
    long tried = batch.requests().stream().filter(WriteRequest::dryRun).count();
    if (tried > 0 && tried < batch.requests().size()) {
      throw new InvalidRequestException("reqs", "a dry run of all the requests or of none");
    }
    return tried > 0;
  }

  /** The write itself: what undoes it is the transaction around all of them. */
  private static WriteRequest real(WriteRequest request) {
    if (request instanceof Create c) {
      return new Create(
          c.database(), c.collection(), c.op(), c.docs(), c.allowPartial(), false, c.timeout());
    } else if (request instanceof Update u) {
      return new Update(
          u.database(),
          u.collection(),
          u.op(),
          u.where(),
          u.assignments(),
          u.maxAffected(),
          false,
          u.timeout());
    } else if (request instanceof Delete d) {
      return new Delete(
          d.database(), d.collection(), d.op(), d.where(), d.maxAffected(), false, d.timeout());
    }
    throw new AssertionError(request.getClass());
  }

  boolean dependsOnData() {
    return dependsOnData;
  }

  boolean dryRun() {
    return dryRun;
  }

  /** Runs the items in the scope's transaction. */
  Result run(Scope scope) {
    List<Long> counts = new ArrayList<>(items.size());
    for (Item item : items) {
      scope.hearings().resume(first + counts.size());
      Permit settled = item.permit();
      Permit permit = settled == null ? authorize(authorizer, scope, item) : settled;
      long affected = permit.run(scope, item.target()).affected();
      scope.hearings().ran(affected);
      counts.add(affected);
    }
    return Result.ofCounts(counts);
  }
}
