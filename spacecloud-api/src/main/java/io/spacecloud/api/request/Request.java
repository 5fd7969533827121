package io.spacecloud.api.request;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** An immutable description of what a caller asks of one database. */
public sealed interface Request permits CollectionRequest, Batch {
  /** The alias of the database. */
  String database();

  /** How long the database may take, or null for the backend's default. */
  @Nullable Duration timeout();
}
