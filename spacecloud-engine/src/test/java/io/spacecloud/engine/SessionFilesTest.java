package io.spacecloud.engine;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.spacecloud.api.error.AccessDeniedException;
import io.spacecloud.api.error.ConflictException;
import io.spacecloud.api.error.InvalidRequestException;
import io.spacecloud.api.error.NotFoundException;
import io.spacecloud.api.error.UnauthenticatedException;
import io.spacecloud.api.file.FileEntry;
import io.spacecloud.api.file.FilePage;
import io.spacecloud.api.file.OpenFile;
import io.spacecloud.api.file.Upload;
import io.spacecloud.api.request.FileOperation;
import io.spacecloud.api.rule.Access;
import io.spacecloud.api.rule.AuditEvent;
import io.spacecloud.api.rule.AuditEvent.Decision;
import io.spacecloud.api.rule.FileInput;
import io.spacecloud.api.rule.RuleEvaluator;
import io.spacecloud.api.rule.RuleInput;
import io.spacecloud.api.rule.RuleTrace;
import io.spacecloud.api.rule.Verdict;
import io.spacecloud.engine.config.InvalidConfigException;
import io.spacecloud.engine.config.Limits;
import io.spacecloud.engine.testing.InMemoryFileStore;
import io.spacecloud.engine.testing.RulesTester;
import io.spacecloud.engine.testing.WatchedFiles;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What callers do with files, and what the rules have to say to it. */
class SessionFilesTest {
  private static final String OWN =
      "{rule: match, name: own, eval: ==, type: string, f1: args.params.owner, f2: args.auth.id}";

  private final List<AuditEvent> events = new ArrayList<>();
  private final WatchedFiles store = new WatchedFiles(InMemoryFileStore.create());
  private final SpaceCloud cloud =
      SpaceCloud.builder().config(config()).files(store).audit(events::add).build();

  private static ProjectConfigBuilder project() {
    return ProjectConfig.builder().id("p").secret("a-secret-for-this-test-alone-0123456789");
  }

  private static ProjectConfig config() {
    return project()
        .files("/", "{read: {rule: authenticated}}")
        .files("/:owner", "{create: %1$s, read: %1$s, delete: %1$s}".formatted(OWN))
        .build();
  }

  @AfterEach
  void close() {
    cloud.close();
  }

  private SessionFiles as(String id) {
    return cloud.session(cloud.tokens().issue(Map.of("id", id), Duration.ofHours(1))).files();
  }

  private static Upload text(String content) {
    return Upload.of(content.getBytes(UTF_8)).withContentType("text/plain");
  }

  private static String read(OpenFile file) throws IOException {
    try (file) {
      return new String(file.content().readAllBytes(), UTF_8);
    }
  }

  private static List<String> names(FilePage page) {
    return page.entries().stream().map(FileEntry::marker).toList();
  }

  private AuditEvent only() {
    assertThat(events).hasSize(1);
    return events.remove(0);
  }

  @Test
  void filesAreUploadedListedReadMovedAndDeleted() throws IOException {
    SessionFiles files = as("ann");
    assertThat(files.upload("/ann/a/cat.txt", text("meow"))).isEqualTo(4);
    assertThat(read(files.download("/ann/a/cat.txt"))).isEqualTo("meow");
    assertThat(read(files.download("/ann/a/cat.txt", 1, 2))).isEqualTo("eo");
    assertThat(read(files.download("/ann/a/cat.txt", 1, 0))).isEmpty();
    assertThat(files.exists("/ann/a")).isTrue();
    assertThat(files.exists("/ann/b")).isFalse();
    FileEntry entry = files.stat("/ann/a/cat.txt");
    assertThat(entry.contentType()).isEqualTo("text/plain");
    assertThat(entry.bytes()).isEqualTo(4);
    assertThat(files.stat("/ann/none")).isNull();

    files.createFolder("/ann/b");
    files.move("/ann/a/cat.txt", "/ann/b/tom.txt");
    assertThat(names(files.list("/ann"))).containsExactly("a/", "b/");
    assertThat(names(files.list("/ann/b"))).containsExactly("tom.txt");
    assertThatThrownBy(() -> files.delete("/ann/b")).isInstanceOf(ConflictException.class);
    assertThat(files.delete("/ann/a")).isTrue();
    assertThat(files.deleteAll("/ann/b")).isTrue();
    assertThat(files.deleteAll("/ann/b")).isFalse();
    assertThat(names(files.list("/ann"))).isEmpty();
  }

