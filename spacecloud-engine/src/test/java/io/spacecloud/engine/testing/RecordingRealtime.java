package io.spacecloud.engine.testing;

import io.spacecloud.api.live.LiveEvent;
import io.spacecloud.api.live.LiveQueryListener;
import io.spacecloud.api.result.Document;
import io.spacecloud.api.spi.LiveSource;
import io.spacecloud.api.spi.LiveView;
import io.spacecloud.api.spi.Realtime;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Live queries as far as the engine sees them: a snapshot when they begin, and a record of what the
 * engine tells.
 */
public final class RecordingRealtime implements Realtime {
  private final List<String> told = Collections.synchronizedList(new ArrayList<>());
  private final List<LiveView> views = Collections.synchronizedList(new ArrayList<>());
  private final Set<String> concerned = Collections.synchronizedSet(new HashSet<>());
  private RuntimeException failure;
  private int unconcernedFor;
  private Context context;

  /** Somebody follows the collection. */
  public RecordingRealtime concerned(String collection) {
    concerned.add(collection);
    return this;
  }

  /** Somebody follows the collection from when it was asked so often. */
  public void concernedAfter(int questions, String collection) {
    unconcernedFor = questions;
    concerned.add(collection);
  }

  /** Whatever it is told from now on fails so. */
  public void failing(RuntimeException other) {
    failure = other;
  }

  /** What it was told since it was asked last. */
  public List<String> told() {
    synchronized (told) {
      List<String> all = List.copyOf(told);
      told.clear();
      return all;
    }
  }

  /** What was judged for those who subscribed. */
  public List<LiveView> views() {
    return views;
  }

  @Override
  public void start(Context started) {
    context = started;
  }

  @Override
  public boolean isConcerned(String database, String collection) {
    return unconcernedFor-- <= 0 && concerned.contains(collection);
  }

  @Override
  public void changed(String database, String collection, Collection<Document> keys) {
    tell("changed " + database + "." + collection + " " + keys);
  }

  @Override
  public void lost(String database, String collection) {
    tell("lost " + database + "." + collection);
  }

  private void tell(String what) {
    told.add(what);
    if (failure != null) {
      throw failure;
    }
  }

  @Override
  public Subscription subscribe(
      LiveSource source, LiveView view, LiveQueryListener listener, long demand) {
    views.add(view);
    List<Document> rows = context.reader().apply(view.query().read());
    List<Document> shown = rows.stream().map(view.query().view()::shown).toList();
    listener.onEvent(new LiveEvent.Snapshot(shown, view.query().key(), false));
    return new Subscribed(listener);
  }

  private static final class Subscribed implements Subscription {
    private final LiveQueryListener listener;
    private State state = State.LIVE;

    Subscribed(LiveQueryListener listener) {
      this.listener = listener;
    }

    @Override
    public void request(long events) {}

    @Override
    public State state() {
      return state;
    }

    @Override
    public void close() {
      if (state != State.CLOSED) {
        state = State.CLOSED;
        listener.onClosed(null);
      }
    }
  }

  @Override
  public void rejudge() {
    told.add("rejudge");
  }

  @Override
  public void close() {}
}
