package io.spacecloud.engine.dispatch;

import io.spacecloud.api.condition.Condition;
import io.spacecloud.api.condition.Conditions;
import io.spacecloud.api.error.AccessDeniedException;
import io.spacecloud.api.request.Aggregate;
import io.spacecloud.api.request.CollectionRequest;
import io.spacecloud.api.request.Create;
import io.spacecloud.api.request.Delete;
import io.spacecloud.api.request.Operation;
import io.spacecloud.api.request.Read;
import io.spacecloud.api.request.Stage;
import io.spacecloud.api.request.Update;
import io.spacecloud.api.result.Document;
import io.spacecloud.api.rule.Verdict;
import io.spacecloud.api.spi.Command;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Turns bound requests into commands that do no more than the rules allow. Every door leads through
 * it.
 */
final class Authorizer {
  private static final Long ONE = 1L;

  private final Long pageLimit;

  Authorizer(long pageLimit) {
    this.pageLimit = pageLimit;
  }

  /**
   * The command, with what rows must satisfy inside it.
   *
   * @throws AccessDeniedException if nothing may run
   */
  Command authorize(Scope scope, Target target, String prefix, CollectionRequest bound) {
    if (bound instanceof Read read) {
      return query(scope, target, read);
    } else if (bound instanceof Create create) {
      return insert(scope, target, create);
    } else if (bound instanceof Update update) {
      return update.op() == Update.Op.UPSERT
          ? upsert(scope, target, prefix, update)
          : modify(scope, target, update);
    } else if (bound instanceof Delete delete) {
      return remove(scope, target, delete);
    } else if (bound instanceof Aggregate aggregate) {
      return pipeline(scope, target, aggregate);
    }
    throw new AssertionError(bound.getClass());
  }

  /** The read of what the caller may see. */
  Read restrict(Scope scope, Target target, Read read) {
    Condition residual = Judge.residual(scope, target.binder(), Operation.READ, read, null);
    return bounded(read, residual, read.limit());
  }

  private Command query(Scope scope, Target target, Read read) {
    Condition residual = Judge.residual(scope, target.binder(), Operation.READ, read, null);
    Long limit = read.limit();
    return switch (read.op()) {
      case COUNT -> new Command.Query(bounded(read, residual, limit), false);
      case ONE -> {
        Long one = limit == null || limit > 1 ? ONE : limit;
        yield new Command.Query(bounded(read, residual, one), false);
      }
      case ALL, DISTINCT -> {
        boolean paged = limit == null || limit > pageLimit;
        yield new Command.Query(bounded(read, residual, paged ? pageLimit : limit), paged);
      }
    };
  }

  /** Made at once: most requests that an engine serves come through here. */
  private static Read bounded(Read read, Condition residual, @Nullable Long limit) {
    if (residual == Conditions.TRUE && Objects.equals(limit, read.limit())) {
      return read;
    }
    return new Read(
        read.database(),
        read.collection(),
        read.op(),
        residual == Conditions.TRUE ? read.where() : Conditions.and(read.where(), residual),
        read.select(),
        read.sort(),
        read.skip(),
        limit,
        read.distinct(),
        read.after(),
        read.timeout());
  }

  private Command insert(Scope scope, Target target, Create create) {
    List<Condition> checks = new ArrayList<>(create.docs().size());
    boolean checked = false;
    for (Document doc : create.docs()) {
      Condition check = insertCheck(scope, target, create, doc);
      checks.add(check);
      checked |= check != Conditions.TRUE;
    }
    boolean several = create.docs().size() > 1 && !create.allowPartial();
    if (checked || several || create.dryRun()) {
      target.requireTransactions();
    }
    return new Command.Insert(create, checks, false);
  }

  /** What the inserted row must satisfy, as far as the document does not tell. */
  private static Condition insertCheck(
      Scope scope, Target target, CollectionRequest request, Document doc) {
    Condition residual = Judge.residual(scope, target.binder(), Operation.CREATE, request, doc);
    return residual == Conditions.TRUE
        ? residual
        : undecided(Residuals.afterInsert(residual, doc, target.binder().schema()));
  }

