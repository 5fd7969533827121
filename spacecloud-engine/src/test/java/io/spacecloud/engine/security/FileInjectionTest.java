package io.spacecloud.engine.security;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.spacecloud.api.contract.Crowd;
import io.spacecloud.api.error.ConflictException;
import io.spacecloud.api.error.InvalidRequestException;
import io.spacecloud.api.error.NotFoundException;
import io.spacecloud.api.error.SpaceCloudException;
import io.spacecloud.api.file.FileEntry;
import io.spacecloud.api.file.FilePage;
import io.spacecloud.api.file.Upload;
import io.spacecloud.api.request.FileOperation;
import io.spacecloud.engine.SessionFiles;
import io.spacecloud.engine.files.LocalFileStore;
import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * A path leads nowhere but below the root (class 9), whatever is written in it and whatever links
 * stand, or come to stand, on its way: each through every door, on a disk, whose surroundings are
 * looked at afterwards.
 *
 * <p>Falls with any check in {@code FileName} or {@code FilePath}, or in {@code SessionFiles#part};
 * with {@code NOFOLLOW_LINKS} in {@code HeldFolder#attributes} or {@code #enter}. What the store
 * alone makes of links, and sooner sees, is {@code LinksTest}'s; the whole table of paths is {@code
 * FilePathTest}'s.
 */
class FileInjectionTest {
  private static final List<String> HOSTILE =
      List.of(
          "",
          ".",
          "..",
          "/..",
          "/../outside/secret",
          "/../secret",
          "/../inside-2/f",
          "/ann/../../secret",
          "/../../../../../../etc/passwd",
          "/a/../../outside/secret",
          "/./../outside/secret",
          "../outside/secret",
          "outside/secret",
          "/\\..\\outside\\secret",
          "/..\\outside\\secret",
          "\\\\localhost\\c$\\secret",
          "C:\\secret",
          "/C:/secret",
          "//outside/secret",
          "file:///etc/passwd",
          "/..%c0%af..",
          "/.. /outside/secret",
          "/..\u0000/outside/secret",
          "/outside/secret\u0000.png",
          "/..\n/outside",
          "/\u202e..",
          "/.\u200d./outside/secret",
          "/CON",
          "/a/NUL.txt",
          "/com1",
          "/.spacecloud",
          "/.spacecloud/x",
          "/.SPACECLOUD/x",
          "/a/.spacecloud/x",
          "/.\u017fpacecloud/x",
          "/ann/",
          "//",
          "/ann//f",
          "/ann/./f",
          "/ann/f ",
          "/ann\\f",
          "/aux.png/f",
          "/lpt9",
          "/a\u007f",
          "/a\u2028b",
          "/a\ue000",
          "/a\ufffd",
          "/a*",
          "/a?",
          "/a<b",
          "/a>b",
          "/\u202egnp.exe",
          "/a\u200bb",
          "/a\u2029b",
          "/\"a\"",
          "/a|b",
          "/" + "x".repeat(256),
          "/" + "\u00e9".repeat(128),
          "/" + "e\u0301".repeat(128),
          "/ann/" + "\u6f22".repeat(86),
          "/x".repeat(33),
          ("/" + "x".repeat(99)).repeat(10) + "/x",
          ("/" + "\u6f22".repeat(60)).repeat(6),
          "/" + "../".repeat(300),
          "/~root/../..",
          "/\ud800");

  private static final List<FileDoor> READING =
      Stream.of(FileDoor.values())
          .filter(each -> each.needs(FileOperation.READ) && !each.isOfAll())
          .toList();
  private static final List<String> READ =
      List.of("/ann/f", "/ann/f", "/ann/private/f", "/ann/" + Enclosure.ONLY_OUTSIDE, "/ann");
  private static final List<String> CHANGED =
      List.of("/ann/f", "/ann/private/f", "/ann/new", "/ann/private/new/x", "/ann", "/bob/f");
  private static final int ROUNDS = 3_000;

  /** What a link may be called and lead to, seen from the root of the store. */
  private static final Map<String, String> LINKS =
      Map.of(
          "folder", "../outside",
          "file", "../outside/secret",
          "nowhere", "../outside/new",
          "parent", "..",
          "beside", "../inside-2",
          "loop", "loop",
          "chain", "ann/link",
          "ann/link", "../../outside",
          "ann/own", "f",
          "whole", "/");

  @TempDir private Path temporary;
  private Enclosure enclosure;
  private FileHouse house;
  private SessionFiles ann;

  @BeforeEach
  void open() throws IOException {
    enclosure = Enclosure.in(temporary);
    house = FileHouse.on(LocalFileStore.open(enclosure.root), "/", FileHouse.OPEN);
    ann = house.ann();
  }

  @AfterEach
  void nothingOutsideWasReadOrTouched() throws IOException {
    house.close();
    enclosure.isUntouched();
    assertThat(enclosure.root.resolve(".spacecloud")).isEmptyDirectory();
  }

  @ParameterizedTest
  @EnumSource
  void whatIsNoPathIsRefusedBeforeTheStoreIsAsked(FileDoor door) {
    Map<String, String> before = house.stored();
    house.store.asked();
    for (String path : HOSTILE) {
      assertThatThrownBy(() -> door.enter(ann, path))
          .as("%s <%s>", door, path)
          .isInstanceOf(InvalidRequestException.class);
    }
    assertThat(house.store.asked()).isEmpty();
    assertThat(house.stored()).isEqualTo(before);
  }

  /** What is a name like others is one, and no more. */
  @ParameterizedTest
  @EnumSource
  void whatLooksEncodedIsAFileOfThatName(FileDoor door) {
    for (String path :
        List.of(
            "/%2e%2e/outside/secret",
            "/%2e%2e%2foutside%2fsecret",
            "/..%2foutside%2fsecret",
            "/%252e%252e/outside/secret",
            "/%00",
            "/..;/outside/secret",
            "/\uff0e\uff0e/outside/secret",
            "/\uff0e\uff0e\uff0foutside\uff0fsecret",
            "/..%00/outside/secret",
            "/$(cat secret)",
            "/`id`",
            "/;rm -rf ~")) {
      isAFileLikeOthers(door, path);
    }
  }

  /** By the locale of the process, where the system goes by that. */
  private static boolean isSpelt(String name) {
    return Charset.forName(System.getProperty("sun.jnu.encoding")).newEncoder().canEncode(name);
  }

  /** One that is refused names nothing in this process's locale, and is put nowhere else. */
  private void isAFileLikeOthers(FileDoor door, String path) {
    house.put(FileHouse.OWN_PLACE + "/f");
    if (!isSpelt(path)) {
      assertThatThrownBy(() -> door.enter(ann, path)).isInstanceOf(InvalidRequestException.class);
      return;
    }
    boolean makes = door == FileDoor.CREATE_FOLDER;
    if (!makes) {
      house.put(path);
    }
    String place = makes ? path : door.fitting(path);
    Enclosure.holdsNothingOfOutside(
        door + " " + path, door.enter(ann, place.isEmpty() ? "/" : place));
    boolean gone = door.needs(FileOperation.DELETE);
    assertThat(Files.exists(enclosure.root.resolve(path.substring(1)))).isEqualTo(!gone);
    ann.deleteAll(path);
  }

  @ParameterizedTest
  @EnumSource
  void namesAndPathsMayBeAsLongAsTheyMayBe(FileDoor door) {
    for (String path :
        List.of(
            "/" + "x".repeat(255),
            "/" + "\u6f22".repeat(85),
            "/" + "\ud83d\ude00".repeat(63),
            "/long/" + "\u00e9".repeat(127),
            "/x".repeat(32),
            ("/" + "x".repeat(99)).repeat(10))) {
      isAFileLikeOthers(door, path);
    }
  }

  /** Where the system takes them for one, the second is refused. */
  @ParameterizedTest
  @EnumSource
  void anotherCaseIsAnotherFile(FileDoor door) {
    for (String path :
        List.of("/ann/F", "/ANN/f", "/Ann/F", "/ann/\uff46", "/ann/PRIVATE/f", "/bob/Private/F")) {
      house.put(FileHouse.OWN_PLACE + "/f");
      Map<String, String> before = house.stored();
      try {
        Object out = door.enter(ann, path);
        assertThat(String.valueOf(out)).doesNotContain("/ann/f", "/private/f", "bytes=6");
      } catch (SpaceCloudException e) {
        // it is not there
      }
      for (String stored : List.of("/ann/f", "/ann/private/f", "/bob/private/f")) {
        assertThat(house.stored()).as(path).containsEntry(stored, before.get(stored));
      }
    }
  }

  @ParameterizedTest
  @EnumSource
  void aLinkIsNotThere(FileDoor door) throws IOException {
    for (Map.Entry<String, String> each : LINKS.entrySet()) {
      Files.createSymbolicLink(enclosure.root.resolve(each.getKey()), Path.of(each.getValue()));
    }
    Map<String, String> before = house.stored();
    assertThat(before).doesNotContainKeys("/folder", "/file", "/ann/link");
    for (String link : LINKS.keySet()) {
      String whole = enclosure.outside.resolve("secret").toString();
      for (String below : List.of("", "/secret", "/f", "/sub/secret", "/new", "/new/x", whole)) {
        isNotThere(door, "/" + link + below);
      }
    }
    assertThat(house.stored()).isEqualTo(before);
    for (Map.Entry<String, String> each : LINKS.entrySet()) {
      assertThat(Files.readSymbolicLink(enclosure.root.resolve(each.getKey())))
          .isEqualTo(Path.of(each.getValue()));
      Files.delete(enclosure.root.resolve(each.getKey()));
    }
  }

  private void isNotThere(FileDoor door, String path) {
    AtomicReference<Object> out = new AtomicReference<>();
    Throwable failure = catchThrowable(() -> out.set(door.enter(ann, path)));
    switch (door) {
      case STAT -> assertThat(out.get()).as(path).isNull();
      case EXISTS, DELETE, DELETE_ALL -> assertThat(out.get()).as(path).isEqualTo(false);
      case DOWNLOAD, DOWNLOAD_PART, LIST, LIST_PAGE, MOVE_AWAY ->
          assertThat(failure).as(path).isInstanceOf(NotFoundException.class);
      case UPLOAD, CREATE_FOLDER, MOVE_HERE ->
          assertThat(failure).as(path).isInstanceOf(ConflictException.class);
    }
  }

  /**
   * Folders and files become links, and themselves again, while two callers go through every door.
   */
  @Test
  @Timeout(300)
  void whatBecomesALinkMeanwhileLeadsNowhere() throws Exception {
    long seed = Long.getLong("spacecloud.seed", System.nanoTime());
    List<String> places = List.of("ann", "ann/private", "ann/f", "ann/f");
    List<Path> targets =
        List.of(
            enclosure.outside,
            enclosure.outside.resolve("private"),
            enclosure.outside.resolve("f"),
            enclosure.outside.resolve("private/f"));
    Random swapping = new Random(seed);
    try (Crowd crowd = new Crowd()) {
      for (int caller = 1; caller <= 2; caller++) {
        Random random = new Random(seed + caller);
        crowd.add(ROUNDS, round -> goesAnywhere(random, seed));
      }
      crowd.whileOthers(
          () -> {
            int i = swapping.nextInt(places.size());
            enclosure.swap(places.get(i), targets.get(i));
          });
    }
    ann.upload("/ann/f", Upload.of(new byte[3]));
    assertThat(ann.stat("/ann/f")).extracting(FileEntry::bytes).isEqualTo(3L);
  }

  private static <T> T any(Random random, List<T> all) {
    return all.get(random.nextInt(all.size()));
  }

  private void goesAnywhere(Random random, long seed) {
    boolean reads = random.nextInt(8) != 0; // that takes less time, and what is read is gone again
    FileDoor door = any(random, reads ? READING : List.of(FileDoor.values()));
    String path = any(random, reads ? READ : CHANGED);
    String what = "-Dspacecloud.seed=%d: %s %s".formatted(seed, door, path);
    try {
      if (!reads) {
        List.of("/ann/f", "/ann/private/f", FileHouse.OWN_PLACE + "/f").forEach(house::put);
      }
      Object out = door.enter(ann, path);
      assertThat(path.endsWith(Enclosure.ONLY_OUTSIDE) && Boolean.TRUE.equals(out))
          .as(what)
          .isFalse();
      Enclosure.holdsNothingOfOutside(what, out);
    } catch (SpaceCloudException e) {
      // as long as nothing happens outside
    }
  }

  @Test
  void tenThousandEntriesWithLinksAmongThem() throws IOException {
    Path many = Files.createDirectory(enclosure.root.resolve("many"));
    Set<String> names = new TreeSet<>();
    for (int i = 0; i < 10_000; i++) {
      Files.createFile(many.resolve("f" + i));
      names.add("f" + i);
      if (i % 10 == 0) {
        Files.createSymbolicLink(many.resolve("f" + i + "-link"), enclosure.outside);
      }
    }
    List<String> seen = new ArrayList<>();
    FilePage page = ann.list("/many");
    for (; page.next() != null; page = ann.list("/many", "", page.next(), 0)) {
      page.entries().forEach(each -> seen.add(each.name()));
    }
    page.entries().forEach(each -> seen.add(each.name()));
    assertThat(seen).doesNotHaveDuplicates().hasSameElementsAs(names);
    ann.move("/many", "/own/moved");
    assertThat(ann.exists("/many")).isFalse();
    assertThat(ann.exists("/own/moved/f9999")).isTrue();
    assertThat(ann.exists("/own/moved/f0-link")).isFalse();
    assertThat(ann.deleteAll("/own/moved")).isTrue();
    assertThat(enclosure.root.resolve("own/moved")).doesNotExist();
  }

  @Test
  void partsOfNamesLeadNowhere() {
    for (String part :
        List.of("../", "/", "../outside/", "a/b", "/etc/", "f/../../", "..//", "x".repeat(257))) {
      assertThatThrownBy(() -> ann.list("/ann", part, null, 10))
          .as(part)
          .isInstanceOf(InvalidRequestException.class);
      assertThatThrownBy(() -> ann.list("/ann", "", "x" + part + "x", 10))
          .as(part)
          .isInstanceOf(InvalidRequestException.class);
    }
    for (String part : List.of("..", ".", "\u0000", "%", "*", "\\", "")) {
      FilePage page = ann.list("/ann", "", part, 10);
      assertThat(page.entries()).allMatch(each -> each.path().toString().startsWith("/ann/"));
      assertThat(ann.list("/ann", part, null, 10).entries())
          .allMatch(each -> each.path().toString().startsWith("/ann/"));
    }
  }

  @Test
  void aContentTypeIsNoHeader() {
    for (String type :
        List.of("a/b\r\nX: y", "a/b\n\nbody", "a/b\u0000", "text/html;\r\n x=y", "é/b")) {
      assertThatThrownBy(() -> ann.upload("/ann/f", Upload.of(new byte[0]).withContentType(type)))
          .isInstanceOf(InvalidRequestException.class);
    }
  }
}
