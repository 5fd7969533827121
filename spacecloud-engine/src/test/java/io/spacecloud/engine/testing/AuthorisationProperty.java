package io.spacecloud.engine.testing;

import static io.spacecloud.api.condition.Conditions.field;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.spacecloud.api.condition.Condition;
import io.spacecloud.api.condition.ConditionEvaluator;
import io.spacecloud.api.condition.Conditions;
import io.spacecloud.api.error.AccessDeniedException;
import io.spacecloud.api.error.UnsupportedFeatureException;
import io.spacecloud.api.request.Aggregate;
import io.spacecloud.api.request.CollectionRequest;
import io.spacecloud.api.request.Create;
import io.spacecloud.api.request.Delete;
import io.spacecloud.api.request.Read;
import io.spacecloud.api.request.Stage;
import io.spacecloud.api.request.Update;
import io.spacecloud.api.result.Document;
import io.spacecloud.api.rule.Caller;
import io.spacecloud.api.spi.Backend;
import io.spacecloud.api.spi.Capability;
import io.spacecloud.engine.ProjectConfig;
import io.spacecloud.engine.Session;
import io.spacecloud.engine.SpaceCloud;
import io.spacecloud.engine.rules.RuleInterpreter;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;

/**
 * For random rules, callers and rows nobody sees, counts or changes a row that a plain interpreter
 * of the rules denies, and everybody gets what it grants.
 */
public final class AuthorisationProperty {
  private static final long SEED = Long.getLong("spacecloud.seed", System.nanoTime());
  private static final int CASES = Integer.getInteger("spacecloud.cases", 600);
  private static final String SECRET = "a-secret-for-this-test-alone-0123456789";
  private static final Map<String, Object> DECLARATION =
      Map.of(
          "fields",
          Map.of(
              "id", "integer",
              "owner", "string",
              "team", "string",
              "n", "integer",
              "open", "boolean"),
          "key",
          "id");

  private AuthorisationProperty() {}

  /** Holds for a backend that has no collection {@code property}, and can make one. */
  public static void check(Backend backend) throws JsonProcessingException {
    System.out.println("replay with -Dspacecloud.seed=" + SEED);
    try (SpaceCloud cloud =
        SpaceCloud.builder().config(config(Map.of())).backend("db", backend).build()) {
      cloud.schema("db").create();
      boolean undoes = backend.capabilities().contains(Capability.TRANSACTIONS);
      for (int i = 0; i < CASES; i++) {
        new Case(cloud, undoes, new Random(SEED + i), SEED + i).run();
      }
    }
  }

  private static ProjectConfig config(Map<String, Object> rules) throws JsonProcessingException {
    Map<String, Object> database =
        Map.of("collections", Map.of("property", Map.of("declare", DECLARATION, "rules", rules)));
    Map<String, Object> config =
        Map.of(
            "id", "property", "secret", SECRET, "modules", Map.of("crud", Map.of("db", database)));
    return ProjectConfig.parse(new ObjectMapper().writeValueAsString(config));
  }

  /** Random rules over random rows, and what random callers make of them. */
  private static final class Case {
    private final SpaceCloud cloud;
    private final boolean undoes;
    private final Random random;
    private final long seed;
    private final Map<String, Object> rules = new LinkedHashMap<>();
    private Map<Long, Document> table = new TreeMap<>();

    /**
     * @param undoes whether what must be checked afterwards can be undone; else it is refused
     */
    Case(SpaceCloud cloud, boolean undoes, Random random, long seed) {
      this.cloud = cloud;
      this.undoes = undoes;
      this.random = random;
      this.seed = seed;
    }

    void run() throws JsonProcessingException {
      for (String operation : List.of("create", "read", "update", "delete", "aggr")) {
        if (random.nextInt(8) > 0) {
          rules.put(operation, rule(2));
        }
      }
      cloud.reload(config(rules));
      fill();
      for (int i = 0; i < 6; i++) {
        Map<String, Object> claims = claims();
        Caller caller = claims.isEmpty() ? Caller.ANONYMOUS : Caller.of(claims);
        Session session =
            claims.isEmpty()
                ? cloud.anonymous()
                : cloud.session(cloud.tokens().issue(claims, Duration.ofHours(1)));
        act(session, caller);
        assertThat(stored()).as(this::toString).isEqualTo(table);
      }
    }

    private void fill() {
      Session trusted = cloud.trusted();
      trusted.delete(Delete.all("db", "property"));
      for (long id = 1; id <= random.nextInt(8); id++) {
        trusted.create(Create.one("db", "property", row(id)));
      }
      table = stored();
    }

