package io.spacecloud.engine.security;

import static io.spacecloud.api.condition.Conditions.TRUE;
import static io.spacecloud.api.condition.Conditions.field;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.spacecloud.api.error.AccessDeniedException;
import io.spacecloud.api.request.Update;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Fields of random overlapping policies, against a model of a few lines (class 5). */
class RandomOverlapTest {
  private static final long SEED = Long.getLong("spacecloud.seed", System.nanoTime());
  private static final int CASES = Integer.getInteger("spacecloud.cases", 150);
  private static final Set<String> ALL = Set.of("id", "owner", "note", "n");

  /**
   * A policy and what it comes to for ann.
   *
   * @param grants whether it may grant anything
   * @param fields which it then grants
   */
  private record Policy(String rule, boolean grants, Set<String> fields) {}

  private static Policy policy(Random random, int depth) {
    return switch (random.nextInt(depth == 0 ? 3 : 6)) {
      case 0 -> new Policy("{rule: authenticated}", true, ALL);
      case 1 -> new Policy("{rule: filter, find: {owner: bob}}", true, ALL);
      case 2 ->
          new Policy(
              "{rule: match, eval: ==, type: string, f1: args.auth.id, f2: bob}", false, ALL);
      case 3 -> limited(random, policy(random, depth - 1));
      case 4 -> joined("or", List.of(policy(random, depth - 1), policy(random, depth - 1)));
      default -> joined("and", List.of(policy(random, depth - 1), policy(random, depth - 1)));
    };
  }

  private static Policy limited(Random random, Policy inner) {
    Set<String> some = new LinkedHashSet<>();
    ALL.stream().sorted().filter(name -> random.nextInt(3) == 0).forEach(some::add);
    some.add(random.nextBoolean() ? "note" : "n");
    boolean denies = random.nextBoolean();
    Set<String> fields = new LinkedHashSet<>(inner.fields());
    if (denies) {
      some.remove("id"); // without the key nothing has an order
      fields.removeAll(some);
    } else {
      some.add("id");
      fields.retainAll(some);
    }
    String limit = "fields: {" + (denies ? "deny: " : "allow: ") + some + "}";
    String rule =
        inner.rule().contains("fields")
            ? "{rule: and, " + limit + ", clauses: [" + inner.rule() + "]}"
            : inner.rule().replaceFirst("\\}$", ", " + limit + "}");
    return new Policy(rule, inner.grants(), fields);
  }

  private static Policy joined(String rule, List<Policy> parts) {
    Set<String> fields = new LinkedHashSet<>(ALL);
    boolean or = rule.equals("or");
    List<String> rules = new ArrayList<>();
    for (Policy part : parts) {
      rules.add(part.rule());
      if (!or || part.grants()) {
        fields.retainAll(part.fields());
      }
    }
    boolean grants =
        or ? parts.stream().anyMatch(Policy::grants) : parts.stream().allMatch(Policy::grants);
    return new Policy("{rule: " + rule + ", clauses: " + rules + "}", grants, fields);
  }

  @Test
  void everyBranchThatMayGrantKeepsItsOwn() {
    System.out.println("replay with -Dspacecloud.seed=" + SEED);
    int narrowed = 0;
    for (int i = 0; i < CASES; i++) {
      Policy policy = policy(new Random(SEED + i), 3);
      House house =
          House.of(
              House.OPEN
                  .replace("read: {rule: authenticated}", "read: " + policy.rule())
                  .replace("update: {rule: authenticated}", "update: " + policy.rule()));
      if (policy.grants()) {
        check(house, policy);
        narrowed += policy.fields().size() < ALL.size() ? 1 : 0;
      } else {
        assertThatThrownBy(() -> Door.READ_ALL.find(house.ann(), TRUE), policy.rule())
            .isInstanceOf(AccessDeniedException.class);
      }
    }
    assertThat(narrowed).as("policies that keep something back").isGreaterThan(CASES / 10);
  }

  private static void check(House house, Policy policy) {
    for (Door door : List.of(Door.READ_ALL, Door.STREAM, Door.AGGREGATE, Door.TRANSACTION_READ)) {
      assertThat(door.find(house.ann(), TRUE).documents())
          .as(policy.rule())
          .isNotEmpty()
          .allSatisfy(
              row -> {
                Set<String> seen = new LinkedHashSet<>(row.keySet());
                seen.retainAll(ALL);
                assertThat(seen).isEqualTo(policy.fields());
              });
    }
    for (Map.Entry<String, Object> each :
        Map.<String, Object>of("owner", "bob", "note", "x", "n", 1).entrySet()) {
      Update update = Update.all("db", "todos").where(field("id").eq("none"));
      if (policy.fields().contains(each.getKey())) {
        house.ann().update(update.set(each.getKey(), each.getValue()));
        house.ann().update(update.where(field(each.getKey()).eq(each.getValue())).set("id", "y"));
      } else {
        house.denied(house.ann(), update.set(each.getKey(), each.getValue()));
        house.denied(
            house.ann(), update.where(field(each.getKey()).eq(each.getValue())).set("id", "y"));
      }
    }
  }
}
