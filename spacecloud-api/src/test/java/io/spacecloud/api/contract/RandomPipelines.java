package io.spacecloud.api.contract;

import io.spacecloud.api.condition.FieldPath;
import io.spacecloud.api.request.Aggregate;
import io.spacecloud.api.request.Sort;
import io.spacecloud.api.request.Stage;
import io.spacecloud.api.request.Stage.Accumulator;
import io.spacecloud.api.request.Stage.Function;
import io.spacecloud.api.value.Kind;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Random pipelines whose outcome is certain: what cuts follows a total order, and nothing but the
 * outcome itself depends on sums of reals, which agree nearly.
 */
final class RandomPipelines {
  private static final List<Function> ON_NUMBERS =
      List.of(Function.SUM, Function.AVG, Function.MIN, Function.MAX);
  private static final List<Function> ON_ORDERED = List.of(Function.MIN, Function.MAX);

  private final RandomValues values;
  private final TableSpec spec;

  /** The fields at this stage by their path, those left out that are not exact. */
  private Map<String, Column> fields = Map.of();

  /** The paths that tell the documents of this stage apart; empty if none are known to. */
  private List<String> key = List.of();

  private boolean ordered;

  RandomPipelines(RandomValues values, TableSpec spec) {
    this.values = values;
    this.spec = spec;
  }

  Aggregate any(String database) {
    fields = new LinkedHashMap<>();
    spec.columns().forEach(column -> fields.put(column.name(), column));
    key = spec.primaryKey();
    ordered = false;
    List<Stage> stages = new ArrayList<>();
    for (int i = 1 + values.below(5); i > 0 && !fields.isEmpty(); i--) {
      stages.add(stage());
    }
    Aggregate.Op op = ordered && values.chance(4) ? Aggregate.Op.ONE : Aggregate.Op.ALL;
    return new Aggregate(database, spec.name(), op, stages, null);
  }

  private Stage stage() {
    return switch (values.below(10)) {
      case 0, 1 -> new Stage.Match(new RandomConditions(values, fields).wide());
      case 2, 3 -> order();
      case 4 -> ordered ? new Stage.Skip(values.below(4)) : order();
      case 5 -> ordered ? new Stage.Limit(values.below(6)) : order();
      case 6 -> project();
      case 7 -> count();
      default -> group();
    };
  }

  private Stage count() {
    fields = Map.of("n", Column.of("n", Kind.INTEGER));
    key = List.of("n");
    ordered = true;
    return new Stage.Count("n");
  }

  private Stage order() {
    List<String> names = sortable();
    if (key.isEmpty() || !names.containsAll(key)) {
      return new Stage.Match(new RandomConditions(values, fields).wide());
    }
    List<String> paths = new ArrayList<>(List.of(values.any(names)));
    key.stream().filter(path -> !paths.contains(path)).forEach(paths::add);
    ordered = true;
    return new Stage.Order(
        paths.stream().map(path -> new Sort(FieldPath.of(path), values.chance(2))).toList());
  }

  private List<String> sortable() {
    return fields.keySet().stream().filter(path -> fields.get(path).kind().isOrdered()).toList();
  }

  /** Fields under their own names or others; those inside _id are taken out of it. */
  private Stage project() {
    Map<String, Column> kept = new LinkedHashMap<>();
    Map<String, String> renamed = new LinkedHashMap<>();
    List<Stage.Projection> projections = new ArrayList<>();
    for (Map.Entry<String, Column> field : fields.entrySet()) {
      String path = field.getKey();
      String own = path.contains(".") ? "x" + projections.size() : path;
      String name = values.chance(3) ? "p" + projections.size() : own;
      if (!values.chance(3) && !kept.containsKey(name)) {
        kept.put(name, field.getValue());
        renamed.put(path, name);
        projections.add(new Stage.Projection(name, FieldPath.of(path)));
      }
    }
    if (projections.isEmpty()) {
      return new Stage.Match(new RandomConditions(values, fields).wide());
    }
    key = renamed.keySet().containsAll(key) ? key.stream().map(renamed::get).toList() : List.of();
    fields = kept;
    return new Stage.Project(projections);
  }

  private Stage group() {
    List<String> groupable =
        fields.keySet().stream().filter(path -> fields.get(path).kind() != Kind.OBJECT).toList();
    Map<String, Column> yielded = new LinkedHashMap<>();
    List<Stage.Key> keys = new ArrayList<>();
    boolean composite = !groupable.isEmpty() && values.chance(3);
    int count = composite ? 1 + values.below(2) : groupable.isEmpty() ? 0 : values.below(2);
    for (int i = 0; i < count; i++) {
      String path = values.any(groupable);
      keys.add(new Stage.Key(composite ? "k" + i : "_id", FieldPath.of(path)));
      yielded.put(composite ? "_id.k" + i : "_id", fields.get(path));
    }
    key = List.copyOf(yielded.keySet());
    List<Accumulator> accumulators = new ArrayList<>();
    for (int i = values.below(4); i > 0; i--) {
      accumulators.add(accumulator("a" + i, yielded));
    }
    fields = yielded;
    ordered = false;
    return new Stage.Group(keys, composite, accumulators);
  }

  private Accumulator accumulator(String name, Map<String, Column> yielded) {
    List<String> ordered = sortable();
    if (ordered.isEmpty() || values.chance(4)) {
      yielded.put(name, Column.of(name, Kind.INTEGER));
      return values.chance(2)
          ? new Accumulator(name, Function.COUNT, null, 1)
          : new Accumulator(name, Function.SUM, null, values.below(4));
    }
    String path = values.any(ordered);
    Column column = fields.get(path);
    Function function = values.any(column.kind().isNumber() ? ON_NUMBERS : ON_ORDERED);
    boolean inexact =
        column.kind() == Kind.REAL && (function == Function.SUM || function == Function.AVG);
    if (!inexact) {
      yielded.put(name, function == Function.AVG ? Column.of(name, Kind.DECIMAL) : column);
    }
    return new Accumulator(name, function, FieldPath.of(path), 0);
  }
}
