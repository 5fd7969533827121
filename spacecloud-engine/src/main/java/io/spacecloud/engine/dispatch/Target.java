package io.spacecloud.engine.dispatch;

import io.spacecloud.api.error.UnsupportedFeatureException;
import io.spacecloud.api.spi.Backend;
import io.spacecloud.api.spi.Capability;
import io.spacecloud.engine.binding.Binder;

/** A collection that is there: its backend, and what binds requests to it. */
record Target(Backend backend, Binder binder) {
  void require(Capability capability, String what) {
    if (!backend.capabilities().contains(capability)) {
      throw new UnsupportedFeatureException("this database has no " + what);
    }
  }

  void requireTransactions() {
    require(Capability.TRANSACTIONS, "transactions");
  }
}
