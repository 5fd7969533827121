package io.spacecloud.engine.auth;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The keys of one moment, by {@code kid}. Immutable. */
final class KeyTable {
  private final Map<String, BoundKey> named = new LinkedHashMap<>();
  private final List<BoundKey> unnamed = new ArrayList<>();

  private final boolean sole;

  /**
   * Of keys with the same {@code kid} the first stands.
   *
   * @param sole whether the configuration names one key, or one key set, and no more
   */
  KeyTable(Collection<BoundKey> keys, boolean sole) {
    this.sole = sole;
    for (BoundKey key : keys) {
      if (key.kid() == null) {
        unnamed.add(key);
      } else {
        named.putIfAbsent(key.kid(), key);
      }
    }
  }

  /**
   * The keys that may have signed a token: the one of its {@code kid} or none. A token without one
   * may be signed by a key without one, or by the only usable one.
   */
  List<BoundKey> candidates(@Nullable String kid) {
    if (kid != null) {
      BoundKey key = named.get(kid);
      return key == null ? List.of() : List.of(key);
    } else if (sole && unnamed.isEmpty() && named.size() == 1) {
      return List.copyOf(named.values());
    }
    return unnamed;
  }
}