  private static Condition undecided(Condition rest) {
    if (rest.equals(Conditions.FALSE)) {
      throw Judge.denied(null);
    }
    return rest.equals(Conditions.TRUE) ? Conditions.TRUE : rest;
  }

  private static Command modify(Scope scope, Target target, Update update) {
    Condition own = Judge.residual(scope, target.binder(), Operation.UPDATE, update, null);
    Condition readable = readable(scope, target, update, update.where());
    Condition check = updateCheck(target, update, own);
    if (check != Conditions.TRUE || update.dryRun() || update.maxAffected() != null) {
      target.requireTransactions();
    }
    Condition where = Conditions.and(update.where(), own, readable);
    return new Command.Modify(update.withWhere(where), check, false);
  }

  private static Condition updateCheck(Target target, Update update, Condition own) {
    return own == Conditions.TRUE
        ? own
        : undecided(Residuals.afterUpdate(own, update.assignments(), target.binder().schema()));
  }

  private static Command upsert(Scope scope, Target target, String prefix, Update update) {
    Condition own = Judge.residual(scope, target.binder(), Operation.UPDATE, update, null);
    Condition readable = readable(scope, target, update, update.where());
    Condition check = updateCheck(target, update, own);
    Document doc = target.binder().inserted(prefix, update);
    Condition insertCheck = insertCheck(scope, target, update, doc);
    boolean checked = check != Conditions.TRUE || insertCheck != Conditions.TRUE;
    if (checked || update.dryRun() || update.maxAffected() != null) {
      target.requireTransactions();
    }
    Condition key = target.binder().upsertKey(update.where());
    Condition beside = key.equals(update.where()) ? Conditions.TRUE : update.where();
    Condition guard = Conditions.and(beside, own, readable);
    return new Command.Upsert(update.withWhere(key), guard, check, doc, insertCheck, false);
  }

  private static Command remove(Scope scope, Target target, Delete delete) {
    Condition own = Judge.residual(scope, target.binder(), Operation.DELETE, delete, null);
    Condition readable = readable(scope, target, delete, delete.where());
    if (delete.dryRun() || delete.maxAffected() != null) {
      target.requireTransactions();
    }
    Condition where = Conditions.and(delete.where(), own, readable);
    return new Command.Remove(delete.withWhere(where), false);
  }

  /**
   * What the caller may read of what is to be written; where that is nothing, the request may only
   * name one row by its key.
   */
  private static Condition readable(
      Scope scope, Target target, CollectionRequest request, Condition where) {
    Verdict verdict = Judge.verdict(scope, target.binder(), Operation.READ, request, null);
    if (!verdict.isDenied()) {
      return verdict.residual();
    } else if (!target.binder().isPrimaryKey(where)) {
      throw Judge.denied(null);
    }
    return Conditions.TRUE;
  }

  private Command pipeline(Scope scope, Target target, Aggregate aggregate) {
    Condition own = Judge.residual(scope, target.binder(), Operation.AGGREGATE, aggregate, null);
    Condition readable = Judge.residual(scope, target.binder(), Operation.READ, aggregate, null);
    List<Stage> stages = precede(Conditions.and(own, readable), aggregate.stages());
    if (aggregate.op() == Aggregate.Op.ONE) {
      stages.add(new Stage.Limit(1));
    }
    return new Command.Pipeline(aggregate.withStages(stages), pageLimit.intValue());
  }

  private static List<Stage> precede(Condition residual, List<Stage> stages) {
    List<Stage> all = new ArrayList<>(stages);
    if (residual == Conditions.TRUE) {
      return all;
    } else if (!stages.isEmpty() && stages.get(0) instanceof Stage.Match match) {
      all.set(0, new Stage.Match(Conditions.and(match.condition(), residual)));
    } else {
      all.add(0, new Stage.Match(residual));
    }
    return all;
  }
}
