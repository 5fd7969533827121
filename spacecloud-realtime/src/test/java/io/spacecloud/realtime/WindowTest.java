package io.spacecloud.realtime;

import static io.spacecloud.api.condition.Conditions.field;
import static org.assertj.core.api.Assertions.assertThat;

import io.spacecloud.api.live.LiveDocuments;
import io.spacecloud.api.live.LiveEvent;
import io.spacecloud.api.request.Read;
import io.spacecloud.api.result.Document;
import io.spacecloud.api.spi.LiveView;
import io.spacecloud.api.spi.RowView;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Every way in which a row can come, go and move. Rows are letters in the order of their numbers:
 * {@code b3} is the row b whose n is 3; the filter is {@code n > 0}.
 */
class WindowTest {
  private static final RowView ALL =
      new RowView() {
        @Override
        public Document visible(Document row) {
          return row;
        }

        @Override
        public Document shown(Document row) {
          return row;
        }
      };

  private static final class Held implements Window.Tenancy {
    private final List<RowKey> keys = new ArrayList<>();

    @Override
    public void held(RowKey key) {
      keys.add(key);
    }

    @Override
    public void dropped(RowKey key) {
      assertThat(keys.remove(key)).isTrue();
    }
  }

  private static Read read(int skip, int limit) {
    return Read.all("db", "rows").where(field("n").gt(0)).sort("n", "id").skip(skip).limit(limit);
  }

  private static Window window(Read read, boolean sorted, Held held) {
    return new Window(new LiveView.Query(read, List.of("id"), sorted, ALL), held);
  }

  private static Document row(String text) {
    Map<String, Object> row = new LinkedHashMap<>();
    row.put("id", text.substring(0, 1));
    row.put("n", Long.parseLong(text.substring(1)));
    return Document.of(row);
  }

  private static List<Document> rows(String text) {
    return Arrays.stream(text.split(" "))
        .filter(each -> !each.isEmpty())
        .map(WindowTest::row)
        .toList();
  }

  private static RowKey key(Document row) {
    return RowKey.of(List.of("id"), row);
  }

  private static List<LiveEvent> apply(Window window, String change) {
    Document row = row(change);
    return (Long) row.get("n") > 0 ? window.put(key(row), row) : window.remove(key(row));
  }

  private static String text(LiveEvent event) {
    if (event instanceof LiveEvent.Added added) {
      return "+" + added.document().get("id") + at(added.index());
    } else if (event instanceof LiveEvent.Modified modified) {
      return "~" + modified.document().get("id") + at(modified.index());
    }
    LiveEvent.Removed removed = (LiveEvent.Removed) event;
    assertThat(removed.key()).containsOnlyKeys("id");
    return "-" + removed.key().get("id") + at(removed.index());
  }

  private static String at(int index) {
    return index < 0 ? "" : "@" + index;
  }

  private static String text(List<LiveEvent> events) {
    return String.join(" ", events.stream().map(WindowTest::text).toList());
  }

  @ParameterizedTest(name = "[{index}] {0}: {1} becomes {2}")
  @CsvSource(
      nullValues = "-",
      delimiter = '|',
      textBlock =
          """
          # window         | rows           | change | events
          skip 0, limit 9  |                | a1     | +a@0
          skip 0, limit 9  | b2             | a1     | +a@0
          skip 0, limit 9  | b2             | c3     | +c@1
          skip 0, limit 9  | b2             | c2     | +c@1
          skip 0, limit 9  | a1 b2          | a0     | -a@0
          skip 0, limit 9  | a1 b2          | c0     | ''
          skip 0, limit 9  | a1 b2          | a1     | ''
          skip 0, limit 9  | a1 b3          | a2     | ~a@0
          skip 0, limit 9  | a1 b3          | a4     | ~a@1
          skip 0, limit 9  | a1 b3 c5       | c2     | ~c@1
          skip 0, limit 9  | a1 b3 c5       | b9     | ~b@2
          skip 0, limit 9  | a1 b3 c5       | b1     | ~b@1
          skip 0, limit 2  | b2 c3          | a1     | -c@1 +a@0
          skip 0, limit 2  | b2 c3          | d4     | ''
          skip 0, limit 2  | b2 c4          | d3     | -c@1 +d@1
          skip 0, limit 2  | a1 b2 c3       | a0     | -a@0 +c@1
          skip 0, limit 2  | a1 b2 c3       | b0     | -b@1 +c@1
          skip 0, limit 2  | a1 b2 c3       | c0     | ''
          skip 0, limit 2  | a1 b2 c3       | b9     | -b@1 +c@1
          skip 0, limit 2  | a1 b2 c3 d4    | d1     | -b@1 +d@1
          skip 0, limit 2  | a2 b3 c4 d5    | d1     | -b@1 +d@0
          skip 0, limit 2  | a1 b2 c3       | c9     | ''
          skip 1, limit 2  | b2 c3 d4       | a1     | -d@1 +b@0
          skip 1, limit 2  | a1 b2 c3 d4    | a0     | -b@0 +d@1
          skip 1, limit 2  | a1 b2 c3 d4    | a9     | -b@0 +d@1
          skip 1, limit 2  | a1 b2 c3 d4    | b0     | -b@0 +d@1
          skip 1, limit 2  | a1 b2 c3 d4    | d0     | ''
          skip 1, limit 2  | a3 b4 c5 d6    | d1     | -c@1 +a@0
          skip 1, limit 2  | a1 b2 c3 d4    | b9     | -b@0 +d@1
          skip 1, limit 2  | a1 b3 c5 d7    | a4     | -b@0 +a@0
          skip 1, limit 2  | a1             | b2     | +b@0
          skip 1, limit 2  | b2             | a1     | +b@0
          skip 1, limit 2  | a1 b2          | a0     | -b@0
          skip 2, limit 1  | a1 b2          | c3     | +c@0
          skip 0, limit 1  | a1             | b2     | ''
          skip 0, limit 1  | b2             | a1     | -b@0 +a@0
          """)
  void aChangeIsToldAsWhatBecomesOfTheResult(
      String what, String rows, String change, String expected) {
    String[] numbers = what.replaceAll("[^0-9,]", "").split(",");
    Held held = new Held();
    Window window =
        window(read(Integer.parseInt(numbers[0]), Integer.parseInt(numbers[1])), true, held);
    LiveDocuments view = new LiveDocuments();
    window.load(rows(rows == null ? "" : rows));
    view.onEvent(new LiveEvent.Snapshot(window.documents(), List.of("id"), false));

    List<LiveEvent> events = apply(window, change);

    assertThat(text(events)).isEqualTo(expected);
    events.forEach(view::onEvent);
    assertThat(view.documents()).isEqualTo(window.documents());
    window.clear();
    assertThat(held.keys).isEmpty();
  }