  @Test
  void whatIsNotThereIsToldToWhoeverMayRead() {
    SessionFiles files = as("ann");
    files.createFolder("/ann");
    for (Runnable missing :
        List.<Runnable>of(
            () -> files.download("/ann/none"),
            () -> files.download("/ann"),
            () -> files.list("/ann/none"),
            () -> files.move("/ann/none", "/ann/new"))) {
      assertThatThrownBy(missing::run)
          .isInstanceOf(NotFoundException.class)
          .hasMessageNotContaining("none");
    }
  }

  @Test
  void aListShowsWhatMayBeReadAndPagesOfIt() throws IOException {
    SessionFiles trusted = cloud.trusted().files();
    for (String owner : List.of("ann", "bob", "cid", "dan")) {
      trusted.upload("/" + owner + "/f", text("x"));
    }
    trusted.upload("/readme", text("x"));
    assertThat(names(as("bob").list("/"))).containsExactly("bob/");
    assertThat(names(as("readme").list("/"))).containsExactly("readme");
    assertThat(names(as("eve").list("/"))).isEmpty();
    assertThat(names(trusted.list("/"))).hasSize(5);

    FilePage first = trusted.list("/", "", null, 2);
    assertThat(names(first)).containsExactly("ann/", "bob/");
    assertThat(first.next()).isEqualTo("bob/");
    FilePage second = trusted.list("/", "", first.next(), 2);
    assertThat(names(second)).containsExactly("cid/", "dan/");
    FilePage third = trusted.list("/", "", second.next(), 2);
    assertThat(names(third)).containsExactly("readme");
    assertThat(third.next()).isNull();
    assertThat(names(trusted.list("/", "da", null, 0))).containsExactly("dan/");
    for (Runnable malformed :
        List.<Runnable>of(
            () -> trusted.list("/", "a/b", null, 0),
            () -> trusted.list("/", "../", null, 0),
            () -> trusted.list("/", "", "a/b", 0),
            () -> trusted.list("/", "", "/", 0),
            () -> trusted.list("/", "", "x".repeat(300), 0),
            () -> trusted.list("/", "", null, -1),
            () -> trusted.download("/readme", -1, 1),
            () -> trusted.download("/readme", 0, -1))) {
      assertThatThrownBy(malformed::run).isInstanceOf(InvalidRequestException.class);
    }
  }

  @Test
  void aListIsNoLongerThanAPage() throws IOException {
    try (SpaceCloud small =
        SpaceCloud.builder()
            .config(config())
            .files(InMemoryFileStore.create())
            .pageLimit(3)
            .build()) {
      SessionFiles files = small.authenticated(Map.of("id", "ann")).files();
      for (int i = 0; i < 5; i++) {
        files.upload("/ann/" + i, text("x"));
      }
      assertThat(names(files.list("/ann"))).containsExactly("0", "1", "2");
      assertThat(names(files.list("/ann", "", null, 100))).hasSize(3);
      assertThat(names(files.list("/ann", "", "2", 3))).containsExactly("3", "4");
    }
  }

  @Test
  void anUploadIsAsLongAsItSaysAndNoLongerThanItMayBe() throws IOException {
    SessionFiles files = as("ann");
    files.upload("/ann/f", text("old"));
    byte[] ten = new byte[10];
    for (Upload wrong :
        List.of(
            Upload.of(new ByteArrayInputStream(ten)).withMaxBytes(9),
            Upload.of(new ByteArrayInputStream(ten)).withLength(9),
            Upload.of(new ByteArrayInputStream(ten)).withLength(11))) {
      assertThatThrownBy(() -> files.upload("/ann/f", wrong))
          .isInstanceOfSatisfying(
              InvalidRequestException.class, e -> assertThat(e.path()).isEqualTo("content"));
    }
    assertThat(read(files.download("/ann/f"))).isEqualTo("old");
    assertThat(
            files.upload(
                "/ann/f", Upload.of(new ByteArrayInputStream(ten)).withLength(10).withMaxBytes(10)))
        .isEqualTo(10);
    assertThat(files.stat("/ann/f").contentType()).isNull();
  }

