package io.spacecloud.api.contract;

import io.spacecloud.api.request.Read;
import io.spacecloud.api.result.Document;
import io.spacecloud.api.spi.Realtime;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/** One process of a {@link LiveSimulation}: writes, and live queries. */
final class SimulatedProcess {
  static final String DATABASE = "db";

  private final LiveSimulation world;
  private final SimulatedDatabase database;
  private final SimulatedTime.Place place;
  private final SimulatedBus.End bus;
  private final Realtime realtime;
  private final List<SimulatedSubscriber> subscribers = new ArrayList<>();
  // For each user, from which of the user's groups on what is told must be of one of them.
  private final Map<Long, Integer> known = new HashMap<>();
  private boolean hidesSecret;

  SimulatedProcess(
      LiveSimulation world,
      LiveSimulation.Subject subject,
      SimulatedDatabase database,
      SimulatedBus network,
      Random random) {
    this.world = world;
    this.database = database;
    this.place = world.time().place();
    this.bus = network.end(place);
    this.realtime = subject.create(bus, new Random(random.nextLong()));
    realtime.start(
        new Realtime.Context(
            "simulation",
            "a secret of the simulation".getBytes(StandardCharsets.UTF_8),
            world.time(),
            place::execute,
            place,
            this::read,
            name -> null));
  }

  /** What is read may be old by the time it arrives. */
  private List<Document> read(Read read) {
    List<Document> rows = database.read(read);
    world.meanwhile();
    return rows;
  }

  Realtime realtime() {
    return realtime;
  }

  SimulatedBus.End bus() {
    return bus;
  }

  SimulatedTime.Place place() {
    return place;
  }

  List<SimulatedSubscriber> subscribers() {
    return subscribers;
  }

  boolean hidesSecret() {
    return hidesSecret;
  }

  int knownSince(long user) {
    return known.getOrDefault(user, 0);
  }

  /** Other rules are in force when this returns. */
  void reload(boolean hides) {
    hidesSecret = hides;
    world.meanwhile();
    realtime.rejudge();
  }

  /** Commits a write, and tells of it some time later, as a thread does that is slow. */
  void write(String collection, Map<Long, Map<String, ?>> rows, Runnable committed, Runnable told) {
    boolean captured = realtime.isConcerned(DATABASE, collection);
    world.meanwhile();
    List<Document> keys = new ArrayList<>();
    rows.forEach(
        (id, row) -> {
          database.put(collection, id, row);
          keys.add(Document.of(Map.of("id", id)));
        });
    committed.run();
    place.execute(
        () -> {
          tell(collection, captured, keys);
          told.run();
        });
  }

  private void tell(String collection, boolean captured, List<Document> keys) {
    if (captured) {
      realtime.changed(DATABASE, collection, keys);
      keys.clear(); // they were the writer's
    } else if (realtime.isConcerned(DATABASE, collection)) {
      realtime.lost(DATABASE, collection);
    }
  }

  /** After this, nothing may be told that only the groups of before allow. */
  void knows(long user, int group) {
    known.merge(user, group, Math::max);
  }
}
