package io.spacecloud.engine;

import io.spacecloud.api.error.UnauthenticatedException;
import io.spacecloud.api.file.FilePath;
import io.spacecloud.api.function.FunctionRequest;
import io.spacecloud.api.live.LiveEvent;
import io.spacecloud.api.live.LiveQuery;
import io.spacecloud.api.live.LiveQueryListener;
import io.spacecloud.api.request.Aggregate;
import io.spacecloud.api.request.Batch;
import io.spacecloud.api.request.Create;
import io.spacecloud.api.request.Delete;
import io.spacecloud.api.request.FileOperation;
import io.spacecloud.api.request.Read;
import io.spacecloud.api.request.Request;
import io.spacecloud.api.request.Update;
import io.spacecloud.api.result.Document;
import io.spacecloud.api.result.Result;
import io.spacecloud.api.rule.Caller;
import io.spacecloud.api.rule.Explanation;
import io.spacecloud.api.spi.LiveView;
import io.spacecloud.api.spi.Realtime;
import io.spacecloud.engine.auth.Tokens;
import io.spacecloud.engine.auth.VerifiedToken;
import io.spacecloud.engine.dispatch.Authority;
import io.spacecloud.engine.dispatch.Calls;
import io.spacecloud.engine.dispatch.FileAccess;
import io.spacecloud.engine.dispatch.FileDispatcher.Standing;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Flow;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * What one caller does. Immutable and thread-safe; cheap enough to be made for each request.
 *
 * <p>Each request is judged by the rules of its time; one whose token has expired since, or whose
 * key is gone, is refused.
 */
public final class Session {
  private final SpaceCloud cloud;
  private final @Nullable String token;
  private final @Nullable Tokens verifier;
  private final @Nullable VerifiedToken verified;
  private final Authority authority;
  private final long expiry;

  Session(
      SpaceCloud cloud,
      @Nullable String token,
      @Nullable Tokens verifier,
      @Nullable VerifiedToken verified,
      Authority authority) {
    this.cloud = cloud;
    this.token = token;
    this.verifier = verifier;
    this.verified = verified;
    this.authority = authority;
    Instant end = verified == null ? null : verified.expiresAt();
    boolean ends = end != null && end.isBefore(Instant.ofEpochMilli(Long.MAX_VALUE));
    this.expiry = end != null && ends ? end.toEpochMilli() : Long.MAX_VALUE;
  }

  /** Who the session's requests are made by. */
  public Caller caller() {
    return authority.caller();
  }

  /** Inserts documents. */
  public Result create(Create create) {
    return execute(create);
  }

  /** Reads documents, counts them, or reads the values of a field. */
  public Result read(Read read) {
    return execute(read);
  }

  /** Changes rows. */
  public Result update(Update update) {
    return execute(update);
  }

  /** Deletes rows. */
  public Result delete(Delete delete) {
    return execute(delete);
  }

  /** Sends rows through a pipeline. */
  public Result aggregate(Aggregate aggregate) {
    return execute(aggregate);
  }

  /** Makes all of the writes, or none. */
  public Result batch(Batch batch) {
    return execute(batch);
  }

  /** Runs a request of any kind. */
  public Result execute(Request request) {
    Project project = cloud.project();
    Authority current = authority(project);
    return cloud
        .dispatcher()
        .execute(project.policy(), current, request)
        .withMapper(ObjectMapping.INSTANCE);
  }

  /**
   * Follows a read of one or all documents: the listener is told the result, and then every change
   * of it, until the live query is closed, the right to read is lost, or the engine is closed.
   *
   * <p>The listener is called on the engine's executor, by one thread at a time, perhaps before
   * this returns. What it cannot take fast enough is replaced by one new snapshot.
   *
   * @throws io.spacecloud.api.error.UnsupportedFeatureException if the collection is not enabled
   *     for live queries, or its database cannot tell changes
   * @throws IllegalStateException if the engine was built without live queries
   */
  public LiveQuery subscribe(Read read, LiveQueryListener listener) {
    return follow(read, listener, Long.MAX_VALUE);
  }

  /**
   * The same as a publisher: each of its subscribers is a live query of its own, told as many
   * events as it asks for; what it does not ask for in time is replaced by one new snapshot.
   */
  public Flow.Publisher<LiveEvent> publisher(Read read) {
    return new LivePublisher(this, read);
  }

  Realtime.Subscription follow(Read read, LiveQueryListener listener, long demand) {
    return cloud.follow(this, read, listener, demand);
  }

  LiveView follow(Project project, Read read) {
    Instant until = expiry == Long.MAX_VALUE ? null : Instant.ofEpochMilli(expiry);
    return cloud.dispatcher().follow(project.policy(), authority(project), read, until);
  }

  /** Whether the token has expired, or its key is gone. */
  boolean isOver() {
    return token != null && (cloud.now() >= expiry || (verified != null && verified.isRevoked()));
  }

  Authority authority() {
    return authority;
  }

