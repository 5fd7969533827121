package io.spacecloud.engine.auth;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The last good state of one key set; guarded by the ring that asks it. */
final class KeySetSource {
  private static final Logger LOG = LoggerFactory.getLogger(KeySetSource.class);

  private final Supplier<String> document;
  private List<BoundKey> keys = List.of();

  KeySetSource(Supplier<String> document) {
    this.document = document;
  }

  List<BoundKey> keys() {
    return keys;
  }

  /** Asks for the document; what it no longer holds is retired, and a failure changes nothing. */
  void reload() {
    List<BoundKey> loaded;
    try {
      loaded = JwkSet.parse(document.get());
    } catch (RuntimeException e) {
      LOG.warn("A key set could not be loaded, the old one stays: {}", e.getClass().getName());
      return;
    }
    List<BoundKey> next = new ArrayList<>(loaded.size());
    for (BoundKey key : loaded) {
      next.add(keys.stream().filter(key::isSame).findFirst().orElse(key));
    }
    keys.stream().filter(key -> !next.contains(key)).forEach(BoundKey::retire);
    keys = next;
  }
}