  @Test
  void allUploadsOfCallersAreBounded() throws IOException {
    try (SpaceCloud bounded =
        SpaceCloud.builder()
            .config(config())
            .files(InMemoryFileStore.create())
            .limits(Limits.NONE.withFileBytes(5))
            .build()) {
      SessionFiles files = bounded.authenticated(Map.of("id", "ann")).files();
      assertThat(files.upload("/ann/f", text("12345"))).isEqualTo(5);
      assertThatThrownBy(() -> files.upload("/ann/f", text("123456")))
          .isInstanceOf(InvalidRequestException.class);
      assertThatThrownBy(
              () ->
                  files.upload(
                      "/ann/f", Upload.of(new ByteArrayInputStream(new byte[6])).withMaxBytes(9)))
          .isInstanceOf(InvalidRequestException.class);
      assertThat(bounded.trusted().files().upload("/ann/f", text("123456"))).isEqualTo(6);
    }
  }

  @Test
  void rulesSeeWhatAnUploadSaysOfItself() throws IOException {
    String rules =
        """
        create:
          rule: and
          clauses:
            - {rule: match, eval: in, type: string, f1: args.meta.contentType, f2: [image/png]}
            - {rule: match, eval: <=, type: number, f1: args.meta.bytes, f2: 3}
            - {rule: match, eval: ==, type: bool, f1: args.meta.folder, f2: false}
        """;
    try (SpaceCloud images =
        SpaceCloud.builder()
            .config(project().files("/", rules).build())
            .files(InMemoryFileStore.create())
            .build()) {
      SessionFiles files = images.authenticated(Map.of("id", "ann")).files();
      Upload upload = Upload.of(new byte[3]);
      files.upload("/a", upload.withContentType("image/png"));
      for (Upload other :
          List.of(
              upload,
              upload.withContentType("text/html"),
              Upload.of(new byte[4]).withContentType("image/png"),
              Upload.of(new ByteArrayInputStream(new byte[3])).withContentType("image/png"))) {
        assertThatThrownBy(() -> files.upload("/a", other))
            .isInstanceOf(AccessDeniedException.class);
      }
      assertThatThrownBy(() -> files.createFolder("/b")).isInstanceOf(AccessDeniedException.class);
    }
  }

  @Test
  void operationsAreTold() throws IOException {
    as("ann").upload("/ann/f", text("four"));
    AuditEvent event = only();
    assertThat(event.access()).isEqualTo(new Access.ToFile(FileOperation.CREATE, "/ann/f"));
    assertThat(event.caller()).isEqualTo("ann");
    assertThat(event.decision()).isEqualTo(Decision.GRANTED);
    assertThat(event.rule()).isEqualTo("modules.fileStore.rules.1.rule.create");
    assertThat(event.count()).isEqualTo(4);
    assertThat(event.failure()).isNull();

    OpenFile file = as("ann").download("/ann/f", 1, 2);
    assertThat(events).as("it is not over").isEmpty();
    read(file);
    file.close();
    assertThat(only().count()).isEqualTo(2);

    assertThatThrownBy(() -> as("bob").delete("/ann/f")).isInstanceOf(AccessDeniedException.class);
    AuditEvent denied = only();
    assertThat(denied.decision()).isEqualTo(Decision.DENIED);
    assertThat(denied.name()).isEqualTo("own");

    assertThatThrownBy(() -> as("ann").download("/ann/g")).isInstanceOf(NotFoundException.class);
    assertThat(only().failure()).isEqualTo("NotFoundException");

    as("ann").move("/ann/f", "/ann/g");
    assertThat(events)
        .extracting(AuditEvent::access)
        .containsExactly(
            new Access.ToFile(FileOperation.READ, "/ann/f"),
            new Access.ToFile(FileOperation.DELETE, "/ann/f"),
            new Access.ToFile(FileOperation.CREATE, "/ann/g"));
    events.clear();

    assertThatThrownBy(
            () ->
                as("ann")
                    .upload(
                        "/ann/f", Upload.of(new ByteArrayInputStream(new byte[9])).withLength(1)))
        .isInstanceOf(InvalidRequestException.class);
    assertThat(only())
        .extracting(AuditEvent::failure, AuditEvent::count)
        .containsExactly("InvalidRequestException", 0L);
  }