  /**
   * Calls a function, and waits for its reply.
   *
   * @param params null, a text, number, boolean, list or map
   * @param timeout how long to wait at most
   * @return what the function replies, as JSON has it
   * @throws io.spacecloud.api.error.FunctionException if it replies that it will not
   * @throws io.spacecloud.api.error.NotFoundException if the service has no such function
   * @throws io.spacecloud.api.error.BackendException whose reason tells what else there was; after
   *     {@code UNSERVED} and {@code EXHAUSTED} it has not run, after others it may have
   */
  public @Nullable Object call(
      String service, String function, @Nullable Object params, Duration timeout) {
    return call(new FunctionRequest(service, function, params, timeout));
  }

  /** As the other one. */
  public @Nullable Object call(FunctionRequest request) {
    return Calls.await(callAsync(request));
  }

  /**
   * Calls a function without waiting for its reply; the exceptions of {@link #call} that have to do
   * with it are what the future ends by. Cancelling it tells the function.
   *
   * @throws io.spacecloud.api.error.AccessDeniedException if the rules deny it
   */
  public CompletableFuture<@Nullable Object> callAsync(FunctionRequest request) {
    Project project = cloud.project();
    return cloud.dispatcher().call(project.policy(), authority(project), request);
  }

  /** How many documents the read's condition selects. */
  public long count(Read read) {
    return read(Transaction.counting(read)).count();
  }

  /** Runs a request by the rules, on fields too that user management keeps from sessions. */
  Result executeInside(Request request) {
    Project project = cloud.project();
    return cloud.dispatcher().execute(project.policy(), authority(project).asInside(), request);
  }

  boolean isOf(SpaceCloud other) {
    return cloud == other;
  }

  /** Hands each document of a read to the consumer, however many there are. */
  public void stream(Read read, Consumer<Document> consumer) {
    Project project = cloud.project();
    cloud.dispatcher().stream(project.policy(), authority(project), read, consumer);
  }

  /**
   * Runs the body in one transaction: committed when it returns, rolled back when it throws.
   *
   * <p>A write conflict is thrown as a retryable {@link io.spacecloud.api.error.ConflictException}:
   * whether the body can be run again is for its author to know.
   */
  @SuppressWarnings({
    "overloads",
    "FunctionalInterfaceClash"
  }) // a body in braces returns a value or does not
  public <T extends @Nullable Object> T transaction(
      String database, Function<Transaction, T> body) {
    Project project = cloud.project();
    return cloud
        .dispatcher()
        .transaction(
            project.policy(),
            authority(project),
            database,
            open -> body.apply(new Transaction(this, open)));
  }

  /** As the other one, for a body that has nothing to return. */
  @SuppressWarnings({"overloads", "FunctionalInterfaceClash"})
  public void transaction(String database, Consumer<Transaction> body) {
    this.<@Nullable Void>transaction(
        database,
        transaction -> {
          body.accept(transaction);
          return null;
        });
  }

  /**
   * Why a request is allowed or denied; it does not run. For the embedding code, not its caller.
   */
  public Explanation explain(Request request) {
    Project project = cloud.project();
    return cloud.dispatcher().explain(project.policy(), authority(project), request);
  }

  /** Why a call of a function is allowed or denied; it is not called. */
  public Explanation explainCall(String service, String function, @Nullable Object params) {
    Project project = cloud.project();
    FunctionRequest call = FunctionRequest.of(service, function, params);
    return cloud.dispatcher().explainCall(project.policy(), authority(project), call);
  }

  /**
   * Why an operation on a file is allowed or denied; it does not run.
   *
   * @param meta what the caller says of the file
   */
  public Explanation explainFile(FileOperation operation, String path, Map<String, ?> meta) {
    FilePath file = FilePath.of(path);
    return explain(new FileAccess(operation, file, false, Document.of("meta", meta)));
  }

  /** Why an operation on whatever may stand at a path and below it is allowed or denied. */
  public Explanation explainFiles(FileOperation operation, String path) {
    return explain(FileAccess.ofAll(operation, FilePath.of(path)));
  }

  private Explanation explain(FileAccess access) {
    Project project = cloud.project();
    return cloud.dispatcher().explainFile(project.policy(), authority(project), access);
  }

  /**
   * The files, as this session's caller may use them.
   *
   * @throws IllegalStateException if the engine was built without files
   */
  public SessionFiles files() {
    return new SessionFiles(
        cloud.files(),
        () -> {
          Project project = cloud.project();
          return new Standing(project.policy(), authority(project));
        });
  }

  /** The authority that the session still has, by the project's present keys. */
  private Authority authority(Project project) {
    if (token == null) {
      return authority;
    } else if (project.tokens() != verifier || (verified != null && verified.isRevoked())) {
      return new Authority(project.tokens().verify(token).caller(), false);
    }
    requireUnexpired();
    return authority;
  }

  void requireUnexpired() {
    if (token != null && cloud.now() >= expiry) {
      throw new UnauthenticatedException("the token has expired");
    }
  }
}
