package io.spacecloud.engine.dispatch;

import io.spacecloud.api.error.InvalidRequestException;
import io.spacecloud.api.request.Batch;
import io.spacecloud.api.request.CollectionRequest;
import io.spacecloud.api.request.Request;
import io.spacecloud.api.result.Result;
import org.jspecify.annotations.Nullable;

/** A transaction while its body runs; for the body's thread. */
public final class OpenTransaction {
  private final Authorizer authorizer;
  private final Databases databases;
  private final Scope scope;
  private final String alias;
  private boolean finished;
  private @Nullable RuntimeException failure;

  OpenTransaction(Authorizer authorizer, Databases databases, Scope scope, String alias) {
    this.authorizer = authorizer;
    this.databases = databases;
    this.scope = scope;
    this.alias = alias;
  }

  /** Runs a request in the transaction. */
  public Result execute(Request request) {
    if (finished) {
      throw new IllegalStateException("the transaction is over");
    } else if (!request.database().equals(alias)) {
      throw new InvalidRequestException("", "a transaction stays within one database");
    }
    return request instanceof Batch batch ? batch(batch) : single((CollectionRequest) request);
  }

  private Result single(CollectionRequest request) {
    Target target = databases.target(scope.policy(), scope.authority(), request);
    CollectionRequest bound = target.binder().bind("", request);
    return authorizer.authorize(scope, target, "", bound).run(scope.executor(target));
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
