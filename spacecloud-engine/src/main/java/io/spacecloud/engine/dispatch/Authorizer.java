package io.spacecloud.engine.dispatch;

import io.spacecloud.api.condition.Condition;
import io.spacecloud.api.condition.Conditions;
import io.spacecloud.api.condition.FieldPath;
import io.spacecloud.api.error.AccessDeniedException;
import io.spacecloud.api.request.Aggregate;
import io.spacecloud.api.request.Assignment;
import io.spacecloud.api.request.CollectionRequest;
import io.spacecloud.api.request.Create;
import io.spacecloud.api.request.Delete;
import io.spacecloud.api.request.Operation;
import io.spacecloud.api.request.Read;
import io.spacecloud.api.request.Stage;
import io.spacecloud.api.request.Update;
import io.spacecloud.api.result.Document;
import io.spacecloud.api.rule.FieldAccess;
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
  Permit authorize(Scope scope, Target target, String prefix, CollectionRequest bound) {
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

  /** The read of what the caller may see, and what of it. */
  Permit restrict(Scope scope, Target target, Read read) {
    return query(scope, target, read, read.limit(), false);
  }

  private Permit query(Scope scope, Target target, Read read) {
    Long limit = read.limit();
    return switch (read.op()) {
      case COUNT -> query(scope, target, read, limit, false);
      case ONE -> query(scope, target, read, limit == null || limit > 1 ? ONE : limit, false);
      case ALL, DISTINCT -> {
        boolean paged = limit == null || limit > pageLimit;
        yield query(scope, target, read, paged ? pageLimit : limit, paged);
      }
    };
  }

  private static Permit query(
      Scope scope, Target target, Read read, @Nullable Long limit, boolean paged) {
    Verdict verdict = Judge.granted(scope, target.binder(), Operation.READ, read, null);
    FieldAccess fields = verdict.fields();
    FieldGuard.read(fields, read);
    List<FieldPath> select =
        fields.isAll()
            ? read.select()
            : FieldGuard.select(fields, read.select(), target.binder().schema());
    return new Permit(
        new Command.Query(bounded(read, verdict.residual(), select, limit), paged), fields);
  }

  /** Made at once: most requests that an engine serves come through here. */
  @SuppressWarnings("ReferenceEquality") // the same list says that nothing changes
  private static Read bounded(
      Read read, Condition residual, List<FieldPath> select, @Nullable Long limit) {
    if (residual == Conditions.TRUE
        && select == read.select()
        && Objects.equals(limit, read.limit())) {
      return read;
    }
    return new Read(
        read.database(),
        read.collection(),
        read.op(),
        residual == Conditions.TRUE ? read.where() : Conditions.and(read.where(), residual),
        select,
        read.sort(),
        read.skip(),
        limit,
        read.distinct(),
        read.after(),
        read.timeout());
  }

  private Permit insert(Scope scope, Target target, Create create) {
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
    return write(new Command.Insert(create, checks, false));
  }

  /** What the inserted row must satisfy, as far as the document does not tell. */
  private static Condition insertCheck(
      Scope scope, Target target, CollectionRequest request, Document doc) {
    Verdict verdict = Judge.granted(scope, target.binder(), Operation.CREATE, request, doc);
    FieldGuard.created(verdict.fields(), doc, target.binder().defaults());
    Condition residual = verdict.residual();
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

  /** What a write returns is keys and counts. */
  private static Permit write(Command command) {
    return new Permit(command, FieldAccess.ALL);
  }

  /** What rows must satisfy for the update's rule; its operators touch only what it grants. */
  private static Condition updatable(Scope scope, Target target, Update update) {
    Verdict verdict = Judge.granted(scope, target.binder(), Operation.UPDATE, update, null);
    FieldGuard.written(verdict.fields(), update.assignments());
    return verdict.residual();
  }

  private static Permit modify(Scope scope, Target target, Update update) {
    Condition own = updatable(scope, target, update);
    Condition readable = readable(scope, target, update, update.where());
    Condition check = updateCheck(target, update, own);
    if (check != Conditions.TRUE || update.dryRun() || update.maxAffected() != null) {
      target.requireTransactions();
    }
    Condition where = Conditions.and(update.where(), own, readable);
    return write(new Command.Modify(update.withWhere(where), check, false));
  }

  private static Condition updateCheck(Target target, Update update, Condition own) {
    return own == Conditions.TRUE
        ? own
        : undecided(Residuals.afterUpdate(own, update.assignments(), target.binder().schema()));
  }

  private static Permit upsert(Scope scope, Target target, String prefix, Update update) {
    Condition own = updatable(scope, target, update);
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
    return write(new Command.Upsert(update.withWhere(key), guard, check, doc, insertCheck, false));
  }

  private static Permit remove(Scope scope, Target target, Delete delete) {
    Condition own =
        Judge.granted(scope, target.binder(), Operation.DELETE, delete, null).residual();
    Condition readable = readable(scope, target, delete, delete.where());
    if (delete.dryRun() || delete.maxAffected() != null) {
      target.requireTransactions();
    }
    Condition where = Conditions.and(delete.where(), own, readable);
    return write(new Command.Remove(delete.withWhere(where), false));
  }

  /**
   * What the caller may read of what is to be written; where that is nothing, the request may only
   * name one row by its key.
   */
  private static Condition readable(
      Scope scope, Target target, CollectionRequest request, Condition where) {
    Verdict verdict = Judge.verdict(scope, target.binder(), Operation.READ, request, null);
    if (!verdict.isDenied()) {
      FieldGuard.condition(verdict.fields(), where);
      FieldGuard.oldValues(verdict.fields(), assignments(request));
      return verdict.residual();
    } else if (!target.binder().isPrimaryKey(where)) {
      throw Judge.denied(null);
    }
    return Conditions.TRUE;
  }

  private static List<Assignment> assignments(CollectionRequest request) {
    return request instanceof Update update ? update.assignments() : List.of();
  }

  private Permit pipeline(Scope scope, Target target, Aggregate aggregate) {
    Verdict own = Judge.granted(scope, target.binder(), Operation.AGGREGATE, aggregate, null);
    Verdict readable = Judge.granted(scope, target.binder(), Operation.READ, aggregate, null);
    FieldAccess fields = own.fields().and(readable.fields());
    FieldGuard.pipeline(fields, aggregate.stages());
    Condition residual = Conditions.and(own.residual(), readable.residual());
    List<Stage> stages = precede(residual, aggregate.stages());
    if (aggregate.op() == Aggregate.Op.ONE) {
      stages.add(new Stage.Limit(1));
    }
    return new Permit(
        new Command.Pipeline(aggregate.withStages(stages), pageLimit.intValue()),
        FieldGuard.returnsStored(stages) ? fields : FieldAccess.ALL);
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
