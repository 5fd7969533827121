package io.spacecloud.api.spi;

import io.spacecloud.api.request.Read;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A live query as it was authorised at one moment.
 *
 * @param query what is followed; subscribers of equal ones share a result
 * @param grounds what the verdict rests on
 */
public record LiveView(Query query, Grounds grounds) {
  /**
   * What is followed.
   *
   * @param read bound, ordered to the last tie, its limit set, the residual part of its condition
   * @param key the names of the primary key's fields
   * @param sorted whether the caller asked for an order
   * @param view what is seen of the rows
   */
  public record Query(Read read, List<String> key, boolean sorted, RowView view) {
    public Query {
      key = List.copyOf(key);
    }
  }

  /**
   * What could make the verdict another.
   *
   * @param collections whose changes are captured, and which the rule looked at
   * @param unstable whether it depends on what nobody tells the changes of, such as the time
   * @param until when the caller's token expires, or null
   */
  public record Grounds(Set<Collection> collections, boolean unstable, @Nullable Instant until) {
    /** Nothing but the request and the rules. */
    public static final Grounds NONE = new Grounds(Set.of(), false, null);

    public Grounds {
      collections = Set.copyOf(collections);
    }
  }

  /** A collection of a database. */
  public record Collection(String database, String name) {}
}
