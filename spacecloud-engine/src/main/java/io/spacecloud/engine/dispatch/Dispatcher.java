package io.spacecloud.engine.dispatch;

import io.spacecloud.api.error.InvalidRequestException;
import io.spacecloud.api.error.UnsupportedFeatureException;
import io.spacecloud.api.function.FunctionRequest;
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
import io.spacecloud.api.spi.LiveView;
import io.spacecloud.api.spi.Realtime;
import io.spacecloud.api.spi.TransactionOptions;
import io.spacecloud.engine.config.Limits;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** The one way from a request to a backend: let in, bound, authorised, run, told. Thread-safe. */
public final class Dispatcher {
  private final Databases databases;
  private final CallCarrier carrier;
  private final Authorizer authorizer;
  private final Admission admission;
  private final Limits limits;
  private final Auditor auditor;
  private final @Nullable Realtime realtime;
  private final Gate gate;

  /**
   * A dispatcher to these backends.
   *
   * @param pageLimit the most documents that a read returns
   * @param realtime is told what writes touch; null where nobody wants to know
   * @param carrier carries out calls of functions
   */
  public Dispatcher(
      Map<String, Backend> backends,
      int pageLimit,
      Limits limits,
      Auditor auditor,
      Clock clock,
      @Nullable Realtime realtime,
      CallCarrier carrier) {
    this.databases = new Databases(backends, clock);
    this.authorizer = new Authorizer(pageLimit);
    this.limits = limits;
    this.admission = new Admission(limits, auditor::nanos);
    this.auditor = auditor;
    this.realtime = realtime;
    this.carrier = carrier;
    this.gate = new Gate(authorizer, admission, auditor);
  }

  private Hearings hearings(Policy policy, Authority authority) {
    return Hearings.of(auditor, policy, authority, request -> explain(policy, authority, request));
  }

  /** Runs a request by itself. */
  public Result execute(Policy policy, Authority authority, Request request) {
    Admission.Pass pass = admission.enter(authority);
    try {
      Request timed = timed(authority, request);
      Hearings hearings = hearings(policy, authority);
      return hearings == Hearings.OFF
          ? run(policy, authority, timed, hearings)
          : hearings.around(() -> run(policy, authority, timed, hearings));
    } finally {
      pass.leave();
    }
  }

  private Request timed(Authority authority, Request request) {
    return authority.trusted() ? request : Timeouts.within(limits, request);
  }

  private Result run(Policy policy, Authority authority, Request request, Hearings hearings) {
    if (request instanceof Batch batch) {
      return batch(policy, authority, batch, hearings);
    }
    CollectionRequest single = (CollectionRequest) request;
    hearings.begin(single);
    Target target = databases.target(policy, authority, single);
    CollectionRequest bound = target.binder().bind("", single);
    if (!(bound instanceof WriteRequest write)) {
      return run(scope(policy, authority, hearings), target, bound);
    }
    Touches touches = Touches.of(realtime, policy);
    Scope scope = scope(policy, authority, hearings, touches);
    return told(touches, () -> write(scope, target, write));
  }

  /** Tells of what is touched once the work is done, and of what may have been if it fails. */
  private static <T extends @Nullable Object> T told(Touches touches, Supplier<T> work) {
    T result;
    try {
      result = work.get();
    } catch (RuntimeException e) {
      touches.failed(e);
      throw e;
    }
    touches.committed();
    return result;
  }

  private Result run(Scope scope, Target target, CollectionRequest bound) {
    Result result = authorizer.authorize(scope, target, "", bound).run(scope, target);
    scope.hearings().ran(result.count());
    return result;
  }

  private Result write(Scope scope, Target target, WriteRequest write) {
    if (!scope.authority().trusted() && scope.policy().readsData(write)) {
      // Nothing that a rule has read may change before the write that it allowed.
      TransactionOptions options = new TransactionOptions(true, write.dryRun(), write.timeout());
      return retried(scope, write.database(), options, within -> run(within, target, write));
    }
    return write instanceof Update update && update.op() == Update.Op.UPSERT
        ? Retry.onConflict(() -> run(scope, target, write))
        : run(scope, target, write);
  }

