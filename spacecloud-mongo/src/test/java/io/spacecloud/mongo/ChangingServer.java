package io.spacecloud.mongo;

import de.bwaldvogel.mongo.MongoServer;
import de.bwaldvogel.mongo.backend.Cursor;
import de.bwaldvogel.mongo.backend.aggregation.Aggregation;
import de.bwaldvogel.mongo.backend.memory.MemoryBackend;
import de.bwaldvogel.mongo.bson.Document;
import de.bwaldvogel.mongo.exception.MongoServerError;
import de.bwaldvogel.mongo.oplog.Oplog;
import io.netty.channel.Channel;
import java.util.List;

/**
 * The server that stands in for MongoDB, with change streams; they can be made to fail. What is
 * mended here, as MongoDB does not have it:
 *
 * <ul>
 *   <li>The document key of an update is the update.
 *   <li>Its log is read while it is written, which fails or misses what was written meanwhile.
 * </ul>
 *
 * <p>What is left: it tells nothing of {@code findAndModify} and of renamed collections, ends no
 * stream when a collection is dropped, names no place before the first event, and does not wait for
 * events. And it says of itself that it stands alone.
 */
final class ChangingServer extends MemoryBackend {
  private final Object log = new Object();
  private volatile int refusal;
  private volatile int resumption;
  private volatile int failure;

  /** Starts it; stopped with the JVM at the latest. */
  String start() {
    MongoServer server = new MongoServer(this);
    server.enableOplog();
    String url = server.bindAndGetConnectionString();
    Runtime.getRuntime().addShutdownHook(new Thread(server::shutdownNow));
    return url;
  }

  /** From now on change streams are not opened for this reason; 0 for no reason. */
  void refuse(int code) {
    refusal = code;
  }

  /** From now on change streams are not resumed for this reason; 0 for no reason. */
  void refuseToResume(int code) {
    resumption = code;
  }

  /** From now on change streams that are open break for this reason; 0 for no reason. */
  void fail(int code) {
    failure = code;
  }

  /** How many cursors clients have open. */
  int cursors() {
    return getCursorRegistry().size();
  }

  @Override
  public Document handleCommand(Channel channel, String database, String command, Document query) {
    String pipeline = String.valueOf(query.get("pipeline"));
    if (refusal != 0 && pipeline.contains("$changeStream")) {
      throw new MongoServerError(refusal, "Refused", "for the test");
    } else if (resumption != 0 && pipeline.contains("resumeAfter")) {
      throw new MongoServerError(resumption, "Refused", "for the test");
    }
    return super.handleCommand(channel, database, command, query);
  }

  @Override
  protected Document handleGetMore(String database, String command, Document query) {
    if (failure != 0) {
      throw new MongoServerError(failure, "Failed", "for the test");
    }
    synchronized (log) {
      return super.handleGetMore(database, command, query);
    }
  }

  @Override
  protected Oplog createOplog() {
    return new Mended(super.createOplog());
  }

  private final class Mended implements Oplog {
    private final Oplog oplog;

    Mended(Oplog oplog) {
      this.oplog = oplog;
    }

    @Override
    public void handleInsert(String namespace, List<Document> documents) {
      synchronized (log) {
        oplog.handleInsert(namespace, documents);
      }
    }

    @Override
    public void handleUpdate(String namespace, Document filter, Document update, List<Object> ids) {
      synchronized (log) {
        for (Object id : ids) {
          oplog.handleUpdate(namespace, filter, new Document("_id", id), List.of(id));
        }
      }
    }

    @Override
    public void handleDelete(String namespace, Document filter, List<Object> ids) {
      synchronized (log) {
        oplog.handleDelete(namespace, filter, ids);
      }
    }

    @Override
    public void handleDropCollection(String namespace) {
      synchronized (log) {
        oplog.handleDropCollection(namespace);
      }
    }

    @Override
    public Cursor createCursor(Document stage, String namespace, Aggregation aggregation) {
      synchronized (log) {
        return oplog.createCursor(stage, namespace, aggregation);
      }
    }
  }
}