  @ParameterizedTest(name = "[{index}] {0}: {1}")
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          a1 b2 | c3 | +c
          a1 b2 | a5 | ~a
          a1 b2 | a1 | ''
          a1 b2 | a0 | -a
          """)
  void withoutAnOrderNoPlaceIsTold(String rows, String change, String expected) {
    Window window = window(read(0, 100), false, new Held());
    window.load(rows(rows));
    assertThat(text(apply(window, change))).isEqualTo(expected);
  }

  @Test
  void oneThatRunsOutOfItsReserveKnowsIt() {
    Window window = window(read(0, 2), true, new Held());
    long prefix = window.read().limit();
    List<Document> loaded = new ArrayList<>();
    for (int i = 0; i < prefix; i++) {
      loaded.add(row((char) ('a' + i) + String.valueOf(i + 1)));
    }
    window.load(loaded);
    for (int i = 0; i < prefix - 2; i++) {
      apply(window, (char) ('a' + i) + "0");
      assertThat(window.isStarved()).isFalse();
    }
    apply(window, (char) ('a' + prefix - 2) + "0");
    assertThat(window.isStarved()).isTrue();
    window.load(rows("x1 y2"));
    assertThat(window.isStarved()).isFalse();
  }

  /** Against rows that are sorted and cut anew each time. */
  @Test
  void randomChangesAmountToTheResult() {
    long seed = Long.getLong("spacecloud.seed", new Random().nextLong() >>> 1);
    System.out.println("replay with -Dspacecloud.seed=" + seed);
    Random random = new Random(seed);
    for (int round = 0; round < 200; round++) {
      int skip = random.nextInt(4);
      int limit = 1 + random.nextInt(6);
      Held held = new Held();
      Window window = window(read(skip, limit), true, held);
      LiveDocuments view = new LiveDocuments();
      TreeMap<String, Long> truth = new TreeMap<>();
      load(window, truth);
      view.onEvent(new LiveEvent.Snapshot(window.documents(), List.of("id"), false));
      for (int change = 0; change < 60; change++) {
        String id = String.valueOf((char) ('a' + random.nextInt(20)));
        long n = random.nextInt(3) == 0 ? 0 : 1 + random.nextInt(9);
        truth.put(id, n);
        apply(window, id + n).forEach(view::onEvent);
        if (window.isStarved()) {
          load(window, truth).forEach(view::onEvent);
        }
        List<Document> expected = sorted(truth).stream().skip(skip).limit(limit).toList();
        assertThat(view.documents()).isEqualTo(expected);
      }
      window.clear();
      assertThat(held.keys).isEmpty();
    }
  }

  private static List<LiveEvent> load(Window window, Map<String, Long> truth) {
    return window.load(sorted(truth).stream().limit(window.read().limit()).toList());
  }

  private static List<Document> sorted(Map<String, Long> truth) {
    return truth.entrySet().stream()
        .filter(each -> each.getValue() > 0)
        .sorted(Map.Entry.comparingByValue())
        .map(each -> row(each.getKey() + each.getValue()))
        .toList();
  }
}
