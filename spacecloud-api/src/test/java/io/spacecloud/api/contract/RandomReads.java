package io.spacecloud.api.contract;

import io.spacecloud.api.condition.FieldPath;
import io.spacecloud.api.request.Read;
import io.spacecloud.api.request.Sort;
import io.spacecloud.api.value.Kind;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** Random reads of every kind. */
final class RandomReads {
  private final RandomValues values;
  private final RandomConditions conditions;
  private final TableSpec spec;

  RandomReads(RandomValues values, TableSpec spec) {
    this.values = values;
    this.conditions = RandomConditions.of(values, spec);
    this.spec = spec;
  }

  Read any(String database) {
    return switch (values.below(8)) {
      case 0 -> paged(Read.count(database, spec.name()).where(conditions.any(3)));
      case 1 -> ordered(Read.one(database, spec.name()).where(conditions.wide()));
      case 2 -> distinct(database);
      default -> all(database);
    };
  }

  private Read all(String database) {
    Read read = Read.all(database, spec.name()).where(conditions.any(3)).withSelect(select());
    return values.chance(2) ? read : paged(ordered(read));
  }

  private Read distinct(String database) {
    List<Column> columns = spec.columns().stream().filter(c -> c.kind() != Kind.OBJECT).toList();
    Column column = values.any(columns);
    Read read = Read.distinct(database, spec.name(), column.name()).where(conditions.wide());
    return column.kind().isOrdered() ? paged(read) : read;
  }

  private Read paged(Read read) {
    Read skipped = values.chance(3) ? read.skip(values.below(6)) : read;
    return values.chance(3) ? skipped.limit(values.below(6)) : skipped;
  }

  Read ordered(Read read) {
    List<String> columns =
        spec.columns().stream().filter(c -> c.kind().isOrdered()).map(Column::name).toList();
    Set<String> names = new LinkedHashSet<>();
    for (int i = values.below(3); i > 0; i--) {
      names.add(values.any(columns));
    }
    List<Sort> keys = new ArrayList<>();
    names.forEach(name -> keys.add(new Sort(FieldPath.of(name), values.chance(2))));
    return read.withSort(keys);
  }

  private List<FieldPath> select() {
    List<FieldPath> paths = new ArrayList<>();
    for (int i = values.chance(2) ? 0 : 1 + values.below(4); i > 0; i--) {
      Column column = values.any(spec.columns());
      boolean json = column.kind() == Kind.OBJECT;
      paths.add(
          FieldPath.of(json ? RandomConditions.inside(values, column.name()) : column.name()));
    }
    return paths.stream().distinct().toList();
  }
}
