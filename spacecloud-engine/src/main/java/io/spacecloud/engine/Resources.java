package io.spacecloud.engine;

import io.spacecloud.api.spi.Backend;
import io.spacecloud.api.spi.BackendConfig;
import io.spacecloud.api.spi.BackendProvider;
import io.spacecloud.api.spi.FileStore;
import io.spacecloud.api.spi.FunctionBus;
import io.spacecloud.api.spi.FunctionBusProvider;
import io.spacecloud.api.spi.Realtime;
import io.spacecloud.api.spi.RealtimeProvider;
import io.spacecloud.engine.config.DatabaseConfig;
import io.spacecloud.engine.config.ModulesConfig;
import io.spacecloud.engine.config.Problems;
import io.spacecloud.engine.functions.LocalFunctionBus;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.ServiceLoader;
import java.util.ServiceLoader.Provider;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What an engine works with: what the application handed over, and for the rest what the
 * configuration names. All of it is closed with the engine. For one thread until it is open.
 */
final class Resources implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Resources.class);

  private final Map<String, Backend> backends;
  private final Workers workers;
  private @Nullable Realtime realtime;
  private @Nullable FunctionBus bus;
  private @Nullable FileStore files;

  Resources(
      Map<String, Backend> backends,
      @Nullable Realtime realtime,
      @Nullable FunctionBus bus,
      @Nullable FileStore files,
      Workers workers) {
    this.backends = new LinkedHashMap<>(backends);
    this.realtime = realtime;
    this.bus = bus;
    this.files = files;
    this.workers = workers;
  }

  Map<String, Backend> backends() {
    return backends;
  }

  Workers workers() {
    return workers;
  }

  @Nullable Realtime realtime() {
    return realtime;
  }

  FunctionBus bus() {
    return Objects.requireNonNull(bus, "not open");
  }

  @Nullable FileStore files() {
    return files;
  }

  /** Adds what stands in the way of opening what the configuration names. */
  void check(ProjectConfig config, Problems problems) {
    for (String alias : backends.keySet()) {
      if (!config.databases().containsKey(alias)) {
        problems.add(path(alias), "a backend was given for what the configuration does not have");
      }
    }
    for (DatabaseConfig database : unserved(config)) {
      BackendConfig connection = database.connection();
      if (connection == null) {
        problems.add(path(database.alias()), "has no conn, and no backend was given");
      } else if (provider(connection) == null) {
        problems.add(
            path(database.alias()), "nothing on the class path opens " + connection.type());
      }
    }
    FileModule.check(config, files != null, problems);
  }

  /** Adds what a reload would have to open, as it opens nothing. */
  void checkReload(ProjectConfig config, Problems problems) {
    for (DatabaseConfig database : unserved(config)) {
      problems.add(path(database.alias()), "a reload opens no database");
    }
    if (FileModule.isEnabled(config) && files == null) {
      problems.add(FileModule.PATH, "a reload opens no file store");
    }
  }

  private List<DatabaseConfig> unserved(ProjectConfig config) {
    return config.databases().values().stream()
        .filter(database -> database.enabled() && !backends.containsKey(database.alias()))
        .toList();
  }

  private static String path(String alias) {
    return "modules.crud." + alias;
  }

  /** Opens what a configuration names that was checked, and what was not handed over. */
  void open(ProjectConfig config) {
    for (DatabaseConfig database : unserved(config)) {
      BackendConfig connection = Objects.requireNonNull(database.connection());
      BackendProvider provider = Objects.requireNonNull(provider(connection));
      backends.put(database.alias(), provider.open(connection));
    }
    files = files == null ? FileModule.open(config) : files;
    realtime = realtime == null ? realtime(config.modules().realtime()) : realtime;
    bus = bus == null ? bus(config.modules().functions()) : bus;
  }

  private static @Nullable Realtime realtime(ModulesConfig.@Nullable Realtime wanted) {
    if (wanted == null || !wanted.enabled()) {
      return null;
    }
    RealtimeProvider provider =
        found(RealtimeProvider.class, each -> each.supports(wanted.broker()));
    if (provider == null) {
      LOG.warn("modules.realtime is enabled, and nothing on the class path keeps live queries");
    }
    return provider == null ? null : provider.open(wanted.conn());
  }

  private static FunctionBus bus(ModulesConfig.@Nullable Functions wanted) {
    String conn = wanted == null || !wanted.enabled() ? null : wanted.conn();
    if (wanted == null || conn == null) {
      return new LocalFunctionBus();
    }
    String broker = wanted.broker() == null ? "nats" : wanted.broker();
    FunctionBusProvider provider = found(FunctionBusProvider.class, each -> each.supports(broker));
    if (provider == null) {
      LOG.warn("modules.functions has a conn, and nothing on the class path carries calls there");
    }
    return provider == null ? new LocalFunctionBus() : provider.open(conn);
  }

  private static @Nullable BackendProvider provider(BackendConfig connection) {
    return found(BackendProvider.class, each -> each.supports(connection.type()));
  }

  private static <T> @Nullable T found(Class<T> service, Predicate<T> fits) {
    return ServiceLoader.load(service).stream()
        .map(Provider::get)
        .filter(fits)
        .findFirst()
        .orElse(null);
  }

  @Override
  public void close() {
    List<@Nullable AutoCloseable> all = new ArrayList<>(Arrays.asList(bus, realtime, workers));
    all.addAll(backends.values());
    all.add(files);
    closeAll(all);
  }

  /** Closes each, whatever becomes of the others; then reports what went wrong. */
  static void closeAll(List<? extends @Nullable AutoCloseable> all) {
    IllegalStateException failure = null;
    for (AutoCloseable each : all) {
      try {
        if (each != null) {
          each.close();
        }
      } catch (Exception e) {
        if (failure == null) {
          failure = new IllegalStateException("something could not be closed", e);
        } else {
          failure.addSuppressed(e);
        }
      }
    }
    if (failure != null) {
      throw failure;
    }
  }
}
