package io.spacecloud.mongo;

import com.mongodb.MongoBulkWriteException;
import com.mongodb.MongoException;
import io.spacecloud.api.condition.Condition;
import io.spacecloud.api.condition.ConditionEvaluator;
import io.spacecloud.api.condition.Conditions;
import io.spacecloud.api.error.AccessDeniedException;
import io.spacecloud.api.error.ConflictException;
import io.spacecloud.api.request.Create;
import io.spacecloud.api.request.Delete;
import io.spacecloud.api.request.Update;
import io.spacecloud.api.result.Document;
import io.spacecloud.api.result.Result;
import io.spacecloud.api.spi.Command;
import java.time.Clock;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.bson.BsonDocument;
import org.jspecify.annotations.Nullable;

/** Runs writes, by themselves or within a transaction. */
final class Writer {
  private static final int MAX_TRIES = 5;

  private final Handle handle;
  private final CollectionInfo info;
  private final Operations operations;
  private final Clock clock;

  Writer(Handle handle, Operations operations, Clock clock) {
    this.handle = handle;
    this.info = handle.info();
    this.operations = operations;
    this.clock = clock;
  }

  /** Whether the command touches one document, or what it is does not have to be whole. */
  static boolean isSingle(Command command) {
    if (command instanceof Command.Modify modify) {
      return modify.request().op() == Update.Op.ONE;
    }
    return !(command instanceof Command.Remove remove) || remove.request().op() == Delete.Op.ONE;
  }

  /** Whether the command can do without a transaction. */
  static boolean isAtomic(Command command) {
    if (command instanceof Command.Insert insert) {
      Create create = insert.request();
      return !create.dryRun() && (create.docs().size() == 1 || create.allowPartial());
    } else if (command instanceof Command.Modify modify) {
      return !modify.request().dryRun() && modify.request().maxAffected() == null;
    } else if (command instanceof Command.Upsert upsert) {
      return !upsert.request().dryRun() && upsert.request().maxAffected() == null;
    } else if (command instanceof Command.Remove remove) {
      return !remove.request().dryRun() && remove.request().maxAffected() == null;
    }
    return true;
  }

  Result insert(Command.Insert command) {
    Create create = command.request();
    Storage storage = new Storage(info);
    List<BsonDocument> stored = new ArrayList<>();
    List<Document> keys = new ArrayList<>();
    for (Document doc : create.docs()) {
      String place = create.op() == Create.Op.ONE ? "doc" : "doc." + stored.size();
      BsonDocument document = storage.document(place, doc);
      check(command.checks().get(stored.size()), doc, document);
      stored.add(document);
      generated(doc, document, keys);
    }
    if (stored.size() == 1) {
      operations.insert(stored.get(0));
    } else {
      insertAll(stored);
    }
    return Result.ofAffected(stored.size(), keys);
  }

  private void insertAll(List<BsonDocument> documents) {
    try {
      operations.insert(documents);
    } catch (MongoBulkWriteException e) {
      // In order, so that those before the first error are there.
      int created = e.getWriteErrors().isEmpty() ? 0 : e.getWriteErrors().get(0).getIndex();
      if (created == 0 || operations.isTransaction()) {
        throw e;
      }
      throw new ConflictException(
          ConflictException.Reason.PARTIAL, "failed after " + created + " documents");
    }
  }

  private void check(Condition check, Document doc, BsonDocument stored) {
    if (check == Conditions.TRUE) {
      return;
    }
    Map<String, @Nullable Object> row = new HashMap<>(doc);
    row.put(CollectionInfo.ID, id(stored));
    if (!ConditionEvaluator.compile(check).test(row)) {
      throw new AccessDeniedException("denied");
    }
  }

  private @Nullable Object id(BsonDocument stored) {
    return ValueReader.value(
        stored.get(CollectionInfo.ID), info.kind(CollectionInfo.ID), CollectionInfo.ID);
  }

  private void generated(Document doc, BsonDocument stored, List<Document> keys) {
    boolean mine = info.schema().primaryKey().contains(CollectionInfo.ID);
    if (mine && doc.get(CollectionInfo.ID) == null) {
      keys.add(Document.of(Map.of(CollectionInfo.ID, Objects.requireNonNull(id(stored)))));
    }
  }

  Result update(Command.Modify command) {
    Update update = command.request();
    Updater updater = new Updater(handle, operations, update, command.check(), clock);
    BsonDocument where = handle.conditions().render(update.where());
    long affected = update.op() == Update.Op.ONE ? updater.one(where) : updater.all(where);
    return limited(affected, update.maxAffected());
  }

  private static Result limited(long affected, @Nullable Long most) {
    if (most != null && affected > most) {
      throw new ConflictException(
          ConflictException.Reason.MAX_AFFECTED, "more rows than maxAffected allows");
    }
    return Result.ofAffected(affected, List.of());
  }

  Result delete(Command.Remove command) {
    Delete delete = command.request();
    BsonDocument where = handle.conditions().render(delete.where());
    long affected =
        delete.op() == Delete.Op.ONE ? operations.deleteOne(where) : operations.deleteAll(where);
    return limited(affected, delete.maxAffected());
  }

  /**
   * Updates the document that the key names, else inserts it. Whoever inserts it in between makes
   * the insert fail, and then it can be updated; a document that still cannot be is one that must
   * not be touched.
   */
  Result upsert(Command.Upsert command) {
    Update update = command.request();
    Updater updater = new Updater(handle, operations, update, command.check(), clock);
    BsonDocument key = handle.conditions().render(update.where());
    BsonDocument where =
        handle.conditions().render(Conditions.and(update.where(), command.guard()));
    for (int i = 0; i < MAX_TRIES; i++) {
      if (updater.one(where) > 0) {
        return limited(1, update.maxAffected());
      } else if (operations.find(key).first() == null) {
        Result inserted = insertUnlessThere(command);
        if (inserted != null) {
          return inserted;
        }
      }
    }
    throw Errors.constraint();
  }

  private @Nullable Result insertUnlessThere(Command.Upsert command) {
    Document doc = command.insert();
    BsonDocument stored = new Storage(info).document("doc", doc);
    check(command.insertCheck(), doc, stored);
    try {
      operations.insert(stored);
    } catch (MongoException e) {
      if (!Errors.isDuplicateKey(e) || operations.isTransaction()) {
        throw e; // a transaction in which something failed is over
      }
      return null;
    }
    limited(1, command.request().maxAffected());
    return Result.ofAffected(1, List.of(key(doc, stored)));
  }

  private Document key(Document doc, BsonDocument stored) {
    Map<String, @Nullable Object> key = new LinkedHashMap<>();
    for (String name : info.schema().primaryKey()) {
      key.put(name, name.equals(CollectionInfo.ID) ? id(stored) : doc.get(name));
    }
    return Document.of(key);
  }
}