    private Map<Long, Document> stored() {
      Map<Long, Document> rows = new TreeMap<>();
      cloud
          .trusted()
          .read(Read.all("db", "property"))
          .documents()
          .forEach(row -> rows.put((Long) row.get("id"), row));
      return rows;
    }

    private void act(Session session, Caller caller) {
      switch (random.nextInt(6)) {
        case 0 -> read(session, caller);
        case 1 -> count(session, caller);
        case 2 -> sum(session, caller);
        case 3 -> update(session, caller);
        case 4 -> delete(session, caller);
        default -> create(session, caller);
      }
    }

    private void read(Session session, Caller caller) {
      Read read = Read.all("db", "property").where(find()).sort("id");
      List<Document> expected = granted("read", caller, read, read.where());
      try {
        assertThat(session.read(read).documents()).as(this::toString).isEqualTo(expected);
      } catch (AccessDeniedException e) {
        assertThat(expected).as(this::toString).isEmpty();
      }
    }

    private void count(Session session, Caller caller) {
      Read read = Read.count("db", "property").where(find());
      List<Document> expected = granted("read", caller, read, read.where());
      try {
        assertThat(session.read(read).count()).as(this::toString).isEqualTo(expected.size());
      } catch (AccessDeniedException e) {
        assertThat(expected).as(this::toString).isEmpty();
      }
    }

    private void sum(Session session, Caller caller) {
      Condition find = find();
      Aggregate aggregate =
          Aggregate.all("db", "property", List.of())
              .withStages(List.of(new Stage.Match(find), new Stage.Count("rows")));
      List<Document> expected = granted("read", caller, aggregate, find);
      expected.retainAll(granted("aggr", caller, aggregate, find));
      try {
        assertThat(session.aggregate(aggregate).documents())
            .as(this::toString)
            .containsExactly(Document.of(Map.of("rows", expected.size())));
      } catch (AccessDeniedException e) {
        assertThat(expected).as(this::toString).isEmpty();
      }
    }

    private void update(Session session, Caller caller) {
      boolean one = random.nextBoolean();
      Update update = one ? Update.one("db", "property") : Update.all("db", "property");
      update = update.where(find());
      String name = random.nextBoolean() ? "owner" : "team";
      String value = any(List.of("ann", "bob", "red"));
      update = random.nextBoolean() ? update.set(name, value) : update.inc("n", 2);
      List<Document> targets = granted("read", caller, update, update.where());
      targets.retainAll(granted("update", caller, update, update.where()));
      boolean sound = true;
      Map<Long, Document> after = new TreeMap<>(table);
      for (Document row : targets) {
        Document changed = apply(update, row);
        after.put((Long) row.get("id"), changed);
        sound &= grants("update", caller, update, null, changed);
      }
      try {
        long affected = session.update(update).affected();
        assertThat(affected)
            .as(this::toString)
            .isEqualTo(one ? Math.min(1, targets.size()) : targets.size());
        Map<Long, Document> stored = stored();
        if (one) {
          checkOne(caller, update, targets, stored);
        } else {
          assertThat(sound).as(this::toString).isTrue();
          assertThat(stored).as(this::toString).isEqualTo(after);
        }
        table = stored;
      } catch (AccessDeniedException e) {
        boolean allSound = sound && !targets.isEmpty();
        assertThat(allSound).as(this::toString).isFalse();
      } catch (UnsupportedFeatureException e) {
        assertThat(undoes).as(this::toString).isFalse();
      }
    }

    private void checkOne(
        Caller caller, Update update, List<Document> targets, Map<Long, Document> stored) {
      List<Document> changed = new ArrayList<>();
      stored.forEach(
          (id, row) -> {
            if (!row.equals(table.get(id))) {
              changed.add(row);
            }
          });
      assertThat(changed).as(this::toString).hasSizeLessThanOrEqualTo(1);
      for (Document row : changed) {
        Document before = table.get((Long) row.get("id"));
        assertThat(targets).as(this::toString).contains(before);
        assertThat(row).as(this::toString).isEqualTo(apply(update, before));
        assertThat(grants("update", caller, update, null, row)).as(this::toString).isTrue();
      }
    }

    private static Document apply(Update update, Document row) {
      Map<String, Object> changed = new LinkedHashMap<>(row);
      update
          .assignments()
          .forEach(
              assignment ->
                  changed.merge(
                      assignment.path().root(),
                      assignment.value(),
                      (old, operand) ->
                          assignment.path().root().equals("n")
                              ? (Object) ((Long) old + (Long) operand)
                              : operand));
      return Document.of(changed);
    }

