package io.spacecloud.api.contract;

import static io.spacecloud.api.condition.Conditions.field;

import io.spacecloud.api.condition.Condition;
import io.spacecloud.api.condition.Conditions;
import io.spacecloud.api.request.Read;
import io.spacecloud.api.result.Document;
import io.spacecloud.api.spi.ChangeBus;
import io.spacecloud.api.spi.Realtime;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/**
 * Live queries in a world in which everything goes wrong that can: messages are lost, doubled,
 * forged, delayed, reordered; processes are cut off, paused, killed; the database is down; rules
 * are reloaded, memberships taken away, tokens expire; listeners are slow, or throw. At every quiet
 * moment what each listener was told must be what its read returns, and at no moment may it have
 * been told what it was not allowed to see.
 *
 * <p>A seed decides everything: run it again, and the same happens. An implementation takes part by
 * doing all its work on the executor, the timer and the clock that it is given.
 */
public final class LiveSimulation {
  private static final int ROWS = 50;

  /** Who is of this group may see every row. */
  static final String ALL = "all";

  private static final int USERS = 3;
  private static final List<String> GROUPS = List.of("a", "b", ALL);

  /** What is put to the test. */
  public interface Subject {
    /** The live queries of one process, which go by this bus and this chance. */
    Realtime create(ChangeBus bus, Random random);
  }

  private final Subject subject;
  private final Random random;
  private final int processCount;
  private final boolean everything;
  private final SimulatedTime time;
  private final SimulatedBus bus;
  private final SimulatedDatabase database = new SimulatedDatabase();
  private final List<SimulatedProcess> processes = new ArrayList<>();
  private final Map<Long, List<String>> groups = new HashMap<>();
  private final List<String> complaints = new ArrayList<>();
  private int depth;
  private boolean cuts;
  private boolean stops;
  private boolean kills;
  private boolean fails;
  private boolean hides;

  private LiveSimulation(Subject subject, int processCount, boolean everything, long seed) {
    this.everything = everything;
    this.subject = subject;
    this.random = new Random(seed);
    this.processCount = processCount;
    this.time = new SimulatedTime(random);
    this.bus = new SimulatedBus(time, random);
  }

  /**
   * Lives through one seed.
   *
   * @param everything whether processes die that no other has ever heard: nothing is noticed of
   *     what they changed but by reading anew from time to time, which must happen once in two
   *     minutes
   * @throws AssertionError saying what was wrong, and the seed
   */
  public static void run(Subject subject, int processes, boolean everything, long seed) {
    LiveSimulation simulation = new LiveSimulation(subject, processes, everything, seed);
    try {
      simulation.live();
    } catch (RuntimeException e) {
      throw new AssertionError("seed " + seed, e);
    }
    if (!simulation.complaints.isEmpty()) {
      throw new AssertionError("seed " + seed + ": " + simulation.complaints.get(0));
    }
  }

  private void live() {
    for (long user = 0; user < USERS; user++) {
      groups.put(user, new ArrayList<>(List.of(GROUPS.get(random.nextInt(GROUPS.size())))));
    }
    for (int i = 0; i < processCount; i++) {
      processes.add(newProcess());
    }
    fill();
    for (int round = 0; round < 4 && complaints.isEmpty(); round++) {
      kills = random.nextInt(3) == 0;
      boolean loses = round > 0 && (everything || !kills);
      bus.bad(loses && random.nextInt(3) == 0);
      cuts = loses && random.nextInt(4) == 0;
      stops = random.nextInt(3) == 0;
      fails = random.nextInt(4) == 0;
      int actions = 20 + random.nextInt(60);
      for (int i = 0; i < actions; i++) {
        act();
        for (int steps = random.nextInt(12); steps > 0 && time.step(); steps--) {}
        time.advance(random.nextInt(20) == 0 ? random.nextInt(5_000) : random.nextInt(5));
      }
      quiet();
    }
    processes.forEach(each -> each.realtime().close());
    depth = Integer.MAX_VALUE;
    time.pass(Duration.ofSeconds(10));
  }

  private SimulatedProcess newProcess() {
    return new SimulatedProcess(this, subject, database, bus, random);
  }

  private void fill() {
    for (long id = 0; id < ROWS; id += 1 + random.nextInt(3)) {
      database.put("items", id, row());
    }
  }

  /** What other threads and processes do while one of them is in the middle of something. */
  void meanwhile() {
    if (depth < 3 && random.nextInt(3) == 0) {
      depth++;
      for (int i = random.nextInt(6); i > 0; i--) {
        if (random.nextInt(8) == 0) {
          act();
        } else {
          time.step();
        }
      }
      depth--;
    }
  }

  private SimulatedProcess process() {
    return processes.get(random.nextInt(processes.size()));
  }

  private void act() {
    switch (random.nextInt(20)) {
      case 0, 1, 2 -> subscribe();
      case 3 -> anySubscriber(each -> each.request(1 + random.nextInt(5)));
      case 4 -> {
        if (random.nextInt(3) == 0) {
          anySubscriber(SimulatedSubscriber::close);
        }
      }
      case 5 -> changeGroup();
      case 6 -> reload();
      case 7, 8 -> fault();
      default -> write();
    }
  }

  private interface Deed {
    void on(SimulatedSubscriber subscriber);
  }

