package io.spacecloud.engine.testing;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.spacecloud.api.request.Create;
import io.spacecloud.api.request.Delete;
import io.spacecloud.api.spi.Backend;
import io.spacecloud.engine.ProjectConfig;
import io.spacecloud.engine.Session;
import io.spacecloud.engine.SpaceCloud;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;

/**
 * What an attacker sees never depends on a cell that is hidden from it.
 *
 * <p>Two worlds differ in hidden cells alone: fields that the read rule removes, and rows that it
 * filters away. Whatever random requests an attacker sends under random rules, both worlds answer
 * alike: documents, counts, keys and errors.
 */
public final class NonInterference {
  private static final long SEED = Long.getLong("spacecloud.seed", System.nanoTime());
  private static final int CASES = Integer.getInteger("spacecloud.cases", 150);
  private static final int MINUTES = Integer.getInteger("spacecloud.soak.minutes", 0);
  private static final int REQUESTS = 25;
  private static final String SECRET = "a-secret-for-this-test-alone-0123456789";
  private static final List<String> WORLDS = List.of("world_a", "world_b");

  private NonInterference() {}

  /** Holds for a backend that can make collections. */
  public static void check(Backend backend) throws JsonProcessingException {
    System.out.println("replay with -Dspacecloud.seed=" + SEED);
    long end = System.nanoTime() + Duration.ofMinutes(MINUTES).toNanos();
    int cases = 0;
    try (SpaceCloud cloud =
        SpaceCloud.builder().config(config(Map.of())).backend("db", backend).build()) {
      cloud.schema("db").create();
      while (cases < CASES || System.nanoTime() - end < 0) {
        new Case(cloud, SEED + cases).run();
        cases++;
      }
    }
    System.out.println("NonInterference: " + cases + " cases of " + REQUESTS + " requests");
  }

  private static ProjectConfig config(Map<String, Object> rules) throws JsonProcessingException {
    ObjectMapper mapper = new ObjectMapper();
    var builder = ProjectConfig.builder().id("worlds").secret(SECRET);
    for (String world : WORLDS) {
      builder.collection("db", world, mapper.writeValueAsString(rules));
      builder.declare("db", world, Cells.DECLARATION);
    }
    return builder.build();
  }

  /** Random rules, two worlds, and one attacker. */
  private static final class Case {
    private final SpaceCloud cloud;
    private final Random random;
    private final long seed;
    private final Set<String> hidden = new LinkedHashSet<>();
    private final Map<String, Object> rules = new LinkedHashMap<>();
    private final List<String> sent = new ArrayList<>();

    Case(SpaceCloud cloud, long seed) {
      this.cloud = cloud;
      this.random = new Random(seed);
      this.seed = seed;
    }

    void run() throws JsonProcessingException {
      Cells.HIDEABLE.stream().filter(name -> random.nextInt(4) == 0).forEach(hidden::add);
      rules.put("read", read());
      rules.put("aggr", write(Map.of("rule", "authenticated")));
      rules.put("create", write(Map.of("rule", "authenticated")));
      rules.put("update", write(any(List.of(mine(), Map.of("rule", "authenticated")))));
      rules.put("delete", any(List.of(mine(), Map.of("rule", "authenticated"))));
      cloud.reload(config(rules));
      fill();
      Session attacker =
          cloud.session(
              cloud.tokens().issue(Map.of("id", "eve", "team", "red"), Duration.ofHours(1)));
      for (int i = 0; i < REQUESTS; i++) {
        long next = random.nextLong();
        int door = random.nextInt(5);
        String a = answer(attacker, next, WORLDS.get(0), door);
        String b = answer(attacker, next, WORLDS.get(1), door);
        sent.add(RandomAttack.request(next, "world") + " -> " + a);
        assertThat(b).as(this::toString).isEqualTo(a);
      }
    }

    private static String answer(Session attacker, long seed, String world, int door) {
      return RandomAttack.answer(attacker, RandomAttack.request(seed, world), door);
    }

    private static Map<String, Object> mine() {
      return Map.of("rule", "filter", "find", Map.of("team", "args.auth.team"));
    }

    /** Rows of the caller's team, without the hidden fields, said in one of several ways. */
    private Map<String, Object> read() {
      if (hidden.isEmpty()) {
        return mine();
      }
      List<String> visible = visible();
      List<String> results = hidden.stream().map(name -> "res." + name).toList();
      Map<String, Object> remove = Map.of("rule", "remove", "fields", results);
      List<Map<String, Object>> forced = new ArrayList<>();
      hidden.forEach(
          name -> forced.add(Map.of("rule", "force", "field", "res." + name, "value", "seen")));
      forced.add(mine());
      return switch (random.nextInt(5)) {
        case 0 -> with(mine(), "fields", Map.of("deny", List.copyOf(hidden)));
        case 3 -> Map.of("rule", "and", "clauses", forced);
        case 1 -> with(mine(), "fields", Map.of("allow", visible));
        case 2 -> Map.of("rule", "and", "clauses", List.of(remove, mine()));
        default ->
            Map.of(
                "rule",
                "or",
                "clauses",
                List.of(
                    Map.of("rule", "deny"),
                    Map.of("rule", "and", "clauses", List.of(mine(), remove))));
      };
    }

    private List<String> visible() {
      List<String> visible = new ArrayList<>(List.of("id", "team"));
      for (String name : List.of("a", "b", "c", "n", "m", "d", "r", "j")) {
        if (hidden.stream().noneMatch(each -> each.startsWith(name))) {
          visible.add(name);
        }
      }
      if (!visible.contains("j") && !hidden.contains("j")) {
        visible.addAll(List.of("j.pub", "j.list.pub"));
        visible.add(hidden.contains("j.priv") ? "j.none" : "j.priv");
      }
      return visible;
    }

    private Map<String, Object> write(Map<String, Object> rule) {
      return random.nextInt(3) == 0
          ? with(rule, "fields", Map.of("deny", List.of(any(Cells.HIDEABLE))))
          : rule;
    }

    private static Map<String, Object> with(Map<String, Object> rule, String key, Object value) {
      Map<String, Object> more = new LinkedHashMap<>(rule);
      more.put(key, value);
      return more;
    }

    /** Visible cells are the same in both worlds; hidden ones are drawn apart. */
    private void fill() {
      Session trusted = cloud.trusted();
      WORLDS.forEach(world -> trusted.delete(Delete.all("db", world)));
      for (long id = 1; id <= 6; id++) {
        String team = any(List.of("red", "blue"));
        Map<String, Object> row = Cells.row(random, id, team);
        for (String world : WORLDS) {
          boolean seen = team.equals("red");
          Map<String, Object> own =
              seen ? Cells.apart(random, row, hidden) : Cells.row(random, id, team);
          trusted.create(Create.one("db", world, own));
        }
      }
    }

    private <T> T any(List<T> choices) {
      return choices.get(random.nextInt(choices.size()));
    }

    @Override
    public String toString() {
      return "replay with -Dspacecloud.cases=1 -Dspacecloud.seed="
          + seed
          + "\nhidden "
          + hidden
          + "\n"
          + rules
          + "\n"
          + String.join("\n", sent);
    }
  }
}