  @Test
  void howMuchAnOperationCameToIsTold() throws IOException {
    SessionFiles ann = as("ann");
    ann.createFolder("/ann");
    assertThat(only().count()).isEqualTo(1);
    ann.upload("/ann/f", text("four"));
    ann.upload("/ann/g", text("fives"));
    events.clear();
    ann.stat("/ann/f");
    assertThat(only().count()).isEqualTo(1);
    ann.stat("/ann/none");
    assertThat(only().count()).isZero();
    ann.list("/ann");
    assertThat(only().count()).isEqualTo(2);
    ann.delete("/ann/g");
    assertThat(only().count()).isEqualTo(1);
    ann.deleteAll("/ann/g");
    assertThat(only().count()).isZero();
    ann.move("/ann/f", "/ann/g");
    assertThat(events).extracting(AuditEvent::count).containsExactly(1L, 1L, 1L);
    events.clear();
    assertThatThrownBy(() -> ann.move("/ann/f", "/ann/h")).isInstanceOf(NotFoundException.class);
    assertThat(events)
        .extracting(AuditEvent::failure)
        .containsExactly("rolled back", "rolled back", "NotFoundException");
  }

  @Test
  void aPageIsFilledFromBeyondWhatMayNotBeRead() throws IOException {
    String some = "{rule: match, eval: in, type: string, f1: args.params.name, f2: args.auth.may}";
    ProjectConfig config =
        project()
            .files("/", "{read: {rule: authenticated}}")
            .files("/all/:name", "{read: " + some + "}")
            .build();
    try (SpaceCloud shared =
        SpaceCloud.builder().config(config).files(InMemoryFileStore.create()).build()) {
      for (String name : List.of("a", "b", "c", "d", "e")) {
        shared.trusted().files().upload("/all/" + name, text("x"));
      }
      FilePage page = pageOfTwo(shared, "a", "b", "e");
      assertThat(names(page)).containsExactly("a", "b");
      assertThat(page.next()).isEqualTo("b");
      page = pageOfTwo(shared, "b", "d", "e");
      assertThat(names(page)).containsExactly("b", "d");
      assertThat(page.next()).isEqualTo("d");
      page = pageOfTwo(shared, "a", "e");
      assertThat(names(page)).containsExactly("a", "e");
      assertThat(page.next()).isNull();
      FilePage all = shared.trusted().files().list("/all", "", null, 5);
      assertThat(names(all)).hasSize(5);
      assertThat(all.next()).isNull();
    }
  }

  private static FilePage pageOfTwo(SpaceCloud cloud, String... may) {
    Session session = cloud.authenticated(Map.of("id", "ann", "may", List.of(may)));
    return session.files().list("/all", "", null, 2);
  }

  @Test
  void whyIsExplained() {
    Session bob = cloud.authenticated(Map.of("id", "bob"));
    assertThat(bob.explainFile(FileOperation.READ, "/ann/f", Map.of()).toString())
        .contains("DENIED by own", "args.params.owner = ann", "args.auth.id = bob");
    assertThat(bob.explainFiles(FileOperation.READ, "/").toString())
        .contains("DENIED by own", "all below", "GRANTED authenticated", "does not resolve");
    assertThat(bob.explainFiles(FileOperation.READ, "/bob").denial()).isNull();
    assertThatThrownBy(() -> bob.explainFile(FileOperation.READ, "/ann/../bob", Map.of()))
        .isInstanceOf(InvalidRequestException.class);
    assertThat(cloud.trusted().explainFile(FileOperation.READ, "/ann/f", Map.of()).denial())
        .isNull();
    assertThat(store.asked()).isEmpty();
    assertThat(events).isEmpty();
  }

  @Test
  void aDenialIsToldWithItsReasonsWhereTheyAreWanted() {
    try (SpaceCloud explained =
        SpaceCloud.builder().config(config()).files(store).auditExplained(events::add).build()) {
      SessionFiles bob = explained.authenticated(Map.of("id", "bob")).files();
      assertThatThrownBy(() -> bob.delete("/ann/f")).isInstanceOf(AccessDeniedException.class);
      assertThat(String.valueOf(only().explanation())).contains("DENIED by own");
      explained.trusted().files().stat("/ann/f");
      AuditEvent event = only();
      assertThat(event.decision()).isEqualTo(Decision.GRANTED);
      assertThat(event.trusted()).isTrue();
    }
  }

