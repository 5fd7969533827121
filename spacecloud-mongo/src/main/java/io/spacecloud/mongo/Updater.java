package io.spacecloud.mongo;

import com.mongodb.MongoException;
import io.spacecloud.api.condition.Condition;
import io.spacecloud.api.condition.Conditions;
import io.spacecloud.api.error.ConflictException;
import io.spacecloud.api.error.SpaceCloudException;
import io.spacecloud.api.request.Assignment;
import io.spacecloud.api.request.Update;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import org.bson.BsonDocument;
import org.jspecify.annotations.Nullable;

/**
 * Runs updates: in MongoDB's operators where those do what they should; the other documents are
 * computed here and written if nobody changed them meanwhile.
 */
final class Updater {
  private static final int MAX_TRIES = 100;

  private final Operations operations;
  private final UpdatePlan plan;
  private final Computation computation;
  private final boolean computed;

  Updater(Handle handle, Operations operations, Update update, Condition check, Clock clock) {
    List<Assignment> assignments = update.assignments();
    this.operations = operations;
    this.plan = UpdatePlan.of(handle.info(), assignments, clock);
    this.computation = new Computation(handle.info(), assignments, check, clock);
    this.computed = check != Conditions.TRUE || !plan.isNative();
  }

  /** Changes one of the documents that the filter finds, if there is one. */
  long one(BsonDocument where) {
    BsonDocument ready = plan.ready();
    for (int i = 0; i < MAX_TRIES; i++) {
      if (!computed && operations.updateOne(both(where, ready), plan.update()) > 0) {
        return 1;
      } else if (!computed && ready == null) {
        return 0;
      }
      BsonDocument document = operations.find(where).first();
      if (document == null) {
        return 0;
      } else if (write(where, computation.change(document))) {
        return 1;
      }
    }
    throw contended();
  }

  /**
   * Changes all documents that the filter finds. Those that have to be computed are computed before
   * anything is written, so that one that cannot be changed leaves all as they are; they are
   * written last, and only if they still were none for MongoDB's operators: none is changed twice.
   */
  long all(BsonDocument where) {
    BsonDocument ready = computed ? ConditionRenderer.none() : plan.ready();
    if (ready == null) {
      return operations.updateAll(where, plan.update());
    }
    BsonDocument rest = computed ? where : both(where, ConditionRenderer.not(ready));
    List<Computation.Change> changes = new ArrayList<>();
    for (BsonDocument document : operations.find(rest)) {
      changes.add(computation.change(document));
    }
    long affected = computed ? 0 : operations.updateAll(both(where, ready), plan.update());
    for (Computation.Change change : changes) {
      affected += writeCounted(rest, change, affected);
    }
    return affected;
  }

  private static BsonDocument both(BsonDocument where, @Nullable BsonDocument ready) {
    return ready == null ? where : ConditionRenderer.and(List.of(where, ready));
  }

  private boolean write(BsonDocument where, Computation.Change change) {
    BsonDocument same = ConditionRenderer.and(List.of(where, change.same()));
    return operations.updateOne(same, change.update()) > 0;
  }

  private long writeCounted(BsonDocument where, Computation.Change change, long before) {
    try {
      return untilWritten(where, change);
    } catch (SpaceCloudException | MongoException e) {
      if (before == 0 || operations.isTransaction()) {
        throw e;
      }
      throw new ConflictException(
          ConflictException.Reason.PARTIAL, "failed after " + before + " documents");
    }
  }

  /** A document that is no longer found is none that the update is for. */
  private long untilWritten(BsonDocument where, Computation.Change first) {
    Computation.Change change = first;
    BsonDocument id = new BsonDocument(CollectionInfo.ID, first.id());
    for (int i = 0; i < MAX_TRIES; i++) {
      if (write(where, change)) {
        return 1;
      }
      BsonDocument document = operations.find(ConditionRenderer.and(List.of(where, id))).first();
      if (document == null) {
        return 0;
      }
      change = computation.change(document);
    }
    throw contended();
  }

  private static ConflictException contended() {
    return new ConflictException(
        ConflictException.Reason.WRITE_CONFLICT,
        "others changed the same document again and again");
  }
}
