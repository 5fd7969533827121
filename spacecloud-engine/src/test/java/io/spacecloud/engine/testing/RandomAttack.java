package io.spacecloud.engine.testing;

import static io.spacecloud.api.condition.Conditions.field;
import static io.spacecloud.engine.testing.Cells.any;
import static io.spacecloud.engine.testing.Cells.chance;

import io.spacecloud.api.condition.Condition;
import io.spacecloud.api.condition.Conditions;
import io.spacecloud.api.error.ConflictException;
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
import io.spacecloud.engine.Session;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/** Random requests of an attacker, and everything that it gets to see of the answers. */
final class RandomAttack {
  private final Random random;
  private final String world;

  private RandomAttack(Random random, String world) {
    this.random = random;
    this.world = world;
  }

  /** The same seed makes the same request to each world. */
  static Request request(long seed, String world) {
    return new RandomAttack(new Random(seed), world).request();
  }

  private Request request() {
    return switch (random.nextInt(13)) {
      case 0, 1 -> read(Read.all("db", world));
      case 2 -> Read.count("db", world).where(find(2));
      case 3 -> Read.distinct("db", world, path()).where(find(1));
      case 4, 5 -> aggregate();
      case 6 -> delete(Delete.all("db", world).where(find(2)));
      case 7 -> Create.one("db", world, created());
      case 8 -> Batch.of("db", write(), write());
      case 9 -> update(Update.upsert("db", world).where(field("id").eq((long) random.nextInt(12))));
      case 10 -> Delete.all("db", world).where(find(2)).asDryRun();
      case 11 -> update(Update.all("db", world).where(find(2))).maxAffected(random.nextInt(3));
      default -> update(Update.all("db", world).where(find(2)));
    };
  }

  private WriteRequest write() {
    return switch (random.nextInt(3)) {
      case 0 -> Create.one("db", world, created());
      case 1 -> Delete.one("db", world).where(find(1));
      default -> update(Update.one("db", world).where(find(1)));
    };
  }

  private Delete delete(Delete delete) {
    return chance(random, 3) ? delete.maxAffected(random.nextInt(3)) : delete;
  }

  private Map<String, Object> created() {
    Map<String, Object> doc = new LinkedHashMap<>();
    doc.put("id", (long) random.nextInt(12));
    doc.put("team", any(random, List.of("red", "blue")));
    for (String name : List.of("a", "b", "c", "n", "m", "d", "r", "j")) {
      if (chance(random, 3)) {
        doc.put(name, Cells.of(random, name));
      }
    }
    return doc;
  }

  private Read read(Read read) {
    Read found = read.where(find(2));
    String key = path();
    boolean sorted = chance(random, 3);
    if (sorted) {
      found = found.sort((random.nextBoolean() ? "-" : "") + key);
    }
    if (chance(random, 3)) {
      found = found.select(path(), path());
    }
    if (chance(random, 4)) {
      Map<String, Object> last = new LinkedHashMap<>(Map.of("id", (long) random.nextInt(12)));
      last.put(sorted ? key : "id", Cells.of(random, sorted ? key : "id"));
      return found.after(Document.of(last));
    }
    return chance(random, 3) ? found.skip(random.nextInt(2)).limit(2) : found;
  }

  private Request aggregate() {
    List<Map<String, Object>> stages =
        switch (random.nextInt(6)) {
          case 0 -> List.of(Map.of("$sort", Map.of(path(), 1)), Map.of("$limit", 2));
          case 1 -> List.of(group("$" + path(), "$max"));
          case 2 -> List.of(group(null, any(random, List.of("$sum", "$avg", "$min"))));
          case 3 -> List.of(Map.of("$project", Map.of("x", "$" + path())));
          case 4 -> List.of(Map.of("$count", "x"));
          default -> List.of();
        };
    Aggregate aggregate = Aggregate.all("db", world, stages);
    List<Stage> all = new ArrayList<>(List.of(new Stage.Match(find(1))));
    all.addAll(aggregate.stages());
    return aggregate.withStages(all);
  }

  private Map<String, Object> group(Object key, String function) {
    Map<String, Object> group = new LinkedHashMap<>();
    group.put("_id", key);
    group.put("x", Map.of(function, "$" + path()));
    return Map.of("$group", group);
  }

  /**
   * Never of the key: whether moving several keys at once collides depends on the order in which a
   * database happens to store its rows.
   */
  private Update update(Update update) {
    String drawn = path();
    String name = drawn.equals("id") ? "n" : drawn;
    Object value = Cells.of(random, name);
    boolean number = Cells.isNumber(name);
    return switch (random.nextInt(5)) {
      case 0 -> number || name.startsWith("j.") ? update.inc(name, 1) : update.set(name, value);
      case 1 -> number ? update.max(name, 2) : update.min(name, "y");
      case 2 -> number ? update.mul(name, 2) : update.unset(name);
      case 3 -> name.startsWith("j") ? update.push(name, value) : update.set(name, value);
      default -> update.set(name, value);
    };
  }

  private Condition find(int depth) {
    String name = path();
    Object value = Cells.of(random, name);
    return switch (random.nextInt(depth == 0 ? 7 : 10)) {
      case 0 -> field(name).eq(value);
      case 1 -> field(name).exists();
      case 2 -> value == null ? field(name).in(1, null) : compared(name, value);
      case 3 -> field("id").eq(random.nextInt(8));
      case 4 -> Conditions.TRUE;
      case 5 -> field(name).contains(value == null ? "x" : value);
      case 6 -> field(name).like(any(random, List.of("%", "x%", "_")));
      case 7 -> Conditions.not(find(depth - 1));
      case 8 -> Conditions.and(find(depth - 1), find(depth - 1));
      default -> Conditions.or(find(depth - 1), find(depth - 1));
    };
  }

  private Condition compared(String name, Object value) {
    boolean ordered = !(value instanceof Map || value instanceof List);
    return ordered ? field(name).gte(value) : field(name).eq(value);
  }

  private String path() {
    return any(random, Cells.PATHS);
  }

  /** Everything that the attacker gets to see. */
  static String answer(Session attacker, Request request, int door) {
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
    } catch (ConflictException e) {
      return "conflict " + e.reason(); // which of several rows is told of is the database's choice
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
}
