package io.spacecloud.engine.security;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.spacecloud.api.error.AccessDeniedException;
import io.spacecloud.api.file.FileEntry;
import io.spacecloud.api.file.FilePath;
import io.spacecloud.api.file.OpenFile;
import io.spacecloud.api.rule.RuleEvaluator;
import io.spacecloud.api.spi.FileStore;
import io.spacecloud.api.value.Kind;
import io.spacecloud.engine.ProjectConfig;
import io.spacecloud.engine.ProjectConfigBuilder;
import io.spacecloud.engine.SessionFiles;
import io.spacecloud.engine.SpaceCloud;
import io.spacecloud.engine.SpaceCloudBuilder;
import io.spacecloud.engine.config.Limits;
import io.spacecloud.engine.testing.InMemoryFileStore;
import io.spacecloud.engine.testing.MemoryBackend;
import io.spacecloud.engine.testing.Schemas;
import io.spacecloud.engine.testing.WatchedFiles;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * An engine with files of two owners, {@code /ann} and {@code /bob}, for attacks to go through its
 * doors. Whatever its rules are, everybody may do everything in {@code /own}.
 */
final class FileHouse implements AutoCloseable {
  static final String OWN_PLACE = "/own/place";
  static final String OWN =
      rules("{rule: match, eval: ==, type: string, f1: args.params.owner, f2: args.auth.id}");
  static final String OPEN = rules("{rule: authenticated}");
  static final String CLOSED = rules("{rule: deny}");

  private static final Clock CLOCK =
      Clock.fixed(Instant.parse("2030-01-01T00:00:00Z"), ZoneOffset.UTC);

  /** What is stored before it is attacked. */
  static final List<String> STORED =
      List.of("/ann/f", "/ann/private/f", "/bob/f", "/bob/private/f", OWN_PLACE + "/f");

  final MemoryBackend backend =
      new MemoryBackend().with(Schemas.of("bare").required("id", Kind.STRING).key("id").build());
  final FileStore real;
  final WatchedFiles store;
  final SpaceCloud cloud;

  private FileHouse(
      FileStore real, Map<String, String> rules, Limits limits, @Nullable RuleEvaluator evaluator) {
    this.real = real;
    this.store = new WatchedFiles(real);
    SpaceCloudBuilder builder =
        SpaceCloud.builder()
            .config(config(House.SECRET, rules))
            .backend("db", backend)
            .files(store)
            .limits(limits);
    this.cloud = (evaluator == null ? builder : builder.rules(evaluator)).build();
    STORED.forEach(this::put);
  }

  /** Prefixes and their rules, one after the other. */
  static FileHouse of(String... rules) {
    return new FileHouse(memory(), map(rules), Limits.NONE, null);
  }

  static FileHouse limited(Limits limits, String... rules) {
    return new FileHouse(memory(), map(rules), limits, null);
  }

  static FileHouse on(FileStore store, String... rules) {
    return new FileHouse(store, map(rules), Limits.NONE, null);
  }

  static FileHouse judgedBy(RuleEvaluator evaluator) {
    return new FileHouse(memory(), Map.of(), Limits.NONE, evaluator);
  }

  private static FileStore memory() {
    return InMemoryFileStore.create(CLOCK);
  }

  private static Map<String, String> map(String... rules) {
    Map<String, String> map = new LinkedHashMap<>();
    for (int i = 0; i < rules.length; i += 2) {
      map.put(rules[i], rules[i + 1]);
    }
    return map;
  }

  /** A configuration of the house, with another secret or other rules. */
  static ProjectConfig config(String secret, String... rules) {
    return config(secret, map(rules));
  }

  private static ProjectConfig config(String secret, Map<String, String> rules) {
    ProjectConfigBuilder config =
        ProjectConfig.builder().id("house").secret(secret).collection("db", "bare");
    rules.forEach(config::files);
    if (!rules.containsKey("/own")) {
      config.files("/own", OPEN);
    }
    return config.build();
  }

  /** One rule for every operation. */
  static String rules(String rule) {
    return "{create: %1$s, read: %1$s, delete: %1$s}".formatted(rule);
  }

  void put(String path) {
    try {
      real.write(FilePath.of(path), new ByteArrayInputStream(path.getBytes(UTF_8)), null, null);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  SessionFiles as(String id) {
    return cloud.authenticated(Map.of("id", id)).files();
  }

  SessionFiles ann() {
    return as("ann");
  }

  /** It is denied, without a word, and the store was not asked. */
  void denied(FileDoor door, SessionFiles files, String path) {
    Map<String, String> before = stored();
    store.asked();
    assertThatThrownBy(() -> door.enter(files, path))
        .as("%s %s", door, path)
        .isInstanceOf(AccessDeniedException.class)
        .hasMessage("denied");
    assertThat(store.asked()).as("%s %s", door, path).isEmpty();
    assertThat(stored()).isEqualTo(before);
  }

  /** All that is stored, by path. */
  Map<String, String> stored() {
    Map<String, String> all = new TreeMap<>();
    collect(FilePath.ROOT, all);
    return all;
  }

  private void collect(FilePath folder, Map<String, String> all) {
    for (FileEntry each : Objects.requireNonNull(real.list(folder, "", null, Integer.MAX_VALUE))) {
      if (each.folder()) {
        all.put(each.path() + "/", "");
        collect(each.path(), all);
      } else {
        all.put(each.path().toString(), content(each.path()));
      }
    }
  }

  private String content(FilePath path) {
    try (OpenFile file = Objects.requireNonNull(real.open(path, 0, Long.MAX_VALUE))) {
      return new String(file.content().readAllBytes(), UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() {
    cloud.close();
  }
}
