package io.spacecloud.api.contract;

import io.spacecloud.api.condition.Condition;
import io.spacecloud.api.condition.Conditions;
import io.spacecloud.api.condition.FieldPath;
import io.spacecloud.api.error.AccessDeniedException;
import io.spacecloud.api.error.ListenerException;
import io.spacecloud.api.error.SpaceCloudException;
import io.spacecloud.api.error.UnauthenticatedException;
import io.spacecloud.api.live.LiveDocuments;
import io.spacecloud.api.live.LiveEvent;
import io.spacecloud.api.live.LiveQuery;
import io.spacecloud.api.live.LiveQueryListener;
import io.spacecloud.api.request.Read;
import io.spacecloud.api.result.Document;
import io.spacecloud.api.rule.FieldAccess;
import io.spacecloud.api.spi.LiveSource;
import io.spacecloud.api.spi.LiveView;
import io.spacecloud.api.spi.Realtime;
import io.spacecloud.api.spi.RowView;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** A user who follows a read, and notices whatever should not have been told. */
final class SimulatedSubscriber implements LiveSource, LiveQueryListener {
  private static final LiveView.Collection MEMBERS =
      new LiveView.Collection(SimulatedProcess.DATABASE, "members");

  /** What a user sees of rows. */
  record View(boolean hidesSecret) implements RowView {
    @Override
    public Document visible(Document row) {
      return hidesSecret ? FieldAccess.deny(Set.of(FieldPath.of("secret"))).mask(row) : row;
    }

    @Override
    public Document shown(Document row) {
      return visible(row);
    }
  }

  private final LiveSimulation world;
  private final SimulatedProcess process;
  private final long user;
  private final Read read;
  private final boolean sorted;
  private final Instant until;
  private final int throwsAt;
  private final LiveDocuments documents = new LiveDocuments();
  private final Map<Object, Long> versions = new HashMap<>();
  private Realtime.Subscription subscription;
  private boolean judgedHiding;
  private boolean closedByOwner;
  private boolean ended;
  private SpaceCloudException reason;
  private int told;

  SimulatedSubscriber(
      LiveSimulation world,
      SimulatedProcess process,
      long user,
      Read read,
      boolean sorted,
      Instant until,
      int throwsAt) {
    this.world = world;
    this.process = process;
    this.user = user;
    this.read = read;
    this.sorted = sorted;
    this.until = until;
    this.throwsAt = throwsAt;
  }

  /** Follows the read, if the user may. */
  boolean subscribe(long demand) {
    LiveView view;
    try {
      view = judge();
    } catch (SpaceCloudException e) {
      return false;
    }
    subscription = process.realtime().subscribe(this, view, this, demand);
    return true;
  }

  void request(long events) {
    if (!ended) {
      subscription.request(events);
    }
  }

  void close() {
    closedByOwner = true;
    subscription.close();
  }

  boolean isOpen() {
    return !ended;
  }

  @Override
  public LiveView judge() {
    boolean hides = process.hidesSecret();
    if (!world.time().instant().isBefore(until)) {
      throw new UnauthenticatedException("the token has expired");
    }
    String group = world.group(user);
    if (group == null) {
      throw new AccessDeniedException("denied");
    }
    Condition own =
        group.equals(LiveSimulation.ALL)
            ? Conditions.TRUE
            : Conditions.equal(FieldPath.of("owner"), group);
    Read allowed = read.withWhere(Conditions.and(read.where(), own));
    judgedHiding = hides;
    world.meanwhile();
    return new LiveView(
        new LiveView.Query(allowed, List.of("id"), sorted, new View(hides)),
        new LiveView.Grounds(Set.of(MEMBERS), false, until));
  }

  @Override
  public boolean isStale() {
    return judgedHiding != process.hidesSecret() || !world.time().instant().isBefore(until);
  }

  @Override
  public void onEvent(LiveEvent event) {
    require(!ended, "an event after the end");
    require(world.time().instant().isBefore(until), "an event after the token's end");
    documents(event).forEach(this::check);
    if (event instanceof LiveEvent.Removed removed) {
      require(removed.key().keySet().equals(Set.of("id")), "more than the key of what left");
    }
    documents.onEvent(event);
    if (++told == throwsAt) {
      throw new IllegalStateException("a listener that fails");
    }
  }

  private static List<Document> documents(LiveEvent event) {
    if (event instanceof LiveEvent.Snapshot snapshot) {
      return snapshot.documents();
    } else if (event instanceof LiveEvent.Added added) {
      return List.of(added.document());
    }
    return event instanceof LiveEvent.Modified modified ? List.of(modified.document()) : List.of();
  }

  private void check(Document document) {
    require(!process.hidesSecret() || !document.containsKey("secret"), "a hidden field");
    require(document.containsKey("id"), "a document without its key");
    if (document.containsKey("version")) {
      long version = (Long) document.get("version");
      Long former = versions.put(document.get("id"), version);
      require(former == null || former <= version, "an earlier state of a row");
      List<String> groups = world.groups(user);
      List<String> allowed = groups.subList(process.knownSince(user), groups.size());
      boolean may = allowed.contains(LiveSimulation.ALL) || allowed.contains(document.get("owner"));
      require(may, "a row of another group");
    }
  }

  private void require(boolean holds, String otherwise) {
    if (!holds) {
      world.complain(this + " was told " + otherwise);
    }
  }

  @Override
  public void onClosed(SpaceCloudException why) {
    require(!ended, "its end twice");
    ended = true;
    reason = why;
  }

  /** At a quiet moment: what it was told is what its read returns. */
  void verify() {
    if (ended) {
      boolean fair =
          closedByOwner
              || reason instanceof UnauthenticatedException
              || (reason instanceof AccessDeniedException && world.groups(user).contains(null))
              || (reason instanceof ListenerException && told == throwsAt);
      require(fair, "that it is closed: " + reason);
      return;
    }
    LiveView view;
    try {
      view = judge();
    } catch (SpaceCloudException e) {
      require(false, "nothing of its end: " + e.getMessage());
      return;
    }
    List<Document> expected =
        world.truth(view.query().read()).stream().map(view.query().view()::shown).toList();
    List<Document> seen = documents.documents();
    boolean equal = sorted ? seen.equals(expected) : byKey(seen).equals(byKey(expected));
    require(equal, seen + "\n  and not " + expected);
    require(subscription.state() == LiveQuery.State.LIVE, "all, and is " + subscription.state());
  }

  private static Map<Object, Document> byKey(List<Document> all) {
    Map<Object, Document> map = new TreeMap<>();
    all.forEach(each -> map.put(each.get("id"), each));
    return map;
  }

  @Override
  public String toString() {
    return "user " + user + " of " + read + (sorted ? " sorted" : "");
  }
}
