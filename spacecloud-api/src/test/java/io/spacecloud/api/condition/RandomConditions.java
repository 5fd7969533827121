package io.spacecloud.api.condition;

import io.spacecloud.api.condition.Condition.Operator;
import io.spacecloud.api.value.ObjectId;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Conditions and rows by chance, of few fields and few values so that they meet. */
final class RandomConditions {
  static final long SEED = Long.getLong("spacecloud.seed", System.nanoTime());

  private static final String[] PATHS = {"a", "b", "c", "o.x", "o.y.z", "l"};
  private static final List<@Nullable Object> VALUES =
      Arrays.asList(
          null,
          true,
          false,
          0L,
          1L,
          -1L,
          (1L << 53) + 1,
          0x1p53,
          1.0,
          0.5,
          new BigDecimal("1.00"),
          new BigDecimal("0.1"),
          "",
          "1",
          "a",
          "ab",
          "\ud83d\ude00",
          "\uffff",
          Instant.EPOCH,
          LocalDate.EPOCH,
          LocalTime.NOON,
          new UUID(1, 2),
          new ObjectId("0".repeat(24)),
          List.of(),
          List.of(1L, "a"),
          Map.of(),
          Map.of("x", 1L),
          Map.of("x", 1L, "y", Map.of("z", "a")));
  private static final String[] PATTERNS = {"", "%", "a%", "_", "%b", "\\%", "__"};

  private final Random random;

  private RandomConditions(Random random) {
    this.random = random;
  }

  /** Prints the seed, which {@code -Dspacecloud.seed} replays. */
  static RandomConditions seeded() {
    System.out.println("spacecloud.seed=" + SEED);
    return new RandomConditions(new Random(SEED));
  }

  @Nullable Object value() {
    return VALUES.get(random.nextInt(VALUES.size()));
  }

  private Object present() {
    Object value = value();
    return value == null ? 1L : value;
  }

  Map<String, @Nullable Object> row() {
    Map<String, @Nullable Object> row = new LinkedHashMap<>();
    for (String name : List.of("a", "b", "c", "o", "l")) {
      if (random.nextInt(4) > 0) {
        row.put(name, value());
      }
    }
    return row;
  }

  private FieldPath path() {
    return FieldPath.of(PATHS[random.nextInt(PATHS.length)]);
  }

  List<Condition> several(int depth) {
    List<Condition> conditions = new ArrayList<>();
    for (int i = random.nextInt(4); i > 0; i--) {
      conditions.add(condition(depth));
    }
    return conditions;
  }

  Condition condition(int depth) {
    return switch (random.nextInt(depth > 0 ? 10 : 6)) {
      case 0 -> Conditions.equal(path(), value());
      case 1 -> ordered();
      case 2 -> Conditions.in(path(), Arrays.asList(value(), value(), value()));
      case 3 -> Conditions.exists(path());
      case 4 -> Conditions.like(path(), PATTERNS[random.nextInt(PATTERNS.length)]);
      case 5 -> Conditions.contains(path(), present());
      case 6, 7 -> Conditions.and(several(depth - 1));
      case 8 -> Conditions.or(several(depth - 1));
      default -> Conditions.not(condition(depth - 1));
    };
  }

  private Condition ordered() {
    Operator operator = Operator.values()[1 + random.nextInt(4)];
    return Conditions.compare(path(), operator, random.nextBoolean() ? random.nextLong(3) : "a");
  }
}
