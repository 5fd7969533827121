package io.spacecloud.engine.security;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.spacecloud.api.error.InvalidRequestException;
import io.spacecloud.api.error.SpaceCloudException;
import io.spacecloud.api.file.FilePage;
import io.spacecloud.api.file.Upload;
import io.spacecloud.engine.SessionFiles;
import io.spacecloud.engine.files.LocalFileStore;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * A path leads nowhere but below the root (class 9), whatever is written in it, and through every
 * door.
 *
 * <p>Falls with any check in {@code FileName} or {@code FilePath}, or in {@code SessionFiles#part}.
 * Links, and what changes meanwhile, are {@code LinksTest}'s; the table of paths is {@code
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
          "/" + "x".repeat(256),
          "/x".repeat(33),
          "/" + "../".repeat(300),
          "/a//b",
          "/a/",
          "/~root/../..",
          "/\ud800");

  @TempDir private Path temporary;
  private Path inside;
  private FileHouse house;
  private SessionFiles ann;

  @BeforeEach
  void open() throws IOException {
    inside = temporary.resolve("inside");
    Files.createDirectory(temporary.resolve("outside"));
    Files.writeString(temporary.resolve("outside/secret"), "outside");
    house = FileHouse.on(LocalFileStore.open(inside), "/", FileHouse.OPEN);
    ann = house.ann();
  }

  @AfterEach
  void close() {
    house.close();
  }

  private List<String> everything() throws IOException {
    try (Stream<Path> all = Files.walk(temporary)) {
      return all.map(each -> temporary.relativize(each).toString())
          .filter(each -> !each.contains(".spacecloud"))
          .sorted()
          .toList();
    }
  }

  @ParameterizedTest
  @EnumSource
  void noPathLeadsOutside(FileDoor door) throws IOException {
    List<String> before = everything();
    house.store.asked();
    for (String path : HOSTILE) {
      assertThatThrownBy(() -> door.enter(ann, path))
          .as("%s <%s>", door, path)
          .isInstanceOf(InvalidRequestException.class);
    }
    assertThat(house.store.asked()).isEmpty();
    assertThat(everything()).isEqualTo(before);
    assertThat(temporary.resolve("outside/secret")).hasContent("outside");
  }

  /** What is a name like others is one, and no more. */
  @ParameterizedTest
  @EnumSource
  void whatLooksEncodedIsAFileOfThatName(FileDoor door) throws IOException {
    for (String path :
        List.of(
            "/%2e%2e/outside/secret",
            "/%2e%2e%2foutside%2fsecret",
            "/..%2foutside%2fsecret",
            "/%252e%252e/outside/secret",
            "/..;/outside/secret",
            "/\uff0e\uff0e/outside/secret",
            "/\uff0e\uff0e\uff0foutside\uff0fsecret",
            "/..%00/outside/secret",
            "/$(cat secret)",
            "/`id`",
            "/;rm -rf ~")) {
      house.put(FileHouse.OWN_PLACE + "/f");
      try {
        assertThat(String.valueOf(door.enter(ann, path))).doesNotContain("outsideoutside");
      } catch (SpaceCloudException e) {
        // it is not there
      }
    }
    assertThat(temporary.resolve("outside/secret")).hasContent("outside");
    assertThat(temporary.toFile().list()).containsExactlyInAnyOrder("inside", "outside");
    assertThat(temporary.resolve("outside").toFile().list()).containsExactly("secret");
  }

  @Test
  void partsOfNamesLeadNowhere() {
    for (String part : List.of("../", "/", "../outside/", "a/b", "/etc/", "f/../../", "..//")) {
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
