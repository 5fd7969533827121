package io.spacecloud.engine;

import io.spacecloud.api.request.Aggregate;
import io.spacecloud.api.request.Batch;
import io.spacecloud.api.request.Create;
import io.spacecloud.api.request.Delete;
import io.spacecloud.api.request.Read;
import io.spacecloud.api.request.Request;
import io.spacecloud.api.request.Update;
import io.spacecloud.api.result.Result;
import io.spacecloud.engine.dispatch.OpenTransaction;

/** A session's requests within one transaction, each authorised; for the thread of its body. */
public final class Transaction {
  private final Session session;
  private final OpenTransaction open;

  Transaction(Session session, OpenTransaction open) {
    this.session = session;
    this.open = open;
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

  /** Makes all of the writes; if one fails, the whole transaction is undone. */
  public Result batch(Batch batch) {
    return execute(batch);
  }

  /** How many documents the read's condition selects. */
  public long count(Read read) {
    return read(counting(read)).count();
  }

  static Read counting(Read read) {
    Read count = Read.count(read.database(), read.collection()).withWhere(read.where());
    return read.timeout() == null ? count : count.timeout(read.timeout());
  }

  /** Runs a request of any kind. */
  public Result execute(Request request) {
    session.requireUnexpired();
    return open.execute(request).withMapper(ObjectMapping.INSTANCE);
  }
}
