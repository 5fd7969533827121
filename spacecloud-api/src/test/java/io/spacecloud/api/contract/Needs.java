package io.spacecloud.api.contract;

import io.spacecloud.api.request.Batch;
import io.spacecloud.api.request.Create;
import io.spacecloud.api.request.Delete;
import io.spacecloud.api.request.Request;
import io.spacecloud.api.request.Update;
import io.spacecloud.api.request.UpdateOperator;
import io.spacecloud.api.request.WriteRequest;
import io.spacecloud.api.spi.Capability;
import java.util.EnumSet;
import java.util.Set;

/** Which capabilities a backend must have for a request, beside that of JSON columns. */
final class Needs {
  private Needs() {}

  static Set<Capability> of(Request request) {
    Set<Capability> needs = EnumSet.noneOf(Capability.class);
    if (request instanceof Batch batch) {
      needs.add(Capability.TRANSACTIONS);
      batch.requests().forEach(write -> needs.addAll(of(write)));
    } else if (request instanceof WriteRequest write && (write.dryRun() || isWhole(write))) {
      needs.add(Capability.TRANSACTIONS);
    }
    boolean renames =
        request instanceof Update update
            && update.assignments().stream().anyMatch(a -> a.operator() == UpdateOperator.RENAME);
    if (renames) {
      needs.add(Capability.RENAME);
    }
    return needs;
  }

  /** Whether several rows change together or not at all. */
  private static boolean isWhole(WriteRequest write) {
    if (write instanceof Create create) {
      return create.docs().size() > 1 && !create.allowPartial();
    } else if (write instanceof Update update) {
      return update.maxAffected() != null;
    }
    return write instanceof Delete delete && delete.maxAffected() != null;
  }
}
