package io.spacecloud.api.live;

import io.spacecloud.api.result.Document;
import io.spacecloud.api.value.Comparisons;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What a live query's events amount to: its result, kept up to date. Thread-safe. */
public final class LiveDocuments implements LiveQueryListener {
  private final List<Document> documents = new ArrayList<>();
  private List<String> key = List.of();

  @Override
  public synchronized void onEvent(LiveEvent event) {
    if (event instanceof LiveEvent.Snapshot snapshot) {
      documents.clear();
      documents.addAll(snapshot.documents());
      key = snapshot.key();
    } else if (event instanceof LiveEvent.Added added) {
      insert(added.document(), added.index());
    } else if (event instanceof LiveEvent.Modified modified) {
      int position = remove(modified.document());
      insert(modified.document(), modified.index() < 0 ? position : modified.index());
    } else if (event instanceof LiveEvent.Removed removed) {
      remove(removed.key());
    } else {
      throw new AssertionError(event.getClass());
    }
  }

  /** The result so far, in the query's order where it has one. */
  public synchronized List<Document> documents() {
    return List.copyOf(documents);
  }

  private void insert(Document document, int index) {
    documents.add(index < 0 ? documents.size() : index, document);
  }

  private int remove(Document wanted) {
    for (int i = 0; i < documents.size(); i++) {
      if (isSame(documents.get(i), wanted)) {
        documents.remove(i);
        return i;
      }
    }
    throw new IllegalStateException("an event of a document that was never told");
  }

  private boolean isSame(Document a, Document b) {
    for (String name : key) {
      @Nullable Object value = a.get(name);
      if (!Comparisons.equal(value, b.get(name))) {
        return false;
      }
    }
    return true;
  }
}