    private void delete(Session session, Caller caller) {
      Delete delete = Delete.all("db", "property").where(find());
      List<Document> targets = granted("read", caller, delete, delete.where());
      targets.retainAll(granted("delete", caller, delete, delete.where()));
      try {
        assertThat(session.delete(delete).affected()).as(this::toString).isEqualTo(targets.size());
        targets.forEach(row -> table.remove((Long) row.get("id")));
      } catch (AccessDeniedException e) {
        assertThat(targets).as(this::toString).isEmpty();
      }
    }

    private void create(Session session, Caller caller) {
      long id = 100 + table.size() + random.nextInt(1_000);
      Create create = Create.one("db", "property", row(id));
      Document doc = create.docs().get(0);
      if (table.containsKey(id)) {
        return;
      }
      boolean granted = grants("create", caller, create, doc, doc);
      try {
        session.create(create);
        assertThat(granted).as(this::toString).isTrue();
        table = stored();
        assertThat(table).as(this::toString).containsKey(id);
      } catch (AccessDeniedException e) {
        assertThat(granted).as(this::toString).isFalse();
      }
    }

    private List<Document> granted(
        String operation, Caller caller, CollectionRequest request, Condition find) {
      List<Document> rows = new ArrayList<>();
      for (Document row : table.values()) {
        if (ConditionEvaluator.compile(find).test(row)
            && grants(operation, caller, request, null, row)) {
          rows.add(row);
        }
      }
      return rows;
    }

    private boolean grants(
        String operation, Caller caller, CollectionRequest request, Document doc, Document row) {
      return rules.get(operation) instanceof Map<?, ?> rule
          && new RuleInterpreter(rule, Clock.systemUTC(), (db, collection) -> List.of())
              .grants(caller, request, doc, row);
    }

    private Map<String, Object> rule(int depth) {
      return switch (random.nextInt(depth == 0 ? 5 : 8)) {
        case 0 -> Map.of("rule", any(List.of("allow", "authenticated", "deny")));
        case 1 ->
            Map.of(
                "rule", "match",
                "eval", any(List.of("==", "!=")),
                "type", "string",
                "f1", "args.auth.id",
                "f2", any(List.of("ann", "bob", "args.auth.team")));
        case 2, 3, 4 -> Map.of("rule", "filter", "find", template());
        case 5 -> Map.of("rule", "not", "clause", rule(depth - 1));
        default ->
            Map.of(
                "rule", any(List.of("and", "or")),
                "clauses", List.of(rule(depth - 1), rule(depth - 1)));
      };
    }

    private Map<String, Object> template() {
      return switch (random.nextInt(9)) {
        case 0 -> Map.of("owner", "args.auth.id");
        case 1 -> Map.of("team", Map.of("$in", "args.auth.teams"));
        case 2, 6, 7, 8 -> Map.of("n", Map.of("$lt", "args.auth.level"));
        case 3 -> Map.of("open", random.nextBoolean());
        case 4 -> Map.of("owner", Map.of("$ne", "args.auth.id"), "n", Map.of("$exists", true));
        default -> Map.of("$or", List.of(Map.of("owner", "args.auth.id"), Map.of("open", true)));
      };
    }

    private Condition find() {
      return switch (random.nextInt(6)) {
        case 0 -> field("owner").eq(any(List.of("ann", "bob")));
        case 1 -> field("n").gt(random.nextInt(4));
        case 2 -> Conditions.not(field("team").eq("red"));
        case 3 -> Conditions.or(field("open").eq(null), field("owner").in("ann", "red"));
        default -> Conditions.TRUE;
      };
    }

    private Map<String, Object> claims() {
      Map<String, Object> claims = new HashMap<>();
      if (random.nextInt(5) > 0) {
        claims.put("id", any(List.of("ann", "bob", "cat")));
        if (random.nextInt(4) > 0) {
          claims.put("team", any(List.of("red", "ann")));
          claims.put("teams", List.of("red", "blue").subList(0, random.nextInt(3)));
          claims.put("level", random.nextInt(5));
        }
      }
      return claims;
    }

    private Map<String, Object> row(long id) {
      Map<String, Object> row = new LinkedHashMap<>();
      row.put("id", id);
      row.put("owner", orNull(any(List.of("ann", "bob", "cat"))));
      row.put("team", orNull(any(List.of("red", "blue"))));
      row.put("n", orNull(random.nextInt(5)));
      row.put("open", orNull(random.nextBoolean()));
      return row;
    }

    private Object orNull(Object value) {
      return random.nextInt(5) == 0 ? null : value;
    }

    private <T> T any(List<T> choices) {
      return choices.get(random.nextInt(choices.size()));
    }

    @Override
    public String toString() {
      return "replay with -Dspacecloud.cases=1 -Dspacecloud.seed="
          + seed
          + "\n"
          + rules
          + "\n"
          + table;
    }
  }
}