  /** Its own words are not told, and it need not be able to tell how it judges. */
  @Test
  void anEvaluatorThatFailsDenies() {
    RuleEvaluator failing =
        new RuleEvaluator() {
          @Override
          public Verdict evaluate(RuleInput input) {
            throw new AssertionError("asked about files alone");
          }

          @Override
          public Verdict evaluate(FileInput input) {
            throw new IllegalStateException("secret");
          }

          @Override
          public RuleTrace trace(FileInput input) {
            throw new IllegalStateException("secret");
          }
        };
    try (SpaceCloud broken =
        SpaceCloud.builder()
            .config(config())
            .files(store)
            .rules(failing)
            .audit(events::add)
            .build()) {
      Session ann = broken.authenticated(Map.of("id", "ann"));
      assertThatThrownBy(() -> ann.files().stat("/ann/f"))
          .isInstanceOf(AccessDeniedException.class)
          .hasMessageNotContaining("secret");
      assertThat(only())
          .extracting(AuditEvent::decision, AuditEvent::rule)
          .containsExactly(Decision.DENIED, "read");
      assertThat(ann.explainFile(FileOperation.READ, "/ann/f", Map.of()).traces())
          .extracting(RuleTrace::outcome)
          .containsExactly(RuleTrace.Outcome.DENIED);
    }
  }

  @Test
  void rulesOfFilesAreTestedAsOthersAre() {
    RulesTester rules = RulesTester.of(config());
    rules.as(Map.of("id", "ann")).file(FileOperation.CREATE, "/ann/f").isAllowed();
    rules.as(Map.of("id", "ann")).file(FileOperation.READ, "/bob/f").isDenied().byRule("own");
    rules.as(Map.of("id", "ann")).files(FileOperation.DELETE, "/ann").isAllowed();
    rules.as(Map.of("id", "ann")).files(FileOperation.READ, "/").isDenied().byRule("own");
    rules.anonymous().file(FileOperation.READ, "/").isDenied();
  }

  /** A configuration's own directory is not touched. */
  @Test
  void rulesOfAnyStoreAreTestedInMemory(@TempDir Path directory) {
    for (String type : List.of("local", "amazon-s3")) {
      ProjectConfig config =
          ProjectConfig.parse(
              """
              id: p
              secret: s
              modules:
                fileStore:
                  enabled: true
                  storeType: %s
                  conn: %s
                  rules: {all: {prefix: /, rule: {read: {rule: authenticated}}}}
              """
                  .formatted(type, directory.resolve("files")));
      RulesTester.of(config).as(Map.of("id", "a")).file(FileOperation.READ, "/x").isAllowed();
    }
    assertThat(directory).isEmptyDirectory();
  }

  @Test
  void whoseTokenHasExpiredHasNoFiles() {
    Instant[] now = {Instant.parse("2030-01-01T00:00:00Z")};
    Clock clock =
        new Clock() {
          @Override
          public ZoneOffset getZone() {
            return ZoneOffset.UTC;
          }

          @Override
          public Clock withZone(java.time.ZoneId zone) {
            return this;
          }

          @Override
          public Instant instant() {
            return now[0];
          }
        };
    try (SpaceCloud timed =
        SpaceCloud.builder()
            .config(config())
            .files(InMemoryFileStore.create())
            .clock(clock)
            .build()) {
      String token = timed.tokens().issue(Map.of("id", "ann"), Duration.ofMinutes(1));
      SessionFiles files = timed.session(token).files();
      files.createFolder("/ann/a");
      now[0] = now[0].plusSeconds(61);
      assertThatThrownBy(() -> files.createFolder("/ann/b"))
          .isInstanceOf(UnauthenticatedException.class);
    }
  }

