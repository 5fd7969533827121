package io.spacecloud.api.contract;

import static io.spacecloud.api.condition.Conditions.field;

import io.spacecloud.api.condition.Condition;
import io.spacecloud.api.request.Batch;
import io.spacecloud.api.request.Create;
import io.spacecloud.api.request.Delete;
import io.spacecloud.api.request.Request;
import io.spacecloud.api.request.Update;
import io.spacecloud.api.request.WriteRequest;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Random creates, updates, upserts and deletes, alone and in batches. */
final class RandomWrites {
  private final RandomValues values;
  private final RandomTable table;
  private final RandomConditions conditions;
  private final RandomAssignments assignments;
  private final TableSpec spec;

  RandomWrites(RandomValues values, RandomTable table) {
    this.values = values;
    this.table = table;
    this.spec = table.spec();
    this.conditions = RandomConditions.of(values, spec);
    this.assignments = new RandomAssignments(values, table);
  }

  Request any(String database) {
    if (values.chance(8)) {
      return batch(database);
    } else if (values.chance(40)) {
      return assignments.rename(Update.all(database, spec.name()));
    }
    return single(database, values.chance(8), false);
  }

  private Request batch(String database) {
    boolean dry = values.chance(6);
    List<WriteRequest> writes = new ArrayList<>();
    for (int i = 1 + values.below(4); i > 0; i--) {
      writes.add(single(database, dry, true));
    }
    return Batch.of(database, writes.toArray(WriteRequest[]::new));
  }

  /**
   * One write.
   *
   * @param certain whether its outcome must not depend on a choice of the database's
   */
  private WriteRequest single(String database, boolean dry, boolean certain) {
    return switch (values.below(10)) {
      case 0, 1, 2 -> create(database, dry);
      case 3, 4 -> upsert(database, dry);
      case 5, 6 -> delete(database, dry, certain);
      default -> update(database, dry, certain);
    };
  }

  private Create create(String database, boolean dry) {
    List<Map<String, Object>> docs = new ArrayList<>();
    for (int i = values.below(3); i >= 0; i--) {
      docs.add(table.row());
    }
    Create create =
        docs.size() == 1 && values.chance(2)
            ? Create.one(database, spec.name(), docs.get(0))
            : Create.all(database, spec.name(), docs);
    return dry ? create.asDryRun() : create;
  }

  private Update update(String database, boolean dry, boolean certain) {
    boolean keyed = values.chance(3);
    boolean one = keyed || (!certain && values.chance(4));
    Update update = one ? Update.one(database, spec.name()) : Update.all(database, spec.name());
    Condition where = keyed ? table.keyed() : conditions.wide();
    Update changing = assignments.some(update.where(where), keyed);
    Update most = values.chance(6) ? changing.maxAffected(values.below(6)) : changing;
    return dry ? most.asDryRun() : most;
  }

  /** With a value for every column that is required, also of the row to be inserted. */
  private Update upsert(String database, boolean dry) {
    Update update = Update.upsert(database, spec.name()).where(table.keyed());
    List<Column> open = new ArrayList<>(spec.columns());
    open.removeIf(Column::key);
    for (Column column : spec.columns()) {
      if (!column.nullable() && !column.key()) {
        update = update.set(column.name(), table.present(column));
        open.remove(column);
      }
    }
    if (!open.isEmpty() && values.chance(5)) {
      Column beside = open.remove(values.below(open.size()));
      Object value = values.stored(beside);
      update = value == null ? update : update.where(field(beside.name()).eq(value));
    }
    update = assignments.some(update, open, true);
    return dry ? update.asDryRun() : update;
  }

  private Delete delete(String database, boolean dry, boolean certain) {
    boolean keyed = values.chance(2);
    boolean one = keyed || (!certain && values.chance(2));
    Delete delete = one ? Delete.one(database, spec.name()) : Delete.all(database, spec.name());
    Delete narrowed = delete.where(keyed ? table.keyed() : conditions.any(1));
    Delete most = values.chance(3) ? narrowed.maxAffected(values.below(4)) : narrowed;
    return dry ? most.asDryRun() : most;
  }
}
