package io.spacecloud.api.contract;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.spacecloud.api.error.ConflictException;
import io.spacecloud.api.error.InvalidRequestException;
import io.spacecloud.api.file.FileEntry;
import io.spacecloud.api.file.FilePath;
import io.spacecloud.api.file.OpenFile;
import io.spacecloud.api.spi.FileStore;
import java.io.ByteArrayInputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What every file store does alike; a store proves it by a subclass that opens an empty one. */
@Timeout(300)
public abstract class FileStoreContract {
  private FileStore store;

  /** An empty store. The contract closes it. */
  protected abstract FileStore open();

  @BeforeEach
  final void openStore() {
    store = open();
  }

  @AfterEach
  final void closeStore() throws IOException {
    store.close();
    release();
  }

  /** Closes what the store stood on. */
  protected void release() throws IOException {}

  protected static FilePath path(String text) {
    return FilePath.of(text);
  }

  private void write(String path, String content) {
    write(path, content.getBytes(UTF_8), null);
  }

  private void write(String path, byte[] content, String type) {
    try {
      store.write(path(path), new ByteArrayInputStream(content), (long) content.length, type);
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  private String read(String path) {
    return new String(bytes(path, 0, Long.MAX_VALUE), UTF_8);
  }

  private byte[] bytes(String path, long offset, long length) {
    try (OpenFile file = store.open(path(path), offset, length)) {
      return file.content().readAllBytes();
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  private FileEntry stat(String path) {
    return store.stat(path(path));
  }

  private List<String> list(String folder) {
    return markers(store.list(path(folder), "", null, Integer.MAX_VALUE));
  }

  private static List<String> markers(List<FileEntry> entries) {
    return entries.stream().map(FileEntry::marker).toList();
  }

  private static void occupied(ThrowingCallable work) {
    assertThatThrownBy(work)
        .isInstanceOfSatisfying(
            ConflictException.class,
            e -> assertThat(e.reason()).isEqualTo(ConflictException.Reason.OCCUPIED));
  }

  @Test
  void whatIsWrittenIsThereWithItsLengthAndType() {
    write("/a.txt", "hello".getBytes(UTF_8), "text/plain; charset=utf-8");

    assertThat(read("/a.txt")).isEqualTo("hello");
    FileEntry entry = stat("/a.txt");
    assertThat(entry.path()).isEqualTo(path("/a.txt"));
    assertThat(entry.folder()).isFalse();
    assertThat(entry.bytes()).isEqualTo(5);
    assertThat(entry.contentType()).isEqualTo("text/plain; charset=utf-8");
    try (OpenFile file = Objects.requireNonNull(store.open(path("/a.txt"), 2, 1))) {
      assertThat(file.entry()).isEqualTo(entry);
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  @Test
  void aFileMayBeEmptyAndWithoutAType() {
    write("/empty", "");
    assertThat(read("/empty")).isEmpty();
    assertThat(stat("/empty").bytes()).isZero();
    assertThat(stat("/empty").contentType()).isNull();
    write("/empty", new byte[0], "a/b");
    assertThat(stat("/empty").bytes()).isZero();
    assertThat(stat("/empty").contentType()).isEqualTo("a/b");
  }

  @Test
  void aFileTakesThePlaceOfAFileWithItsType() {
    write("/f", "a longer one".getBytes(UTF_8), "text/plain");
    write("/f", "short");
    assertThat(read("/f")).isEqualTo("short");
    assertThat(stat("/f").contentType()).isNull();
    assertThat(list("/")).containsExactly("f");
  }

  @Test
  void aLargeFileGoesThroughWithoutBeingHeld() throws IOException {
    long length = 48L << 20;
    store.write(path("/large"), new Counting(length), null, "a/b");
    try (OpenFile file = Objects.requireNonNull(store.open(path("/large"), 0, Long.MAX_VALUE));
        InputStream expected = new Counting(length)) {
      assertThat(file.entry().bytes()).isEqualTo(length);
      byte[] is = new byte[1 << 16];
      byte[] should = new byte[1 << 16];
      int count = file.content().readNBytes(is, 0, is.length);
      while (count > 0) {
        expected.readNBytes(should, 0, count);
        assertThat(Arrays.equals(is, should)).isTrue();
        count = file.content().readNBytes(is, 0, is.length);
      }
      assertThat(expected.read()).isEqualTo(-1);
    }
    int middle = (int) (length / 2);
    try (InputStream expected = new Counting(length)) {
      expected.skipNBytes(middle);
      assertThat(bytes("/large", middle, 1000)).isEqualTo(expected.readNBytes(1000));
    }
  }

  /** So many bytes, each of which depends on where it stands. */
  private static final class Counting extends InputStream {
    private final long length;
    private long at;

    Counting(long length) {
      this.length = length;
    }

    @Override
    public int read() {
      return at == length ? -1 : (int) ((at * 31 + at++ / 251) & 0xFF);
    }
  }

  @Test
  void partsAreRead() {
    byte[] content = "0123456789".getBytes(UTF_8);
    write("/f", content, "a/b");
    for (long[] part :
        new long[][] {
          {0, 0},
          {0, 1},
          {0, 10},
          {3, 4},
          {9, 1},
          {9, 100},
          {10, 1},
          {11, 1},
          {5, Long.MAX_VALUE},
          {Long.MAX_VALUE, Long.MAX_VALUE},
          {1L << 40, 1}
        }) {
      int from = (int) Math.min(part[0], 10);
      int to = (int) Math.min(10, from + Math.min(10, part[1]));
      assertThat(bytes("/f", part[0], part[1]))
          .as("%d, %d", part[0], part[1])
          .isEqualTo(Arrays.copyOfRange(content, from, to));
    }
  }

  @Test
  void whatIsNotThereIsNull() {
    write("/a/f", "x");
    for (String none : List.of("/b", "/a/g", "/a/f/g", "/b/c/d")) {
      assertThat(stat(none)).as(none).isNull();
      assertThat(store.open(path(none), 0, 1)).as(none).isNull();
      assertThat(store.list(path(none), "", null, 10)).as(none).isNull();
      assertThat(store.delete(path(none), false)).as(none).isFalse();
      assertThat(store.delete(path(none), true)).as(none).isFalse();
      assertThat(store.move(path(none), path("/new"))).as(none).isFalse();
      assertThat(store.move(path(none), path(none))).as(none).isFalse();
    }
    assertThat(store.open(path("/a"), 0, 1)).isNull();
    assertThat(store.open(FilePath.ROOT, 0, 1)).isNull();
    assertThat(store.list(path("/a/f"), "", null, 10)).isNull();
    assertThat(list("/")).containsExactly("a/");
  }

  @Test
  void foldersAreMadeOnTheWayAndStay() {
    write("/a/b/c", "x");
    store.createFolder(path("/d/e"));
    store.createFolder(path("/d/e"));
    store.createFolder(path("/d"));
    for (String folder : List.of("/", "/a", "/a/b", "/d", "/d/e")) {
      assertThat(stat(folder))
          .as(folder)
          .isEqualTo(new FileEntry(path(folder), true, 0, null, null));
    }
    assertThat(store.delete(path("/a/b/c"), false)).isTrue();
    assertThat(list("/")).containsExactly("a/", "d/");
    assertThat(list("/a")).containsExactly("b/");
    assertThat(list("/a/b")).isEmpty();
    assertThat(list("/d/e")).isEmpty();
    store.createFolder(FilePath.ROOT);
  }

  @Test
  void whatStandsInTheWayStays() {
    write("/f", "x");
    write("/a/g", "y");
    occupied(() -> write("/a", "z"));
    occupied(() -> write("/f/g", "z"));
    occupied(() -> write("/f/g/h", "z"));
    occupied(() -> store.write(FilePath.ROOT, new ByteArrayInputStream(new byte[1]), 1L, null));
    occupied(() -> store.createFolder(path("/f")));
    occupied(() -> store.createFolder(path("/f/g")));
    occupied(() -> store.move(path("/f"), path("/a")));
    occupied(() -> store.move(path("/a"), path("/f")));
    occupied(() -> store.move(path("/a/g"), path("/f/g")));
    occupied(() -> store.move(path("/a"), path("/f/g")));
    occupied(() -> store.move(path("/f"), FilePath.ROOT));
    occupied(() -> store.delete(path("/a"), false));
    assertThat(list("/")).containsExactly("a/", "f");
    assertThat(read("/f")).isEqualTo("x");
    assertThat(read("/a/g")).isEqualTo("y");
  }

  @Test
  void theFolderThatHoldsAllStays() {
    write("/f", "x");
    assertThatThrownBy(() -> store.delete(FilePath.ROOT, true))
        .isInstanceOf(InvalidRequestException.class);
    assertThatThrownBy(() -> store.move(FilePath.ROOT, path("/a")))
        .isInstanceOf(InvalidRequestException.class);
    assertThat(read("/f")).isEqualTo("x");
  }

  @Test
  void aListIsInOrderOfCodePointsAndOfOneFolder() {
    List<String> beyond = Stream.of("é", "\uFF0E", "\uD800\uDC00").filter(this::spells).toList();
    for (String name : List.of("b", "a-b", "a!", "a0", "Z", "ab")) {
      write("/x/" + name, name);
    }
    beyond.forEach(name -> write("/x/" + name, name));
    write("/x/a/deep/er", "z");
    store.createFolder(path("/x/b-"));
    store.createFolder(path("/xy"));
    List<String> expected =
        new ArrayList<>(List.of("Z", "a!", "a-b", "a/", "a0", "ab", "b", "b-/"));
    expected.addAll(beyond);
    assertThat(list("/x")).isEqualTo(expected);
    FileEntry entry = store.list(path("/x"), "ab", null, 1).get(0);
    assertThat(entry.path()).isEqualTo(path("/x/ab"));
    assertThat(entry.bytes()).isEqualTo(2);
    assertThat(entry.contentType()).isNull();
  }

  @Test
  void pagesOfAnySizeHoldAllOnce() {
    List<String> expected = List.of("a-b", "a/", "ab", "b", "b-/", "c");
    for (String marker : expected) {
      if (marker.endsWith("/")) {
        write("/" + marker + "in/it", "x");
      } else {
        write("/" + marker, "x");
      }
    }
    for (int limit = 1; limit <= 7; limit++) {
      List<String> all = new ArrayList<>();
      String after = null;
      for (List<String> page = page(after, limit); !page.isEmpty(); page = page(after, limit)) {
        all.addAll(page);
        assertThat(page).hasSizeLessThanOrEqualTo(limit);
        after = page.get(page.size() - 1);
      }
      assertThat(all).isEqualTo(expected);
    }
    assertThat(page("a.", 10)).as("after what is not there").startsWith("a/");
    assertThat(page("zz", 10)).isEmpty();
  }

  private List<String> page(String after, int limit) {
    return markers(store.list(FilePath.ROOT, "", after, limit));
  }

  @Test
  void aListByPrefixHoldsWhatBeginsSo() {
    for (String name : List.of("2023-a", "2024", "2024-a", "2024-b/x", "2024%", "2025")) {
      write("/" + name, "x");
    }
    assertThat(markers(store.list(FilePath.ROOT, "2024", null, 10)))
        .containsExactly("2024", "2024%", "2024-a", "2024-b/");
    assertThat(markers(store.list(FilePath.ROOT, "2024-", "2024-a", 10)))
        .containsExactly("2024-b/");
    assertThat(store.list(FilePath.ROOT, "3", null, 10)).isEmpty();
    assertThat(store.list(path("/2024-b"), "y", null, 10)).isEmpty();
  }

  @Test
  void whatIsDeletedIsGone() {
    write("/a/f", "x");
    write("/a/b/g", "y");
    store.createFolder(path("/c"));
    assertThat(store.delete(path("/c"), false)).isTrue();
    assertThat(store.delete(path("/a/f"), true)).isTrue();
    assertThat(stat("/a/f")).isNull();
    assertThat(store.delete(path("/a"), true)).isTrue();
    assertThat(store.delete(path("/a"), true)).isFalse();
    assertThat(list("/")).isEmpty();
    write("/a/f", "again");
    assertThat(read("/a/f")).isEqualTo("again");
    assertThat(list("/a")).containsExactly("f");
  }

  @Test
  void aFileIsMovedWithItsTypeInThePlaceOfAnother() {
    write("/a/f", "x".getBytes(UTF_8), "a/b");
    write("/g", "y");
    assertThat(store.move(path("/a/f"), path("/n/e/w"))).isTrue();
    assertThat(read("/n/e/w")).isEqualTo("x");
    assertThat(stat("/n/e/w").contentType()).isEqualTo("a/b");
    assertThat(stat("/a/f")).isNull();
    assertThat(list("/a")).isEmpty();
    assertThat(store.move(path("/n/e/w"), path("/g"))).isTrue();
    assertThat(read("/g")).isEqualTo("x");
    assertThat(store.move(path("/g"), path("/g"))).isTrue();
    assertThat(read("/g")).isEqualTo("x");
  }

  @Test
  void aFolderIsMovedWithAllThatIsInIt() {
    write("/a/b/c", "x".getBytes(UTF_8), "a/b");
    store.createFolder(path("/a/empty"));
    write("/a.txt", "beside");
    assertThat(store.move(path("/a"), path("/n/m"))).isTrue();
    assertThat(stat("/a")).isNull();
    assertThat(read("/n/m/b/c")).isEqualTo("x");
    assertThat(stat("/n/m/b/c").contentType()).isEqualTo("a/b");
    assertThat(list("/n/m")).containsExactly("b/", "empty/");
    assertThat(read("/a.txt")).isEqualTo("beside");

    store.createFolder(path("/taken"));
    occupied(() -> store.move(path("/n/m"), path("/taken")));
    assertThatThrownBy(() -> store.move(path("/n"), path("/n/m/o")))
        .isInstanceOf(InvalidRequestException.class);
    assertThat(read("/n/m/b/c")).isEqualTo("x");
  }

  @Test
  void aStreamThatThrowsLeavesNothing() {
    write("/old", "old".getBytes(UTF_8), "a/b");
    for (Throwable failure :
        List.of(
            new IOException("x"),
            new IllegalStateException("x"),
            new InvalidRequestException("", "x"),
            new StackOverflowError("x"))) {
      for (int after : new int[] {0, 1, 300_000}) {
        for (String path : List.of("/old", "/new", "/folder/new")) {
          assertThatThrownBy(
                  () -> store.write(path(path), new Failing(after, failure), 500_000L, "c/d"))
              .isSameAs(failure);
        }
      }
    }
    assertThat(list("/")).containsExactly("old");
    assertThat(read("/old")).isEqualTo("old");
    assertThat(stat("/old").contentType()).isEqualTo("a/b");
  }

  /** Some bytes, and then a failure. */
  private static final class Failing extends InputStream {
    private final Throwable failure;
    private int left;

    Failing(int bytes, Throwable failure) {
      this.left = bytes;
      this.failure = failure;
    }

    @Override
    public int read(byte[] bytes, int offset, int length) throws IOException {
      if (left == 0) {
        fail();
      }
      int count = Math.min(left, length);
      left -= count;
      return count;
    }

    @Override
    public int read() throws IOException {
      byte[] one = new byte[1];
      read(one, 0, 1);
      return one[0];
    }

    private void fail() throws IOException {
      if (failure instanceof IOException e) {
        throw e;
      } else if (failure instanceof Error e) {
        throw e;
      }
      throw (RuntimeException) failure;
    }
  }

  @Test
  void theStreamIsLeftOpen() throws IOException {
    AtomicBoolean closed = new AtomicBoolean();
    InputStream content =
        new FilterInputStream(new ByteArrayInputStream(new byte[10])) {
          @Override
          public void close() {
            closed.set(true);
          }
        };
    store.write(path("/f"), content, 10L, null);
    assertThat(closed).isFalse();
  }

  @Test
  void aContentMayLookLikeAnything() {
    Random random = new Random(1);
    List<byte[]> contents = new ArrayList<>(lookalikes());
    for (int i = 0; i < 20; i++) {
      byte[] noise = new byte[random.nextInt(100)];
      random.nextBytes(noise);
      contents.add(noise);
    }
    for (byte[] content : contents) {
      for (String type : new String[] {null, "a/b"}) {
        write("/f", content, type);
        assertThat(bytes("/f", 0, Long.MAX_VALUE)).isEqualTo(content);
        assertThat(stat("/f").bytes()).isEqualTo(content.length);
        assertThat(stat("/f").contentType()).isEqualTo(type);
      }
    }
  }

  /** Contents that the store might take for something of its own. */
  protected List<byte[]> lookalikes() {
    return List.of();
  }

  /** Names that are allowed, and that some system takes for something else. */
  public static List<String> unusualNames() {
    return List.of(
        "%2e%2e",
        "%2F",
        "%00",
        "..a",
        "...a",
        "-rf",
        "~",
        "~root",
        "$HOME",
        "$(id)",
        "`id`",
        "a b",
        " a",
        "a'b",
        "a;b",
        "a&b",
        "#a",
        "a=b",
        "{a}",
        "[a]",
        ".htaccess",
        ".git",
        "CONSOLE",
        "COM10",
        "con1",
        "nul-",
        "é",
        "\u00df",
        "\u0131",
        "\u017f",
        "日本",
        "👩‍🚀",
        "a\u00a0",
        "\uff0e\uff0e",
        "\uff0f",
        "a\u0301\u0327",
        "x".repeat(255),
        "é".repeat(127) + "x");
  }

  /** Whether the store can keep such a name; else it refuses it. */
  protected boolean spells(String name) {
    return true;
  }

  @Test
  void aNameThatTheStoreCannotSpellIsRefused() {
    for (String name : unusualNames()) {
      if (!spells(name)) {
        assertThatThrownBy(() -> write("/" + name, "x"))
            .isInstanceOf(InvalidRequestException.class);
        assertThatThrownBy(() -> stat("/" + name)).isInstanceOf(InvalidRequestException.class);
      }
    }
    assertThat(list("/")).isEmpty();
  }

  @Test
  void unusualNamesAreNamesOfTheirOwn() {
    List<String> names = unusualNames().stream().filter(this::spells).toList();
    names.forEach(name -> write("/n/" + name, name));
    names.forEach(name -> assertThat(read("/n/" + name)).isEqualTo(name));
    assertThat(store.list(path("/n"), "", null, 1_000)).hasSize(names.size());
    names.forEach(name -> write("/m/" + name + "/f", name));
    names.forEach(name -> assertThat(read("/m/" + name + "/f")).isEqualTo(name));
    assertThat(store.delete(path("/n"), true)).isTrue();
    assertThat(store.delete(path("/m"), true)).isTrue();
    assertThat(list("/")).isEmpty();
  }

  @Test
  void theLongestAndTheDeepestPathAreOne() {
    String deepest = "/d".repeat(32);
    String longest = ("/" + "x".repeat(249)).repeat(4);
    for (String path : List.of(deepest, longest)) {
      write(path, "x");
      assertThat(read(path)).isEqualTo("x");
    }
    assertThat(store.move(path("/d"), path("/e"))).isTrue();
    assertThat(read("/e" + "/d".repeat(31))).isEqualTo("x");
  }

  /** A store that cannot keep them apart refuses the second one. */
  @Test
  void spellingsThatDifferAreNeverOneFile() {
    for (List<String> pair :
        List.of(
            List.of("Aa", "aA"),
            List.of("é", "É"),
            List.of("ß", "SS"),
            List.of("\u017f", "s"),
            List.of("\ufb01", "fi"),
            List.of("a\u200cb", "ab"))) {
      if (!pair.stream().allMatch(this::spells)) {
        continue;
      }
      String one = "/" + pair.get(0);
      String other = "/" + pair.get(1);
      write(one, "one");
      assertThat(stat(other)).isNull();
      assertThat(store.open(path(other), 0, 1)).isNull();
      assertThat(store.delete(path(other), true)).isFalse();
      assertThat(store.move(path(other), path("/moved"))).isFalse();
      try {
        write(other, "other");
        assertThat(read(other)).isEqualTo("other");
      } catch (ConflictException e) {
        assertThat(stat(other)).isNull();
      }
      try {
        write(other + "/deep", "other");
      } catch (ConflictException e) {
        assertThat(stat(other + "/deep")).isNull();
      }
      assertThat(read(one)).isEqualTo("one");
      store.delete(path(other), true);
      assertThat(store.delete(path(one), true)).isTrue();
    }
  }

  /** How many entries a folder is tried with. */
  protected int many() {
    return 10_000;
  }

  /** Makes so many files, as fast as it can. */
  protected void fill(FilePath folder, int files) {
    for (int i = 0; i < files; i++) {
      write(folder + "/" + i, "x");
    }
  }

  @Test
  void aFolderHoldsManyEntries() {
    FilePath folder = path("/many");
    store.createFolder(folder);
    fill(folder, many());
    List<String> expected = IntStream.range(0, many()).mapToObj(String::valueOf).sorted().toList();
    List<String> all = new ArrayList<>();
    String after = null;
    while (all.size() < many()) {
      List<String> page = markers(store.list(folder, "", after, 1_000));
      assertThat(page).hasSize(Math.min(1_000, many() - all.size()));
      all.addAll(page);
      after = page.get(page.size() - 1);
    }
    assertThat(all).isEqualTo(expected);
    assertThat(store.list(folder, "", after, 1)).isEmpty();
    assertThat(markers(store.list(folder, "42", null, 2))).containsExactly("42", "420");
    assertThat(store.delete(folder, true)).isTrue();
    assertThat(list("/")).isEmpty();
  }

  @Test
  void whatIsOpenStaysWhatItWas() throws IOException {
    byte[] old = "old".repeat(100_000).getBytes(UTF_8);
    write("/f", old, "a/b");
    try (OpenFile replaced = Objects.requireNonNull(store.open(path("/f"), 0, Long.MAX_VALUE))) {
      write("/f", "new");
      assertThat(replaced.content().readAllBytes()).isEqualTo(old);
    }
    try (OpenFile deleted = Objects.requireNonNull(store.open(path("/f"), 0, Long.MAX_VALUE))) {
      assertThat(store.delete(path("/f"), false)).isTrue();
      assertThat(new String(deleted.content().readAllBytes(), UTF_8)).isEqualTo("new");
    }
  }

  /** A file of one letter only, whose type says which, and how often. */
  private static InputStream uniform(char letter, int length) {
    byte[] half = String.valueOf(letter).repeat(length / 2).getBytes(UTF_8);
    return new SequenceInputStream(new ByteArrayInputStream(half), new ByteArrayInputStream(half));
  }

  @Test
  void readersSeeTheOldFileOrTheNewOneWithItsType() throws Exception {
    store.write(path("/d/f"), uniform('a', 50_000), null, "x/a-50000");
    try (Crowd crowd = new Crowd()) {
      for (int writer = 0; writer < 3; writer++) {
        int number = writer;
        crowd.add(
            60,
            round -> {
              char letter = (char) ('a' + (number * 60 + round) % 26);
              int length = 2 * (1_000 + 500 * ((number + round) % 100));
              store.write(
                  path("/d/f"), uniform(letter, length), null, "x/" + letter + "-" + length);
            });
      }
      crowd.whileOthers(
          () -> {
            try (OpenFile file = Objects.requireNonNull(store.open(path("/d/f"), 0, 1L << 40))) {
              byte[] content = file.content().readAllBytes();
              byte[] same = new byte[content.length];
              Arrays.fill(same, content[0]);
              assertThat(content).isEqualTo(same);
              assertThat(file.entry().bytes()).isEqualTo(content.length);
              assertThat(file.entry().contentType())
                  .isEqualTo("x/" + (char) content[0] + "-" + content.length);
            }
            FileEntry entry = Objects.requireNonNull(stat("/d/f"));
            assertThat(entry.contentType()).endsWith("-" + entry.bytes());
          });
    }
    assertThat(list("/d")).containsExactly("f");
  }

  /** Whatever each of them does comes before or after what the others do, and nothing is left. */
  @Test
  void foldersThatComeAndGoLeaveNothingHalfDone() throws Exception {
    try (Crowd crowd = new Crowd()) {
      for (int each = 0; each < 2; each++) {
        String name = "f" + each;
        crowd.add(40, round -> orOccupied(() -> write("/a/b/c/" + name, "x".repeat(1_000))));
        crowd.add(40, round -> orOccupied(() -> store.createFolder(path("/a/b"))));
        crowd.add(40, round -> store.delete(path("/a"), true));
        crowd.add(40, round -> orOccupied(() -> store.move(path("/a/b"), path("/m/" + name))));
      }
      crowd.whileOthers(
          () -> {
            try (OpenFile file = store.open(path("/a/b/c/f0"), 0, Long.MAX_VALUE)) {
              if (file != null) {
                assertThat(file.content().readAllBytes()).hasSize(1_000);
              }
            }
            store.list(path("/a"), "", null, 10);
          });
    }
    Stream.of("/a", "/m").forEach(folder -> store.delete(path(folder), true));
    assertThat(list("/")).isEmpty();
  }

  private static void orOccupied(Runnable work) {
    try {
      work.run();
    } catch (ConflictException e) {
      assertThat(e.reason())
          .isIn(ConflictException.Reason.OCCUPIED, ConflictException.Reason.WRITE_CONFLICT);
    }
  }

  @Test
  void closingTwiceIsClosingOnce() {
    store.close();
    store.close();
  }

  @Test
  void namesDoNotLeakIntoMessages() {
    write("/secret-folder/f", "x");
    String failures =
        Stream.<ThrowingCallable>of(
                () -> write("/secret-folder", "x"),
                () -> write("/secret-folder/f/g", "x"),
                () -> store.delete(path("/secret-folder"), false))
            .map(org.assertj.core.api.Assertions::catchThrowable)
            .map(Throwable::toString)
            .collect(Collectors.joining());
    assertThat(failures).contains("ConflictException").doesNotContain("secret-folder");
  }
}