  @Test
  void otherRulesHoldForSessionsThatAreThere() throws IOException {
    SessionFiles files = as("ann");
    files.upload("/ann/f", text("x"));
    cloud.reload(project().files("/", "{read: {rule: deny}}").build());
    assertThatThrownBy(() -> files.stat("/ann/f")).isInstanceOf(AccessDeniedException.class);
    cloud.reload(config());
    assertThat(files.exists("/ann/f")).isTrue();
  }

  private static ProjectConfig configured(String module) {
    return ProjectConfig.parse("{id: p, secret: s, modules: {fileStore: " + module + "}}");
  }

  private static List<String> problems(SpaceCloudBuilder builder) {
    try (SpaceCloud built = builder.build()) {
      throw new AssertionError("built");
    } catch (InvalidConfigException e) {
      return e.problems().stream().map(each -> each.path() + ": " + each.text()).toList();
    }
  }

  @Test
  void theConfigurationSaysWhereFilesAreKept(@TempDir Path directory) throws IOException {
    Path place = directory.resolve("made/for/files");
    ProjectConfig config =
        configured("{enabled: true, storeType: local, conn: '" + place + "', rules: {}}");
    try (SpaceCloud local = SpaceCloud.builder().config(config).build()) {
      local.trusted().files().upload("/a", text("x"));
      assertThat(place.resolve("a")).exists();
      assertThatThrownBy(() -> local.authenticated(Map.of()).files().stat("/a"))
          .isInstanceOf(AccessDeniedException.class);
    }
    assertThat(place.resolve(".spacecloud")).isEmptyDirectory();
    try (SpaceCloud given =
        SpaceCloud.builder().config(config).files(InMemoryFileStore.create()).build()) {
      assertThat(given.trusted().files().exists("/a")).as("another was given").isFalse();
    }
  }

  @Test
  void aStoreThatTheLibraryDoesNotHaveIsToBeGiven() {
    for (String type : List.of("amazon-s3", "gcp-storage")) {
      ProjectConfig config =
          configured("{enabled: true, storeType: " + type + ", conn: eu, endpoint: x}");
      assertThat(problems(SpaceCloud.builder().config(config)))
          .containsExactly(
              "modules.fileStore.storeType: the library has no store of this type: give one to"
                  + " SpaceCloudBuilder.files");
      SpaceCloud.builder().config(config).files(InMemoryFileStore.create()).build().close();
    }
    assertThat(problems(SpaceCloud.builder().config(configured("{enabled: true}"))))
        .containsExactly("modules.fileStore: has no storeType, and no file store was given");
    assertThat(
            problems(SpaceCloud.builder().config(configured("{enabled: true, storeType: local}"))))
        .containsExactly("modules.fileStore.conn: missing: the directory that files are kept in");
    WatchedFiles unwanted = new WatchedFiles(InMemoryFileStore.create());
    assertThat(problems(SpaceCloud.builder().config(project().build()).files(unwanted)))
        .containsExactly(
            "modules.fileStore: a file store was given for what the configuration does not have");
    assertThat(unwanted.isClosed()).as("it was taken over").isTrue();
  }

  @Test
  void withoutFilesThereAreNone() {
    try (SpaceCloud without = SpaceCloud.builder().config(project().build()).build();
        SpaceCloud disabled =
            SpaceCloud.builder()
                .config(
                    configured(
                        "{enabled: false, storeType: local, conn: /none, rules: {a: {prefix: /,"
                            + " rule: {read: {rule: allow}}}}}"))
                .files(InMemoryFileStore.create())
                .build()) {
      assertThatThrownBy(() -> without.trusted().files()).isInstanceOf(IllegalStateException.class);
      assertThatThrownBy(() -> without.reload(config()))
          .isInstanceOf(InvalidConfigException.class)
          .hasMessageContaining("a reload opens no file store");
      assertThatThrownBy(() -> disabled.anonymous().files().stat("/a"))
          .isInstanceOf(NotFoundException.class);
      assertThat(disabled.trusted().files().exists("/a")).isFalse();
    }
  }

  @Test
  void theStoreIsClosedWithTheEngine() {
    SessionFiles files = as("ann");
    cloud.close();
    cloud.close();
    assertThat(store.isClosed()).isTrue();
    assertThatThrownBy(() -> files.stat("/ann/f")).isInstanceOf(IllegalStateException.class);
    assertThat(store.asked()).isEmpty();
  }
}
