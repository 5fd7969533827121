package io.spacecloud.api.contract;

import io.spacecloud.api.request.Aggregate;
import io.spacecloud.api.request.Batch;
import io.spacecloud.api.request.Create;
import io.spacecloud.api.request.Delete;
import io.spacecloud.api.request.Read;
import io.spacecloud.api.request.Request;
import io.spacecloud.api.request.Update;
import io.spacecloud.api.request.WriteRequest;

/** The same requests for another database. */
final class Readdressed {
  private Readdressed() {}

  static Request to(String database, Request request) {
    if (request instanceof Batch batch) {
      return new Batch(
          database,
          batch.requests().stream().map(write -> (WriteRequest) to(database, write)).toList(),
          batch.timeout());
    } else if (request instanceof Read r) {
      return read(database, r);
    } else if (request instanceof Create r) {
      return new Create(
          database, r.collection(), r.op(), r.docs(), r.allowPartial(), r.dryRun(), r.timeout());
    } else if (request instanceof Update r) {
      return new Update(
          database,
          r.collection(),
          r.op(),
          r.where(),
          r.assignments(),
          r.maxAffected(),
          r.dryRun(),
          r.timeout());
    } else if (request instanceof Delete r) {
      return new Delete(
          database, r.collection(), r.op(), r.where(), r.maxAffected(), r.dryRun(), r.timeout());
    } else if (request instanceof Aggregate r) {
      return new Aggregate(database, r.collection(), r.op(), r.stages(), r.timeout());
    }
    throw new AssertionError(request.getClass());
  }

  private static Read read(String database, Read r) {
    return new Read(
        database,
        r.collection(),
        r.op(),
        r.where(),
        r.select(),
        r.sort(),
        r.skip(),
        r.limit(),
        r.distinct(),
        r.after(),
        r.timeout());
  }
}
