package io.spacecloud.engine.dispatch;

import io.spacecloud.api.error.BackendException;
import io.spacecloud.api.error.ConflictException;
import io.spacecloud.api.error.SpaceCloudException;
import io.spacecloud.api.function.FunctionRequest;
import io.spacecloud.api.request.Operation;
import io.spacecloud.api.request.Read;
import io.spacecloud.api.result.Document;
import io.spacecloud.api.rule.FieldAccess;
import io.spacecloud.api.rule.FunctionCaller;
import io.spacecloud.api.rule.RowReader;
import io.spacecloud.api.rule.RuleGrounds;
import io.spacecloud.api.spi.Command;
import io.spacecloud.api.spi.CommandExecutor;
import io.spacecloud.api.spi.LiveView;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Where one request is judged and run: by which rules, with whose authority, in which transaction.
 * It reads for the rules, and calls functions for them, with the authority of the engine. For one
 * thread.
 */
final class Scope implements RowReader, FunctionCaller {
  private static final long MAX_ROWS = 1_000;

  private final Databases databases;
  private final CallCarrier carrier;
  private final Policy policy;
  private final Authority authority;
  private final @Nullable String alias;
  private final @Nullable CommandExecutor transaction;
  private final Hearings hearings;
  private final Touches touches;
  private @Nullable SpaceCloudException failure;

  private Scope(
      Databases databases,
      CallCarrier carrier,
      Policy policy,
      Authority authority,
      @Nullable String alias,
      @Nullable CommandExecutor transaction,
      Hearings hearings,
      Touches touches) {
    this.databases = databases;
    this.carrier = carrier;
    this.policy = policy;
    this.authority = authority;
    this.alias = alias;
    this.transaction = transaction;
    this.hearings = hearings;
    this.touches = touches;
  }

  static Scope direct(
      Databases databases,
      CallCarrier carrier,
      Policy policy,
      Authority authority,
      Hearings hearings,
      Touches touches) {
    return new Scope(databases, carrier, policy, authority, null, null, hearings, touches);
  }

  /** The same in a transaction on the database. */
  Scope within(String database, CommandExecutor executor) {
    return new Scope(databases, carrier, policy, authority, database, executor, hearings, touches);
  }

  Policy policy() {
    return policy;
  }

  Authority authority() {
    return authority;
  }

  /** What is to be told of the requests. */
  Hearings hearings() {
    return hearings;
  }

  /** What is touched. */
  Touches touches() {
    return touches;
  }

  /** What the verdict on a read rests on: what is not captured is looked at from time to time. */
  LiveView.Grounds grounds(Read read, @Nullable Instant until) {
    if (authority.trusted()) {
      return LiveView.Grounds.NONE;
    }
    RuleGrounds grounds =
        policy.rules().grounds(read.database(), read.collection(), Operation.READ);
    Set<LiveView.Collection> captured =
        grounds.collections().stream()
            .filter(each -> policy.isLive(each.database(), each.name()))
            .collect(Collectors.toSet());
    boolean unstable = grounds.unstable() || captured.size() < grounds.collections().size();
    return new LiveView.Grounds(captured, unstable, until);
  }

  /** Runs in the transaction, if there is one. */
  CommandExecutor executor(Target target) {
    return transaction == null ? target.backend() : transaction;
  }

  private CommandExecutor executor(Target target, String database) {
    return database.equals(alias) ? executor(target) : target.backend();
  }

  @Override
  public List<Document> read(Read read) {
    if (read.op() != Read.Op.ONE && read.op() != Read.Op.ALL) {
      throw new IllegalArgumentException("a rule reads documents");
    }
    try {
      Target target = databases.forRule(policy, read);
      Read bound = (Read) target.binder().bind("", read);
      FieldAccess seen = policy.vault().seen(read);
      FieldGuard.read(seen, bound);
      Long limit = bound.limit();
      long most = read.op() == Read.Op.ONE ? 1 : MAX_ROWS;
      Command query =
          new Command.Query(bound.limit(limit == null ? most : Math.min(limit, most)), false);
      List<Document> rows = executor(target, read.database()).execute(query).result().documents();
      return seen.isAll() ? rows : rows.stream().map(seen::mask).toList();
    } catch (BackendException | ConflictException e) {
      failure = e;
      throw e;
    }
  }

  /** A function that a rule asks knows who calls; no rule is asked whether it may be called. */
  @Override
  public @Nullable Object call(
      String service, String function, @Nullable Object params, Duration timeout) {
    FunctionRequest request = new FunctionRequest(service, function, params, timeout);
    return Calls.await(carrier.call(request, authority.caller()));
  }

  /** What is stored, for live queries: it is bound already, and bounded by whoever asks. */
  List<Document> truth(Read bound) {
    Target target = databases.target(policy, authority, bound);
    return executor(target).execute(new Command.Query(bound, false)).result().documents();
  }

  /** A read that failed leaves no verdict, whatever the rules made of it. */
  void rethrowFailure() {
    if (failure != null) {
      throw failure;
    }
  }
}
