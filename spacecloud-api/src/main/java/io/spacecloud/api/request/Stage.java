package io.spacecloud.api.request;

import io.spacecloud.api.condition.Condition;
import io.spacecloud.api.condition.FieldPath;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** One step of an aggregate: documents in, documents out. */
public sealed interface Stage {
  /** Keeps the documents for which the condition holds. */
  record Match(Condition condition) implements Stage {}

  /**
   * One document per combination of keys, in no order.
   *
   * @param keys empty for {@code _id: null}: all documents are one group
   * @param composite whether {@code _id} is an object of the keys, not the value of the only one
   */
  record Group(List<Key> keys, boolean composite, List<Accumulator> accumulators) implements Stage {
    public Group {
      keys = List.copyOf(keys);
      accumulators = List.copyOf(accumulators);
      if (!composite && keys.size() > 1) {
        throw new IllegalArgumentException("several keys make a composite _id");
      }
    }
  }

  /** What a group has in common: its name within {@code _id} and its field. */
  record Key(String name, FieldPath path) {}

  /**
   * A value computed over a group.
   *
   * @param path the field, or null where {@code constant} counts
   * @param constant what {@code $sum} adds for each document where there is no path
   */
  record Accumulator(String name, Function function, @Nullable FieldPath path, long constant) {}

  /** How a group's values become one; nulls are passed over. */
  enum Function {
    /** The sum; 0 of nothing. */
    SUM("$sum"),
    /** Sum over count; null of nothing. */
    AVG("$avg"),
    MIN("$min"),
    MAX("$max"),
    /** The number of documents. */
    COUNT("$count");

    private final String wire;

    Function(String wire) {
      this.wire = wire;
    }

    public String wire() {
      return wire;
    }
  }

  /** Puts the documents in order. */
  record Order(List<Sort> keys) implements Stage {
    public Order {
      keys = List.copyOf(keys);
    }
  }

  /** Drops the first documents. */
  record Skip(long documents) implements Stage {}

  /** Keeps the first documents. */
  record Limit(long documents) implements Stage {}

  /** Keeps and renames fields. */
  record Project(List<Projection> fields) implements Stage {
    public Project {
      fields = List.copyOf(fields);
    }
  }

  /** A field of the outcome and where it comes from. */
  record Projection(String name, FieldPath source) {}

  /** One document whose only field is the number of documents. */
  record Count(String name) implements Stage {}
}
