package io.spacecloud.engine.dispatch;

import static io.spacecloud.api.condition.Conditions.and;
import static io.spacecloud.api.condition.Conditions.field;
import static io.spacecloud.api.condition.Conditions.not;
import static io.spacecloud.api.condition.Conditions.or;
import static org.assertj.core.api.Assertions.assertThat;

import io.spacecloud.api.condition.Condition;
import io.spacecloud.api.condition.ConditionEvaluator;
import io.spacecloud.api.condition.Conditions;
import io.spacecloud.api.request.Update;
import io.spacecloud.api.result.Document;
import io.spacecloud.api.spi.CollectionSchema;
import io.spacecloud.api.spi.FieldSchema;
import io.spacecloud.api.value.Kind;
import io.spacecloud.engine.testing.Schemas;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Replays a run with {@code -Dspacecloud.seed=…}. */
class ResidualsTest {
  private static final int CASES = 20_000;
  private static final String[] PATHS = {"a", "b", "j.x", "j.y", "j"};
  private static final CollectionSchema SCHEMA =
      Schemas.of("t")
          .field("a", Kind.INTEGER)
          .field("b", Kind.INTEGER)
          .field("j", Kind.OBJECT)
          .build();

  private final long seed = Long.getLong("spacecloud.seed", System.nanoTime());
  private final Random random = new Random(seed);

  @Test
  void whatRemainsAfterAnUpdateDecidesAsTheWholeWould() {
    int decided = 0;
    for (int i = 0; i < CASES; i++) {
      Condition residual = condition(3);
      Map<String, Object> before = row();
      if (holds(residual, before)) {
        Update update = update();
        Condition rest = Residuals.afterUpdate(residual, update.assignments(), SCHEMA);
        Map<String, Object> after = apply(update, before);
        assertThat(holds(rest, after))
            .as("seed %d, case %d: %s, %s, %s", seed, i, residual, before, update.assignments())
            .isEqualTo(holds(residual, after));
        decided += rest instanceof Condition.Constant ? 1 : 0;
      }
    }
    assertThat(decided).isPositive();
  }

  @Test
  void whatRemainsAfterAnInsertDecidesAsTheWholeWould() {
    FieldSchema filled = new FieldSchema("b", Kind.INTEGER, true, true, false, -1);
    CollectionSchema schema =
        new CollectionSchema(
            "t",
            List.of(SCHEMA.field("a"), filled, SCHEMA.field("j")),
            List.of(),
            List.of(),
            false);
    for (int i = 0; i < CASES; i++) {
      Condition residual = condition(3);
      Map<String, Object> doc = row();
      Map<String, Object> inserted = new LinkedHashMap<>(doc);
      if (random.nextBoolean()) {
        doc.remove("b");
        inserted.put("b", 2L);
      }
      Condition rest = Residuals.afterInsert(residual, Document.of(doc), schema);
      assertThat(holds(rest, inserted))
          .as("seed %d, case %d: %s, %s", seed, i, residual, doc)
          .isEqualTo(holds(residual, inserted));
    }
  }

  @Test
  void aGeneratedColumnMayDependOnAnyOther() {
    CollectionSchema schema =
        Schemas.of("t")
            .generated("id", Kind.INTEGER)
            .generated("total", Kind.INTEGER)
            .field("a", Kind.INTEGER)
            .key("id")
            .build();
    Condition residual = and(field("id").eq(1), field("total").lt(10));
    Update update = Update.all("db", "t").set("a", 1);

    assertThat(Residuals.afterUpdate(residual, update.assignments(), schema))
        .isEqualTo(field("total").lt(10));
  }

  @Test
  void aRealThatSinglePrecisionDoesNotHoldIsLookedAtWhenStored() {
    CollectionSchema schema = Schemas.of("t").field("r", Kind.REAL).build();
    Condition residual = field("r").lt(1.5);

    assertThat(
            Residuals.afterUpdate(
                residual, Update.all("db", "t").set("r", 0.1).assignments(), schema))
        .isEqualTo(residual);
    assertThat(
            Residuals.afterUpdate(
                residual, Update.all("db", "t").set("r", 0.5).assignments(), schema))
        .isEqualTo(Conditions.TRUE);
  }

