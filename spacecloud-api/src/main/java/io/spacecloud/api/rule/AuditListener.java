package io.spacecloud.api.rule;

/**
 * Is told what became of every request on a collection, call of a function and operation on a file:
 * those of batches and transactions one by one, when it is settled whether they took effect.
 * Thread-safe.
 *
 * <p>It is called by the thread that made the request, or that ended a call that nobody waits for.
 * What it throws is logged, and changes nothing for the request, which is over.
 */
@FunctionalInterface
public interface AuditListener {
  void audited(AuditEvent event);
}
