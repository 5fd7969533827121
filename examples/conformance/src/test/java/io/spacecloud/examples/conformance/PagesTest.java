package io.spacecloud.examples.conformance;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.spacecloud.api.error.AccessDeniedException;
import io.spacecloud.api.error.InvalidRequestException;
import io.spacecloud.api.file.FileEntry;
import io.spacecloud.api.file.FilePage;
import io.spacecloud.api.file.OpenFile;
import io.spacecloud.api.file.Upload;
import io.spacecloud.engine.ProjectConfig;
import io.spacecloud.engine.SessionFiles;
import io.spacecloud.engine.SpaceCloud;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The complete examples of the pages load, and files do what theirs says. */
class PagesTest {
  private static final Pattern YAML = Pattern.compile("```yaml\n(id: .*?)```", Pattern.DOTALL);

  private static String configuration(String page) throws IOException {
    Matcher yaml = YAML.matcher(Files.readString(Path.of("..", "..", "docs", page)));
    assertThat(yaml.find()).as("a complete configuration in %s", page).isTrue();
    return yaml.group(1)
        .replace("$SECRET", "a-secret-for-this-test-alone-0123456789")
        .replace("$DATABASE", "jdbc:postgresql://localhost/app");
  }

  @ParameterizedTest
  @ValueSource(strings = {"users.md", "files.md"})
  void configurationsLoad(String page) throws IOException {
    assertThat(ProjectConfig.parse(configuration(page)).notices()).isEmpty();
  }

  @Test
  void filesAreUsedAsThePageSays(@TempDir Path directory) throws IOException {
    String yaml = configuration("files.md").replace("/var/lib/album", directory.toString());
    try (SpaceCloud cloud = SpaceCloud.builder().config(ProjectConfig.parse(yaml)).build()) {
      SessionFiles files = cloud.authenticated(Map.of("id", "ada")).files();
      byte[] body = "a picture".getBytes(UTF_8);
      files.upload(
          "/images/ada/cat.png",
          Upload.of(new ByteArrayInputStream(body))
              .withContentType("image/png")
              .withMaxBytes(5_000_000));
      try (OpenFile cat = files.download("/images/ada/cat.png")) {
        assertThat(cat.entry().bytes()).isEqualTo(body.length);
        assertThat(cat.entry().contentType()).isEqualTo("image/png");
        assertThat(cat.content().readAllBytes()).isEqualTo(body);
      }
      assertThat(allOf(files, "/images/ada")).containsExactly("cat.png");
      isForOthersToReadAlone(cloud.authenticated(Map.of("id", "bob")).files());

      files.createFolder("/images/ada/cats");
      files.move("/images/ada/cat.png", "/images/ada/cats/tom.png");
      assertThat(files.stat("/images/ada/cat.png")).isNull();
      assertThat(files.delete("/images/ada/cats/tom.png")).isTrue();
      assertThat(files.deleteAll("/images/ada/cats")).isTrue();
    }
  }

  private static List<String> allOf(SessionFiles files, String folder) {
    List<String> names = new ArrayList<>();
    for (FilePage page = files.list(folder); ; ) {
      page.entries().stream().map(FileEntry::name).forEach(names::add);
      if (page.next() == null) {
        return names;
      }
      page = files.list(folder, "", page.next(), 0);
    }
  }

  private static void isForOthersToReadAlone(SessionFiles others) {
    assertThat(others.exists("/images/ada/cat.png")).isTrue();
    assertThat(allOf(others, "/images")).containsExactly("ada");
    assertThatThrownBy(() -> others.delete("/images/ada/cat.png"))
        .isInstanceOf(AccessDeniedException.class);
    assertThatThrownBy(() -> others.createFolder("/images/ada/theirs"))
        .isInstanceOf(AccessDeniedException.class);
    assertThatThrownBy(() -> others.exists("/elsewhere")).isInstanceOf(AccessDeniedException.class);
    assertThatThrownBy(() -> others.exists("/images/../images/ada/cat.png"))
        .isInstanceOf(InvalidRequestException.class);
  }
}
