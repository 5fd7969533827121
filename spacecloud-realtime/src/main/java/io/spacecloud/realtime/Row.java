package io.spacecloud.realtime;

import io.spacecloud.api.result.Document;
import io.spacecloud.api.value.Comparisons;

/**
 * A row of a result.
 *
 * @param row all of it that is known
 * @param selected what the read selects of it
 * @param visible what of that decides whether a change is told
 */
record Row(RowKey key, Document row, Document selected, Document visible) {
  boolean looksLike(Row other) {
    return Comparisons.equal(visible, other.visible);
  }
}
