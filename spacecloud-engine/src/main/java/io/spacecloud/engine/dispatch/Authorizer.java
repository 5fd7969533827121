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
import io.spacecloud.api.rule.Effects;
import io.spacecloud.api.rule.FieldAccess;
import io.spacecloud.api.rule.Question;
import io.spacecloud.api.rule.ResultEffect;
import io.spacecloud.api.rule.Verdict;
import io.spacecloud.api.spi.Command;
import io.spacecloud.engine.rules.ResultChanges;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Turns bound requests into commands that do no more than the rules allow. Every door leads through
 * it.
 */
final class Authorizer {
  private static final Long ONE = 1L;
  private static final FieldAccess NOTHING = FieldAccess.allow(Set.of());

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
      return insert(scope, target, prefix, create);
    } else if (bound instanceof Update update) {
      return update.op() == Update.Op.UPSERT
          ? upsert(scope, target, prefix, update)
          : modify(scope, target, prefix, update);
    } else if (bound instanceof Delete delete) {
      return remove(scope, target, delete);
    } else if (bound instanceof Aggregate aggregate) {
      return pipeline(scope, target, aggregate);
    }
    throw new AssertionError(bound.getClass());
  }

  /**
   * Lets pass what touches no rows.
   *
   * @throws AccessDeniedException if it may not be done
   */
  void admit(Scope scope, Question question) {
    Judge.granted(scope, question);
  }

  /** Whether that would be let pass. */
  boolean admits(Scope scope, Question question) {
    return !Judge.verdict(scope, question).isDenied();
  }

  /** The read of what the caller may see, and what of it. */
  Permit restrict(Scope scope, Target target, Read read) {
    return query(scope, target, read, read.limit(), false);
  }

  /**
   * The read that a live query follows: its key is part of what it selects, and may be read, as it
   * is ordered by it.
   */
  Permit follow(Scope scope, Target target, Read read) {
    List<FieldPath> key =
        target.binder().schema().primaryKey().stream().map(FieldPath::of).toList();
    return query(
        scope, target, read.select().isEmpty() ? read : read.withSelect(union(key, read.select())));
  }

  private static List<FieldPath> union(List<FieldPath> first, List<FieldPath> rest) {
    Set<FieldPath> all = new LinkedHashSet<>(first);
    all.addAll(rest);
    return List.copyOf(all);
  }

  private Permit query(Scope scope, Target target, Read read) {
    Long limit = read.limit();
    return switch (read.op()) {
      case COUNT -> query(scope, target, read, limit, false);
      case ONE -> query(scope, target, read, limit == null ? ONE : Math.min(limit, ONE), false);
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
    FieldGuard.read(verdict.effects().usable(), read);
    Read changed = (Read) changed(target, "", verdict, read);
    List<FieldPath> select =
        fields.isAll()
            ? read.select()
            : FieldGuard.select(fields, read.select(), target.binder().schema());
    return new Permit(
        new Command.Query(bounded(changed, verdict.residual(), select, limit), paged),
        verdict.effects(),
        scope.policy().changes());
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

  private Permit insert(Scope scope, Target target, String prefix, Create create) {
    List<Condition> checks = new ArrayList<>(create.docs().size());
    List<Document> docs = new ArrayList<>(create.docs().size());
    boolean checked = false;
    for (Document doc : create.docs()) {
      Insertion insertion = insertion(scope, target, prefix, create, doc);
      checks.add(insertion.check());
      docs.add(insertion.doc());
      checked |= insertion.check() != Conditions.TRUE;
    }
    boolean several = create.docs().size() > 1 && !create.allowPartial();
    if (checked || several || create.dryRun()) {
      target.requireTransactions();
    }
    Create changed = docs.equals(create.docs()) ? create : create.withDocs(docs);
    return write(new Command.Insert(changed, checks, scope.touches().begin(changed)));
  }

  /**
   * A document as it may be inserted, and what its row must satisfy, as far as it does not tell.
   */
  private record Insertion(Document doc, Condition check) {}

  /** What the caller chose is guarded, what the rule makes of it is inserted. */
  private static Insertion insertion(
      Scope scope, Target target, String prefix, CollectionRequest request, Document doc) {
    Verdict verdict = Judge.granted(scope, target.binder(), Operation.CREATE, request, doc);
    FieldGuard.created(verdict.fields(), doc, target.binder());
    Document changed = verdict.effects().doc();
    Document inserted =
        changed == null ? doc : target.binder().bindDocument(prefix + "doc", changed);
    Condition residual = verdict.residual();
    Condition check =
        residual == Conditions.TRUE
            ? residual
            : undecided(Residuals.afterInsert(residual, inserted, target.binder().schema()));
    return new Insertion(inserted, check);
  }

  /** The request as the rule's effects leave it, bound as the caller's own was. */
  private static CollectionRequest changed(
      Target target, String prefix, Verdict verdict, CollectionRequest request) {
    CollectionRequest changed = verdict.effects().request();
    return changed == null ? request : target.binder().bind(prefix, changed);
  }

  private static Condition undecided(Condition rest) {
    if (rest.equals(Conditions.FALSE)) {
      throw Judge.denied(null);
    }
    return rest.equals(Conditions.TRUE) ? Conditions.TRUE : rest;
  }

  /** What a write returns is keys and counts. */
  private static Permit write(Command command) {
    return new Permit(command, Effects.NONE, ResultChanges.NONE);
  }

  /** An update as it may run, and what its rows must satisfy. */
  private record Change(Update update, Condition own, Condition readable) {
    Condition where() {
      return Conditions.and(update.where(), own, readable);
    }
  }

  /** The caller's operators touch only what the rule grants; what the rule forces may be more. */
  private static Change change(Scope scope, Target target, String prefix, Update update) {
    Verdict verdict = Judge.granted(scope, target.binder(), Operation.UPDATE, update, null);
    FieldGuard.written(verdict.fields(), update.assignments());
    Condition readable = readable(scope, target, update, update.where());
    Update changed = (Update) changed(target, prefix, verdict, update);
    return new Change(changed, verdict.residual(), readable);
  }

  private static Permit modify(Scope scope, Target target, String prefix, Update update) {
    Change change = change(scope, target, prefix, update);
    Condition check = updateCheck(target, change.update(), change.own());
    if (check != Conditions.TRUE || update.dryRun() || update.maxAffected() != null) {
      target.requireTransactions();
    }
    return write(
        new Command.Modify(
            change.update().withWhere(change.where()), check, scope.touches().begin(update)));
  }

  private static Condition updateCheck(Target target, Update update, Condition own) {
    return own == Conditions.TRUE
        ? own
        : undecided(Residuals.afterUpdate(own, update.assignments(), target.binder().schema()));
  }

  private static Permit upsert(Scope scope, Target target, String prefix, Update upsert) {
    Change change = change(scope, target, prefix, upsert);
    Update update = change.update();
    Condition check = updateCheck(target, update, change.own());
    // What is inserted is the caller's own, for the rule for creating to change.
    Document doc = target.binder().inserted(prefix, upsert);
    Insertion insertion = insertion(scope, target, prefix, upsert, doc);
    boolean checked = check != Conditions.TRUE || insertion.check() != Conditions.TRUE;
    if (checked || update.dryRun() || update.maxAffected() != null) {
      target.requireTransactions();
    }
    Condition key = target.binder().upsertKey(update.where());
    Condition beside = key.equals(update.where()) ? Conditions.TRUE : update.where();
    Condition guard = Conditions.and(beside, change.own(), change.readable());
    return write(
        new Command.Upsert(
            update.withWhere(key),
            guard,
            check,
            insertion.doc(),
            insertion.check(),
            scope.touches().begin(update)));
  }

  private static Permit remove(Scope scope, Target target, Delete delete) {
    Verdict verdict = Judge.granted(scope, target.binder(), Operation.DELETE, delete, null);
    Condition readable = readable(scope, target, delete, delete.where());
    Delete changed = (Delete) changed(target, "", verdict, delete);
    if (delete.dryRun() || delete.maxAffected() != null) {
      target.requireTransactions();
    }
    Condition where = Conditions.and(changed.where(), verdict.residual(), readable);
    return write(new Command.Remove(changed.withWhere(where), scope.touches().begin(delete)));
  }

  /**
   * What the caller may read of what is to be written; where that is nothing, the request may only
   * name one row by its key.
   */
  private static Condition readable(
      Scope scope, Target target, CollectionRequest request, Condition where) {
    Verdict verdict = Judge.verdict(scope, target.binder(), Operation.READ, request, null);
    if (!verdict.isDenied()) {
      FieldGuard.condition(verdict.effects().usable(), where);
      FieldGuard.oldValues(verdict.effects().usable(), assignments(request));
      return Conditions.and(forced(target, verdict), verdict.residual());
    } else if (!target.binder().isPrimaryKey(where)) {
      throw Judge.denied(null);
    }
    FieldGuard.oldValues(NOTHING, assignments(request));
    return Conditions.TRUE;
  }

  /** What the rule for reading forces into the find of a request that writes. */
  private static Condition forced(Target target, Verdict verdict) {
    CollectionRequest changed = verdict.effects().request();
    if (changed instanceof Update update) {
      return target.binder().bind(update.where());
    } else if (changed instanceof Delete delete) {
      return target.binder().bind(delete.where());
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
    FieldGuard.pipeline(fields.and(readable.effects().usable()), aggregate.stages());
    Condition residual = Conditions.and(own.residual(), readable.residual());
    Aggregate changed = (Aggregate) changed(target, "", readable, aggregate);
    List<Stage> stages = precede(residual, changed.stages());
    if (aggregate.op() == Aggregate.Op.ONE) {
      stages.add(new Stage.Limit(1));
    }
    return new Permit(
        new Command.Pipeline(aggregate.withStages(stages), pageLimit.intValue()),
        FieldGuard.returnsStored(stages) ? hiding(fields, readable.effects()) : Effects.NONE,
        scope.policy().changes());
  }

  /** What is decrypted for documents stays encrypted in pipelines. */
  private static Effects hiding(FieldAccess fields, Effects effects) {
    List<ResultEffect> hiding =
        effects.results().stream()
            .filter(each -> each.kind() != ResultEffect.Kind.DECRYPT)
            .toList();
    return new Effects(fields, null, null, hiding);
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
