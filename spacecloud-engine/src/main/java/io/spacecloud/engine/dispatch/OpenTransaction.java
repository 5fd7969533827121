package io.spacecloud.engine.dispatch;

import io.spacecloud.api.error.InvalidRequestException;
import io.spacecloud.api.request.Batch;
import io.spacecloud.api.request.CollectionRequest;
import io.spacecloud.api.request.Request;
import io.spacecloud.api.result.Result;
import io.spacecloud.engine.config.Limits;
import org.jspecify.annotations.Nullable;

/** A transaction while its body runs; for the body's thread. */
public final class OpenTransaction {
  private final Authorizer authorizer;
  private final Databases databases;
  private final Scope scope;
  private final String alias;
  private final Limits limits;
  private boolean finished;
  private @Nullable RuntimeException failure;

  OpenTransaction(
      Authorizer authorizer, Databases databases, Scope scope, String alias, Limits limits) {
    this.authorizer = authorizer;
    this.databases = databases;
    this.scope = scope;
    this.alias = alias;
    this.limits = limits;
  }

  /** Runs a request in the transaction. */
  public Result execute(Request untimed) {
    Request request = scope.authority().trusted() ? untimed : Timeouts.within(limits, untimed);
    if (finished) {
      throw new IllegalStateException("the transaction is over");
    } else if (!request.database().equals(alias)) {
      throw new InvalidRequestException("", "a transaction stays within one database");
    }
    try {
      return request instanceof Batch batch ? batch(batch) : single((CollectionRequest) request);
    } catch (RuntimeException e) {
      scope.hearings().failed(e);
      throw e;
    }
  }

  private Result single(CollectionRequest request) {
    scope.hearings().begin(request);
    Target target = databases.target(scope.policy(), scope.authority(), request);
    CollectionRequest bound = target.binder().bind("", request);
    Permit permit = authorizer.authorize(scope, target, "", bound);
    Result result = permit.run(scope, target);
    scope.hearings().ran(result.count());
    return result;
  }

  private Result batch(Batch batch) {
    BatchPlan plan = BatchPlan.prepare(authorizer, databases, scope, batch);
    if (plan.dryRun()) {
      throw new InvalidRequestException("reqs", "no dry run of a batch within a transaction");
    }
    try {
      return plan.run(scope);
    } catch (RuntimeException e) {
      failure = e; // some of it may have run
      throw e;
    }
  }

  /** A batch that broke off undoes the transaction, even where its body made light of it. */
  void requireWhole() {
    if (failure != null) {
      throw failure;
    }
  }

  void finish() {
    finished = true;
  }
}
