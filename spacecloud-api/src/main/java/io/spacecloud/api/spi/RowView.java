package io.spacecloud.api.spi;

import io.spacecloud.api.result.Document;

/** What one caller sees of rows. Equal ones show the same. Thread-safe. */
public interface RowView {
  /**
   * What of a row decides whether a change of it is visible: nothing that the caller may not see.
   *
   * @param row cut down to what the read selects
   */
  Document visible(Document row);

  /**
   * The row as the caller sees it.
   *
   * @throws io.spacecloud.api.error.SpaceCloudException if it cannot be shown
   */
  Document shown(Document row);
}