  private void anySubscriber(Deed deed) {
    List<SimulatedSubscriber> open =
        process().subscribers().stream().filter(SimulatedSubscriber::isOpen).toList();
    if (!open.isEmpty()) {
      deed.on(open.get(random.nextInt(open.size())));
    }
  }

  private void subscribe() {
    SimulatedProcess process = process();
    boolean sorted = random.nextBoolean();
    Instant until =
        time.instant().plusSeconds(random.nextInt(6) == 0 ? 1 + random.nextInt(20) : 1_000_000);
    SimulatedSubscriber subscriber =
        new SimulatedSubscriber(
            this,
            process,
            random.nextInt(USERS),
            read(sorted),
            sorted,
            until,
            random.nextInt(10) == 0 ? 1 + random.nextInt(5) : -1);
    if (subscriber.subscribe(random.nextInt(3) == 0 ? 2 : Long.MAX_VALUE)) {
      process.subscribers().add(subscriber);
    }
  }

  private Read read(boolean sorted) {
    Read read = Read.all(SimulatedProcess.DATABASE, "items").where(condition());
    List<String> sort = new ArrayList<>();
    if (sorted) {
      sort.addAll(
          List.of(List.of("n"), List.of("-n"), List.of("-title", "n")).get(random.nextInt(3)));
    }
    sort.add("id");
    read = read.sort(sort.toArray(String[]::new));
    read = random.nextInt(4) == 0 ? read.select("id", "title") : read;
    return switch (random.nextInt(3)) {
      case 0 -> read.limit(1 + random.nextInt(4));
      case 1 -> read.limit(2 + random.nextInt(4)).skip(random.nextInt(4));
      default -> read.limit(1_000);
    };
  }

  private Condition condition() {
    return switch (random.nextInt(5)) {
      case 0 -> field("n").gte(random.nextInt(4));
      case 1 -> Conditions.and(field("n").gt(0), field("n").lt(random.nextInt(5)));
      case 2 -> field("title").eq("t" + random.nextInt(3));
      case 3 -> Conditions.or(field("title").eq("t1"), Conditions.not(field("n").exists()));
      default -> Conditions.TRUE;
    };
  }

  private void write() {
    Map<Long, Map<String, ?>> rows = new LinkedHashMap<>();
    for (int i = random.nextInt(5) == 0 ? 6 : 1; i > 0; i--) {
      rows.put((long) random.nextInt(ROWS), random.nextInt(4) == 0 ? null : row());
    }
    process().write("items", rows, () -> {}, () -> {});
  }

  private Map<String, ?> row() {
    Map<String, Object> row = new LinkedHashMap<>();
    row.put("owner", GROUPS.get(random.nextInt(2)));
    row.put("n", random.nextInt(5) == 0 ? null : (long) random.nextInt(5));
    row.put("title", "t" + random.nextInt(3));
    row.put("secret", random.nextLong());
    return row;
  }

  private void changeGroup() {
    long user = random.nextInt(USERS);
    boolean none = random.nextInt(8) == 0;
    String group = none ? null : GROUPS.get(random.nextInt(GROUPS.size()));
    SimulatedProcess process = process();
    List<String> all = groups.get(user);
    int position = all.size();
    process.write(
        "members",
        Map.of(user, Map.of("x", random.nextLong())),
        () -> all.add(group),
        () -> process.knows(user, position));
  }

  private void reload() {
    hides = random.nextBoolean();
    processes.forEach(each -> each.place().execute(() -> each.reload(hides)));
  }

  private void fault() {
    SimulatedProcess process = process();
    int kind = random.nextInt(6);
    if (kind == 0 && cuts) {
      process.bus().cut(random.nextBoolean());
    } else if (kind == 1 && cuts) {
      process.bus().admitGap();
    } else if (kind == 2 && stops) {
      process.place().pause(random.nextBoolean());
    } else if (kind == 3 && kills && depth == 0) {
      restart(process);
    } else if (fails) {
      database.down(random.nextInt(3) == 0);
    }
  }

  private void restart(SimulatedProcess old) {
    if (random.nextInt(3) == 0) {
      old.realtime().close();
    }
    old.place().kill();
    old.bus().drop();
    processes.set(processes.indexOf(old), newProcess());
  }

  private void quiet() {
    depth = Integer.MAX_VALUE; // nothing else happens any more
    bus.bad(false);
    database.down(false);
    for (SimulatedProcess each : processes) {
      each.bus().cut(false);
      each.place().pause(false);
      if (each.hidesSecret() != hides) {
        each.reload(hides);
      }
      each.subscribers().forEach(subscriber -> subscriber.request(Long.MAX_VALUE));
    }
    time.pass(Duration.ofMinutes(3));
    processes.forEach(each -> each.subscribers().forEach(SimulatedSubscriber::verify));
    depth = 0;
  }

  SimulatedTime time() {
    return time;
  }

  String group(long user) {
    List<String> all = groups.get(user);
    return all.get(all.size() - 1);
  }

  List<String> groups(long user) {
    return groups.get(user);
  }

  List<Document> truth(Read read) {
    return database.truth(read);
  }

  void complain(String complaint) {
    complaints.add("at " + time.now() + " ms: " + complaint);
  }
}
