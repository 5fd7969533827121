package io.spacecloud.engine.dispatch;

import io.spacecloud.api.error.BackendException;
import io.spacecloud.api.error.ConflictException;
import io.spacecloud.api.error.SpaceCloudException;
import io.spacecloud.api.request.Read;
import io.spacecloud.api.result.Document;
import io.spacecloud.api.rule.RowReader;
import io.spacecloud.api.spi.Command;
import io.spacecloud.api.spi.CommandExecutor;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Where one request is judged and run: by which rules, with whose authority, in which transaction.
 * It reads for the rules, with the authority of the engine. For one thread.
 */
final class Scope implements RowReader {
  private static final long MAX_ROWS = 1_000;

  private final Databases databases;
  private final Policy policy;
  private final Authority authority;
  private final @Nullable String alias;
  private final @Nullable CommandExecutor transaction;
  private @Nullable SpaceCloudException failure;

  private Scope(
      Databases databases,
      Policy policy,
      Authority authority,
      @Nullable String alias,
      @Nullable CommandExecutor transaction) {
    this.databases = databases;
    this.policy = policy;
    this.authority = authority;
    this.alias = alias;
    this.transaction = transaction;
  }

  static Scope direct(Databases databases, Policy policy, Authority authority) {
    return new Scope(databases, policy, authority, null, null);
  }

  static Scope within(
      Databases databases,
      Policy policy,
      Authority authority,
      String alias,
      CommandExecutor transaction) {
    return new Scope(databases, policy, authority, alias, transaction);
  }

  Policy policy() {
    return policy;
  }

  Authority authority() {
    return authority;
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
      Long limit = bound.limit();
      long most = read.op() == Read.Op.ONE ? 1 : MAX_ROWS;
      Command query =
          new Command.Query(bound.limit(limit == null ? most : Math.min(limit, most)), false);
      return executor(target, read.database()).execute(query).result().documents();
    } catch (BackendException | ConflictException e) {
      failure = e;
      throw e;
    }
  }

  /** A read that failed leaves no verdict, whatever the rules made of it. */
  void rethrowFailure() {
    if (failure != null) {
      throw failure;
    }
  }
}