  private Result batch(Policy policy, Authority authority, Batch batch, Hearings hearings) {
    requireTransactions(policy, authority, batch.database());
    Touches touches = Touches.of(realtime, policy);
    Scope direct = scope(policy, authority, hearings, touches);
    BatchPlan plan = BatchPlan.prepare(authorizer, databases, direct, batch);
    TransactionOptions options =
        new TransactionOptions(plan.dependsOnData(), plan.dryRun(), batch.timeout());
    return told(touches, () -> retried(direct, batch.database(), options, plan::run));
  }

  private Result retried(
      Scope direct, String alias, TransactionOptions options, Function<Scope, Result> body) {
    Backend backend = requireTransactions(direct.policy(), direct.authority(), alias);
    return Retry.onConflict(
        () -> {
          direct.touches().undone(); // by the attempt before
          Result result =
              backend.inTransaction(options, tx -> body.apply(direct.within(alias, tx)));
          if (options.rollback()) {
            direct.touches().undone();
          }
          return result;
        });
  }

  /**
   * Runs the body in one transaction, every request in it judged by the same rules; at the
   * strongest isolation where rules for writes may look at data.
   */
  public <T extends @Nullable Object> T transaction(
      Policy policy, Authority authority, String alias, Function<OpenTransaction, T> body) {
    Admission.Pass pass = admission.enter(authority);
    try {
      Backend backend = requireTransactions(policy, authority, alias);
      boolean strongest = !authority.trusted() && policy.readsData(alias);
      TransactionOptions options =
          new TransactionOptions(strongest, false, authority.trusted() ? null : limits.longest());
      Hearings hearings = hearings(policy, authority);
      Touches touches = Touches.of(realtime, policy);
      Scope direct = scope(policy, authority, hearings, touches);
      return hearings.<T>around(
          () ->
              Dispatcher.<T>told(
                  touches,
                  () ->
                      backend.inTransaction(
                          options, tx -> run(direct.within(alias, tx), alias, body))));
    } finally {
      pass.leave();
    }
  }

  private <T extends @Nullable Object> T run(
      Scope scope, String alias, Function<OpenTransaction, T> body) {
    OpenTransaction open = new OpenTransaction(authorizer, databases, scope, alias, limits);
    try {
      T result = body.apply(open);
      open.requireWhole();
      return result;
    } finally {
      open.finish();
    }
  }

  /** Hands every document that the caller may see to the consumer, one after the other. */
  public void stream(Policy policy, Authority authority, Read read, Consumer<Document> consumer) {
    Admission.Pass pass = admission.enter(authority);
    try {
      Hearings hearings = hearings(policy, authority);
      Scope scope = scope(policy, authority, hearings);
      Read timed = (Read) timed(authority, read);
      hearings.<@Nullable Void>around(
          () -> {
            hearings.begin(timed);
            stream(scope, timed, consumer);
            return null;
          });
    } finally {
      pass.leave();
    }
  }

  private void stream(Scope scope, Read read, Consumer<Document> consumer) {
    if (read.op() != Read.Op.ALL) {
      throw new InvalidRequestException("op", "only a read of all documents is streamed");
    }
    Target target = databases.target(scope.policy(), scope.authority(), read);
    target.require(Capability.STREAMING, "streaming");
    Read bound = (Read) target.binder().bind("", read);
    Permit permit = authorizer.restrict(scope, target, bound);
    LongAdder rows = new LongAdder();
    target.backend().stream(
        (Read) permit.command().request(),
        document -> {
          rows.increment();
          consumer.accept(permit.shown(document));
        });
    scope.hearings().ran(rows.sum());
  }

  /**
   * What a live query of the read is at the moment, for this caller.
   *
   * @param until when the caller's token expires, or null
   */
  public LiveView follow(Policy policy, Authority authority, Read read, @Nullable Instant until) {
    Admission.Pass pass = admission.enter(authority);
    try {
      Hearings hearings = hearings(policy, authority);
      Scope scope = scope(policy, authority, hearings);
      return hearings.around(
          () -> {
            hearings.begin(read);
            return view(scope, read, until);
          });
    } finally {
      pass.leave();
    }
  }

