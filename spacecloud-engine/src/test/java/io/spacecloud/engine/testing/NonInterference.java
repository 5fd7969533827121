package io.spacecloud.engine.testing;

import static io.spacecloud.api.condition.Conditions.field;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.spacecloud.api.condition.Condition;
import io.spacecloud.api.condition.Conditions;
import io.spacecloud.api.error.SpaceCloudException;
import io.spacecloud.api.request.Aggregate;
import io.spacecloud.api.request.Batch;
import io.spacecloud.api.request.Create;
import io.spacecloud.api.request.Delete;
import io.spacecloud.api.request.Read;
import io.spacecloud.api.request.Request;
import io.spacecloud.api.request.Stage;
import io.spacecloud.api.request.Update;
import io.spacecloud.api.request.WriteRequest;
import io.spacecloud.api.result.Document;
import io.spacecloud.api.result.Result;
import io.spacecloud.api.spi.Backend;
import io.spacecloud.engine.ProjectConfig;
import io.spacecloud.engine.Session;
import io.spacecloud.engine.SpaceCloud;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
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
  private static final List<String> COLUMNS = List.of("a", "b", "c", "n", "m");
  private static final List<String> TEAMS = List.of("red", "blue");
  private static final List<String> TEXTS = List.of("x", "y", "z");
  private static final String DECLARATION =
      """
      {"fields": {"id": "integer", "team": "string", "a": "string", "b": "string", "c": "string",
       "n": "integer", "m": "integer"}, "key": "id"}
      """;

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
      builder.declare("db", world, DECLARATION);
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
      COLUMNS.stream().filter(name -> random.nextInt(3) == 0).forEach(hidden::add);
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
        String a = answer(attacker, request(new Random(next), WORLDS.get(0)), door);
        String b = answer(attacker, request(new Random(next), WORLDS.get(1)), door);
        sent.add(request(new Random(next), "world") + " -> " + a);
        assertThat(b).as(this::toString).isEqualTo(a);
      }
    }

    private static Map<String, Object> mine() {
      return Map.of("rule", "filter", "find", Map.of("team", "args.auth.team"));
    }

    /** Rows of the caller's team, without the hidden fields, said in one of several ways. */
    private Map<String, Object> read() {
      if (hidden.isEmpty()) {
        return mine();
      }
      List<String> visible = new ArrayList<>(List.of("id", "team"));
      COLUMNS.stream().filter(name -> !hidden.contains(name)).forEach(visible::add);
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

    private Map<String, Object> write(Map<String, Object> rule) {
      return random.nextInt(3) == 0
          ? with(rule, "fields", Map.of("deny", List.of(any(COLUMNS))))
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
        String team = any(TEAMS);
        Map<String, Object> row = new LinkedHashMap<>(Map.of("id", id, "team", team));
        COLUMNS.forEach(name -> row.put(name, cell(random, name)));
        for (String world : WORLDS) {
          Map<String, Object> own = new LinkedHashMap<>(row);
          for (String name : COLUMNS) {
            if (hidden.contains(name) || team.equals("blue")) {
              own.put(name, cell(random, name));
            }
          }
          trusted.create(Create.one("db", world, own));
        }
      }
    }

    private static Object cell(Random random, String name) {
      if (random.nextInt(5) == 0) {
        return null;
      }
      return name.equals("n") || name.equals("m")
          ? (Object) (long) random.nextInt(4)
          : TEXTS.get(random.nextInt(TEXTS.size()));
    }

    private static Request request(Random random, String world) {
      return switch (random.nextInt(12)) {
        case 9 -> Batch.of("db", write(random, world), write(random, world));
        case 10 -> upsert(random, world);
        case 11 -> Delete.all("db", world).where(find(random, 2)).asDryRun();
        case 0, 1 -> read(random, Read.all("db", world));
        case 2 -> Read.count("db", world).where(find(random, 2));
        case 3 -> Read.distinct("db", world, column(random)).where(find(random, 1));
        case 4 -> aggregate(random, world);
        case 5 -> Delete.all("db", world).where(find(random, 2));
        case 6 -> Create.one("db", world, created(random));
        default -> update(random, Update.all("db", world).where(find(random, 2)));
      };
    }

    private static WriteRequest write(Random random, String world) {
      return switch (random.nextInt(3)) {
        case 0 -> Create.one("db", world, created(random));
        case 1 -> Delete.one("db", world).where(find(random, 1));
        default -> update(random, Update.one("db", world).where(find(random, 1)));
      };
    }

    private static Update upsert(Random random, String world) {
      Update named = Update.upsert("db", world).where(field("id").eq((long) random.nextInt(12)));
      return update(random, named);
    }

    private static Map<String, Object> created(Random random) {
      Map<String, Object> doc = new LinkedHashMap<>();
      doc.put("id", (long) random.nextInt(12));
      doc.put("team", TEAMS.get(random.nextInt(2)));
      for (String name : COLUMNS) {
        if (random.nextInt(3) == 0) {
          doc.put(name, cell(random, name));
        }
      }
      return doc;
    }

    private static Read read(Random random, Read read) {
      Read found = read.where(find(random, 2));
      if (random.nextInt(3) == 0) {
        found = found.sort((random.nextBoolean() ? "-" : "") + column(random));
      }
      if (random.nextInt(3) == 0) {
        found = found.select(column(random), column(random));
      }
      return random.nextInt(3) == 0 ? found.skip(random.nextInt(2)).limit(2) : found;
    }

    private static Request aggregate(Random random, String world) {
      List<Map<String, Object>> stages =
          switch (random.nextInt(5)) {
            case 0 -> List.of(Map.of("$sort", Map.of(column(random), 1)), Map.of("$limit", 2));
            case 1 ->
                List.of(
                    Map.of(
                        "$group",
                        Map.of(
                            "_id",
                            "$" + column(random),
                            "x",
                            Map.of("$max", "$" + column(random)))));
            case 2 -> List.of(Map.of("$project", Map.of("x", "$" + column(random))));
            case 3 -> List.of(Map.of("$count", "x"));
            default -> List.of();
          };
      Aggregate aggregate = Aggregate.all("db", world, stages);
      List<Stage> all = new ArrayList<>(List.of(new Stage.Match(find(random, 1))));
      all.addAll(aggregate.stages());
      return aggregate.withStages(all);
    }

    /**
     * Never of the key: whether moving several keys at once collides depends on the order in which
     * a database happens to store its rows.
     */
    private static Update update(Random random, Update update) {
      String drawn = column(random);
      String name = drawn.equals("id") ? "n" : drawn;
      boolean number = name.equals("n") || name.equals("m");
      return switch (random.nextInt(4)) {
        case 0 -> number ? update.inc(name, 1) : update.set(name, "y");
        case 1 -> number ? update.max(name, 2) : update.min(name, "y");
        case 2 -> number ? update.mul(name, 2) : update.unset(name);
        default -> number ? update.set(name, 1) : update.set(name, "z");
      };
    }

    private static Condition find(Random random, int depth) {
      String name = column(random);
      Object value = name.equals("id") ? (Object) 3L : cell(random, name);
      return switch (random.nextInt(depth == 0 ? 5 : 8)) {
        case 0 -> field(name).eq(value);
        case 1 -> field(name).exists();
        case 2 -> value == null ? field(name).in(1, null) : field(name).gte(value);
        case 3 -> field("id").eq(random.nextInt(8));
        case 4 -> Conditions.TRUE;
        case 5 -> Conditions.not(find(random, depth - 1));
        case 6 -> Conditions.and(find(random, depth - 1), find(random, depth - 1));
        default -> Conditions.or(find(random, depth - 1), find(random, depth - 1));
      };
    }

    private static String column(Random random) {
      int i = random.nextInt(COLUMNS.size() + 2);
      return i == COLUMNS.size() ? "id" : i > COLUMNS.size() ? "team" : COLUMNS.get(i);
    }

    /** Everything that the attacker gets to see. */
    private static String answer(Session attacker, Request request, int door) {
      try {
        Result result = result(attacker, request, door);
        List<String> documents =
            new ArrayList<>(result.documents().stream().map(Document::toString).toList());
        if (request instanceof Aggregate) {
          Collections.sort(documents); // they have no order of their own
        }
        return documents
            + " "
            + result.values()
            + " "
            + result.count()
            + " "
            + result.affected()
            + " "
            + result.keys()
            + " "
            + result.counts()
            + " "
            + result.truncated();
      } catch (SpaceCloudException e) {
        return e.getClass().getSimpleName() + " " + e.getMessage();
      }
    }

    /** By itself, within a transaction, or as a stream. */
    private static Result result(Session attacker, Request request, int door) {
      if (door == 0 && request instanceof Read read && read.op() == Read.Op.ALL) {
        List<Document> documents = new ArrayList<>();
        attacker.stream(read, documents::add);
        return Result.ofDocuments(documents, false);
      } else if (door == 1 && !(request instanceof WriteRequest write && write.dryRun())) {
        return attacker.<Result>transaction(
            "db",
            tx -> {
              return tx.execute(request);
            });
      }
      return attacker.execute(request);
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