  private static boolean holds(Condition condition, Map<String, Object> row) {
    return ConditionEvaluator.compile(condition).test(row);
  }

  private Condition condition(int depth) {
    int choice = random.nextInt(depth == 0 ? 4 : 7);
    String path = PATHS[random.nextInt(PATHS.length)];
    return switch (choice) {
      case 0 -> field(path).eq(value());
      case 1 -> field(path).gt(random.nextInt(3));
      case 2 -> field(path).exists();
      case 3 -> field(path).in(value(), value());
      case 4 -> not(condition(depth - 1));
      case 5 -> and(condition(depth - 1), condition(depth - 1));
      default -> or(condition(depth - 1), condition(depth - 1));
    };
  }

  private Object value() {
    return random.nextInt(4) == 0 ? null : (Object) (long) random.nextInt(3);
  }

  private Map<String, Object> row() {
    Map<String, Object> object = new LinkedHashMap<>();
    object.put("x", value());
    object.put("y", value());
    Map<String, Object> row = new LinkedHashMap<>();
    row.put("a", value());
    row.put("b", value());
    row.put("j", random.nextInt(5) == 0 ? null : object);
    return row;
  }

  private Update update() {
    List<String> paths = new ArrayList<>(List.of("a", "b", random.nextBoolean() ? "j" : "j.x"));
    Update update = Update.all("db", "t");
    for (String path : paths) {
      update =
          switch (random.nextInt(4)) {
            case 0 -> update.set(path, path.equals("j") ? Map.of("x", 1) : value());
            case 1 -> update.unset(path);
            case 2 -> path.startsWith("j") ? update : update.inc(path, 1);
            default -> update;
          };
    }
    return update;
  }

  @SuppressWarnings("unchecked")
  private static Map<String, Object> apply(Update update, Map<String, Object> before) {
    Map<String, Object> row = new LinkedHashMap<>(before);
    update
        .assignments()
        .forEach(
            a -> {
              Object old = row.get(a.path().root());
              Object value = a.value();
              if (a.path().isNested()) {
                Map<String, Object> copy = new LinkedHashMap<>();
                if (old != null) {
                  copy.putAll((Map<String, Object>) old);
                }
                copy.put("x", a.value());
                value = copy;
              } else if (a.operator().readsOldValue()) {
                value = old == null ? a.value() : (Object) ((Long) old + (Long) a.value());
              }
              row.put(a.path().root(), value);
            });
    return row;
  }

  @Test
  void nothingRemainsOfWhatIsNotTouched() {
    Update update = Update.all("db", "t").set("a", 1);

    assertThat(Residuals.afterUpdate(field("b").eq(1), update.assignments(), SCHEMA))
        .isEqualTo(Conditions.TRUE);
  }

  /** What the database makes, the document does not tell. */
  @Test
  void aGeneratedFieldIsNotKnownBefore() {
    FieldSchema made = new FieldSchema("id", Kind.INTEGER, false, false, true, 64);
    CollectionSchema schema =
        new CollectionSchema("t", List.of(made), List.of("id"), List.of(), false);
    Condition residual = field("id").gt(5);
    assertThat(Residuals.afterInsert(residual, Document.of(Map.of()), schema)).isEqualTo(residual);
    assertThat(Residuals.afterInsert(residual, Document.of(Map.of("id", 6)), schema))
        .isEqualTo(Conditions.TRUE);
  }

  @Test
  void whatARenameBringsIsNotKnownBefore() {
    Condition residual = Conditions.and(field("a").eq(1), field("b").eq(2));
    Update rename = Update.all("db", "t").with(Map.of("$rename", Map.of("a", "b")));
    assertThat(Residuals.afterUpdate(residual, rename.assignments(), SCHEMA)).isEqualTo(residual);
    Update other = Update.all("db", "t").with(Map.of("$rename", Map.of("j.x", "b")));
    assertThat(Residuals.afterUpdate(residual, other.assignments(), SCHEMA))
        .isEqualTo(field("b").eq(2));
    Update none = Update.all("db", "t").with(Map.of("$rename", Map.of("j.x", "j.y")));
    assertThat(Residuals.afterUpdate(residual, none.assignments(), SCHEMA))
        .isEqualTo(Conditions.TRUE);
  }
}