  private LiveView view(Scope scope, Read read, @Nullable Instant until) {
    Policy policy = scope.policy();
    if (read.op() != Read.Op.ONE && read.op() != Read.Op.ALL) {
      throw new InvalidRequestException("op", "only reads of one or all documents are followed");
    }
    Target target = databases.target(policy, scope.authority(), read);
    if (!policy.isLive(read.database(), read.collection())) {
      throw new UnsupportedFeatureException("the collection is not enabled for live queries");
    }
    requireChanges(target);
    Read bound = (Read) target.binder().bind("", read);
    Permit permit = authorizer.follow(scope, target, bound);
    LiveView.Query query =
        new LiveView.Query(
            (Read) permit.command().request(),
            target.binder().schema().primaryKey(),
            !read.sort().isEmpty(),
            permit.sight());
    return new LiveView(query, scope.grounds(read, until));
  }

  private static void requireChanges(Target target) {
    if (target.backend().changes() == null) {
      target.require(Capability.TOUCHED_KEYS, "live queries");
    }
    if (target.binder().schema().primaryKey().isEmpty()) {
      throw new UnsupportedFeatureException("a live query needs a collection with a primary key");
    }
  }

  /** Reads for live queries what is shown to nobody as it is: no rules apply, nor limits. */
  public List<Document> truth(Policy policy, Read read) {
    return scope(policy, Authority.TRUSTED, Hearings.OFF).truth(read);
  }

  /** Why the request is allowed or denied; it does not run. */
  public Explanation explain(Policy policy, Authority authority, Request request) {
    Scope scope = scope(policy, authority, Hearings.OFF);
    return new Explainer(databases, authorizer, scope).explain(request);
  }

  /**
   * Lets operations on files in that belong together, if the rules allow each.
   *
   * @return what they are told by and counted with; to be closed when they are over
   * @throws io.spacecloud.api.error.AccessDeniedException if the rules deny one
   */
  public Admitted authorizeFile(Policy policy, Authority authority, List<FileAccess> accesses) {
    return gate.enter(policy, authority, accesses, told -> scope(policy, authority, told));
  }

  /** Whether the rules allow an operation on a file, which nobody is told of. */
  boolean allowsFile(Policy policy, Authority authority, FileAccess access) {
    Scope scope = scope(policy, authority, Hearings.OFF);
    return authorizer.admits(scope, access.question(scope));
  }

  /** Why an operation on a file is allowed or denied. */
  public Explanation explainFile(Policy policy, Authority authority, FileAccess access) {
    return Gate.explain(scope(policy, authority, Hearings.OFF), access);
  }

  /** Why a call of a function is allowed or denied; it is not called. */
  public Explanation explainCall(Policy policy, Authority authority, FunctionRequest call) {
    return Gate.explain(scope(policy, authority, Hearings.OFF), new CallAccess(call));
  }

  /**
   * Calls a function, if the rules allow it.
   *
   * @return completes as {@link io.spacecloud.api.spi.FunctionBus#call} does
   * @throws io.spacecloud.api.error.AccessDeniedException if they do not
   */
  public CompletableFuture<@Nullable Object> call(
      Policy policy, Authority authority, FunctionRequest call) {
    FunctionRequest timed =
        authority.trusted() ? call : call.withTimeout(limits.timeout(call.timeout()));
    Admitted admitted =
        gate.enter(
            policy,
            authority,
            List.of(new CallAccess(timed)),
            told -> scope(policy, authority, told));
    return Calls.counted(admitted, carried(timed, authority));
  }

  private CompletableFuture<@Nullable Object> carried(FunctionRequest call, Authority authority) {
    try {
      return carrier.call(call, authority.caller());
    } catch (RuntimeException e) {
      return CompletableFuture.failedFuture(e);
    }
  }

  private Scope scope(Policy policy, Authority authority, Hearings hearings) {
    return scope(policy, authority, hearings, Touches.NONE);
  }

  private Scope scope(Policy policy, Authority authority, Hearings hearings, Touches touches) {
    return Scope.direct(databases, carrier, policy, authority, hearings, touches);
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
