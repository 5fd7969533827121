package io.spacecloud.engine.dispatch;

import io.spacecloud.api.error.InvalidRequestException;
import io.spacecloud.api.error.UnsupportedFeatureException;
import io.spacecloud.api.request.Batch;
import io.spacecloud.api.request.CollectionRequest;
import io.spacecloud.api.request.Read;
import io.spacecloud.api.request.Request;
import io.spacecloud.api.request.Update;
import io.spacecloud.api.request.WriteRequest;
import io.spacecloud.api.result.Document;
import io.spacecloud.api.result.Result;
import io.spacecloud.api.rule.Explanation;
import io.spacecloud.api.spi.Backend;
import io.spacecloud.api.spi.Capability;
import io.spacecloud.api.spi.CollectionSchema;
import io.spacecloud.api.spi.TransactionOptions;
import java.time.Clock;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** The one way from a request to a backend: bound, authorised, run. Thread-safe. */
public final class Dispatcher {
  private final Databases databases;
  private final Authorizer authorizer;

  /**
   * A dispatcher to these backends.
   *
   * @param pageLimit the most documents that a read returns
   */
  public Dispatcher(Map<String, Backend> backends, int pageLimit, Clock clock) {
    this.databases = new Databases(backends, clock);
    this.authorizer = new Authorizer(pageLimit);
  }

  /** Runs a request by itself. */
  public Result execute(Policy policy, Authority authority, Request request) {
    if (request instanceof Batch batch) {
      return batch(policy, authority, batch);
    }
    CollectionRequest single = (CollectionRequest) request;
    Target target = databases.target(policy, authority, single);
    CollectionRequest bound = target.binder().bind("", single);
    return bound instanceof WriteRequest write
        ? write(policy, authority, target, write)
        : run(Scope.direct(databases, policy, authority), target, bound);
  }

  private Result run(Scope scope, Target target, CollectionRequest bound) {
    return authorizer.authorize(scope, target, "", bound).run(scope.executor(target));
  }

  private Result write(Policy policy, Authority authority, Target target, WriteRequest write) {
    if (!authority.trusted() && policy.readsData(write)) {
      // Nothing that a rule has read may change before the write that it allowed.
      TransactionOptions options = new TransactionOptions(true, write.dryRun(), write.timeout());
      return retried(policy, authority, write.database(), options, s -> run(s, target, write));
    }
    Scope scope = Scope.direct(databases, policy, authority);
    return write instanceof Update update && update.op() == Update.Op.UPSERT
        ? Retry.onConflict(() -> run(scope, target, write))
        : run(scope, target, write);
  }

  private Result batch(Policy policy, Authority authority, Batch batch) {
    requireTransactions(policy, authority, batch.database());
    Scope direct = Scope.direct(databases, policy, authority);
    BatchPlan plan = BatchPlan.prepare(authorizer, databases, direct, batch);
    TransactionOptions options =
        new TransactionOptions(plan.dependsOnData(), plan.dryRun(), batch.timeout());
    return retried(policy, authority, batch.database(), options, plan::run);
  }

  private Result retried(
      Policy policy,
      Authority authority,
      String alias,
      TransactionOptions options,
      Function<Scope, Result> body) {
    Backend backend = requireTransactions(policy, authority, alias);
    return Retry.onConflict(
        () ->
            backend.inTransaction(
                options, tx -> body.apply(Scope.within(databases, policy, authority, alias, tx))));
  }

  /**
   * Runs the body in one transaction, every request in it judged by the same rules; at the
   * strongest isolation where rules for writes may look at data.
   */
  public <T extends @Nullable Object> T transaction(
      Policy policy, Authority authority, String alias, Function<OpenTransaction, T> body) {
    Backend backend = requireTransactions(policy, authority, alias);
    boolean strongest = !authority.trusted() && policy.readsData(alias);
    return backend.inTransaction(
        new TransactionOptions(strongest, false, null),
        tx -> {
          Scope scope = Scope.within(databases, policy, authority, alias, tx);
          OpenTransaction open = new OpenTransaction(authorizer, databases, scope, alias);
          try {
            T result = body.apply(open);
            open.requireWhole();
            return result;
          } finally {
            open.finish();
          }
        });
  }

  /** Hands every document that the caller may see to the consumer, one after the other. */
  public void stream(Policy policy, Authority authority, Read read, Consumer<Document> consumer) {
    if (read.op() != Read.Op.ALL) {
      throw new InvalidRequestException("op", "only a read of all documents is streamed");
    }
    Target target = databases.target(policy, authority, read);
    target.require(Capability.STREAMING, "streaming");
    Read bound = (Read) target.binder().bind("", read);
    Scope scope = Scope.direct(databases, policy, authority);
    Permit permit = authorizer.restrict(scope, target, bound);
    target.backend().stream(
        (Read) permit.command().request(), document -> consumer.accept(permit.shown(document)));
  }

  /** Why the request is allowed or denied; it does not run. */
  public Explanation explain(Policy policy, Authority authority, Request request) {
    Scope scope = Scope.direct(databases, policy, authority);
    return new Explainer(databases, authorizer, scope).explain(request);
  }

  /** What requests can name of a collection. */
  public CollectionSchema schema(Policy policy, String alias, String collection) {
    return databases.schema(policy, alias, collection);
  }

  /** Looks at a database's collections anew. */
  public void refresh(Policy policy, String alias) {
    databases.backend(policy, Authority.TRUSTED, alias).refresh();
  }

  private Backend requireTransactions(Policy policy, Authority authority, String alias) {
    Backend backend = databases.backend(policy, authority, alias);
    if (!backend.capabilities().contains(Capability.TRANSACTIONS)) {
      throw new UnsupportedFeatureException("this database has no transactions");
    }
    return backend;
  }
}
