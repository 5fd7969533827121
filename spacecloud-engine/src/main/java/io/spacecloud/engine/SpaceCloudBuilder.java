package io.spacecloud.engine;

import io.spacecloud.api.rule.AuditListener;
import io.spacecloud.api.rule.RuleEvaluator;
import io.spacecloud.api.spi.Backend;
import io.spacecloud.api.spi.FileStore;
import io.spacecloud.api.spi.FunctionBus;
import io.spacecloud.api.spi.Realtime;
import io.spacecloud.api.spi.RequestObserver;
import io.spacecloud.engine.config.FunctionOptions;
import io.spacecloud.engine.config.InvalidConfigException;
import io.spacecloud.engine.config.Limits;
import io.spacecloud.engine.config.Problems;
import io.spacecloud.engine.dispatch.Auditor;
import io.spacecloud.engine.functions.LocalFunctionBus;
import io.spacecloud.engine.users.UserHooks;
import java.time.Clock;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executor;
import java.util.concurrent.ScheduledExecutorService;
import org.jspecify.annotations.Nullable;

/**
 * Makes an engine. It takes over the backends that it is handed and opens those that the
 * configuration names; both are closed with the engine, and by {@link #build} where that fails.
 */
public final class SpaceCloudBuilder {
  private static final int DEFAULT_PAGE_LIMIT = 1_000;

  private final Map<String, Backend> backends = new LinkedHashMap<>();
  private @Nullable ProjectConfig config;
  private @Nullable RuleEvaluator evaluator;
  private Clock clock = Clock.systemUTC();
  private int pageLimit = DEFAULT_PAGE_LIMIT;
  private Limits limits = Limits.NONE;
  private final List<RequestObserver> observers = new ArrayList<>();
  private boolean explains;
  private UserHooks hooks = new UserHooks() {};
  private @Nullable Realtime realtime;
  private @Nullable FunctionBus bus;
  private FunctionOptions functionOptions = FunctionOptions.DEFAULT;
  private @Nullable FileStore files;
  private @Nullable Executor executor;
  private @Nullable ScheduledExecutorService scheduler;

  SpaceCloudBuilder() {}

  /** The project: its keys, databases and rules. */
  public SpaceCloudBuilder config(ProjectConfig project) {
    this.config = project;
    return this;
  }

  /** The database behind an alias, instead of what the configuration says of it. */
  public SpaceCloudBuilder backend(String alias, Backend backend) {
    if (backends.putIfAbsent(alias, backend) != null) {
      throw new IllegalArgumentException("a second backend for one alias");
    }
    return this;
  }

  /** Judges instead of the project's declarative rules. */
  public SpaceCloudBuilder rules(RuleEvaluator other) {
    this.evaluator = other;
    return this;
  }

  /** The time by which tokens expire and rules judge; the system's if not given. */
  public SpaceCloudBuilder clock(Clock other) {
    this.clock = other;
    return this;
  }

  /** The most documents that a read returns at once; 1,000 if not given. */
  public SpaceCloudBuilder pageLimit(int documents) {
    this.pageLimit = documents;
    return this;
  }

  /** How much callers may ask for; any amount if not given. */
  public SpaceCloudBuilder limits(Limits most) {
    this.limits = most;
    return this;
  }

  /** Tells the listener of every request, without values. */
  public SpaceCloudBuilder audit(AuditListener listener) {
    return observe(Auditor.observer(listener));
  }

  /**
   * Tells the listener of every request and why it was allowed or denied, with values. Every rule
   * is then evaluated twice; other listeners are told the same.
   */
  public SpaceCloudBuilder auditExplained(AuditListener listener) {
    this.explains = true;
    return audit(listener);
  }

  /** Lets the observer see requests begin and end. */
  public SpaceCloudBuilder observe(RequestObserver observer) {
    observers.add(observer);
    return this;
  }

  /** Is called when users sign up, sign in and change. */
  public SpaceCloudBuilder users(UserHooks other) {
    this.hooks = other;
    return this;
  }

  /**
   * Keeps live queries up to date, and is closed with the engine. If not given, the configuration
   * decides: where {@code modules.realtime} is enabled they are kept as it says, else there are
   * none.
   */
  public SpaceCloudBuilder realtime(Realtime live) {
    this.realtime = live;
    return this;
  }

  /**
   * Carries calls of functions, and is closed with the engine. If not given, the configuration
   * decides: where {@code modules.functions} is enabled and has a {@code conn}, they go over that
   * broker; else this process calls its own.
   */
  public SpaceCloudBuilder functions(FunctionBus calls) {
    this.bus = calls;
    return this;
  }

  /** Calls functions of this process alone, whatever the configuration says. */
  public SpaceCloudBuilder functionsInProcess() {
    return functions(new LocalFunctionBus());
  }

  /** How functions are called and served; as {@link FunctionOptions#DEFAULT} if not given. */
  public SpaceCloudBuilder functionOptions(FunctionOptions options) {
    this.functionOptions = options;
    return this;
  }

  /**
   * Keeps files, and is closed with the engine. If not given, the configuration decides: where
   * {@code modules.fileStore} is enabled and {@code local}, they are kept in the directory that it
   * names.
   */
  public SpaceCloudBuilder files(FileStore store) {
    this.files = store;
    return this;
  }

  /**
   * Runs functions, live queries and their listeners, one that is slow for as long as it takes: a
   * pool that grows, or virtual threads. It stays the application's. Daemon threads of the engine's
   * own if not given.
   */
  public SpaceCloudBuilder executor(Executor other) {
    this.executor = other;
    return this;
  }

  /** Runs short tasks later; it stays the application's. A daemon thread if not given. */
  public SpaceCloudBuilder scheduler(ScheduledExecutorService other) {
    this.scheduler = other;
    return this;
  }

  /**
   * The engine.
   *
   * @throws InvalidConfigException naming everything that is missing or wrong
   */
  public SpaceCloud build() {
    Workers workers = new Workers(executor, scheduler);
    Resources resources = new Resources(backends, realtime, bus, files, workers);
    try {
      Project project = checked(resources);
      resources.open(project.config());
      return new SpaceCloud(project, resources, settings());
    } catch (RuntimeException e) {
      try {
        resources.close();
      } catch (IllegalStateException closing) {
        e.addSuppressed(closing);
      }
      throw e;
    }
  }

  private Settings settings() {
    Auditor auditor = new Auditor(observers, explains, clock, System::nanoTime);
    return new Settings(evaluator, pageLimit, limits, auditor, clock, functionOptions, hooks);
  }

  private Project checked(Resources resources) {
    Problems problems = new Problems();
    if (pageLimit < 1) {
      problems.add("pageLimit", "must be positive");
    }
    if (config == null) {
      problems.add("", "no configuration was given");
      throw new InvalidConfigException(problems.all());
    }
    resources.check(config, problems);
    Project project = compiled(config, problems);
    if (project == null || !problems.isEmpty()) {
      throw new InvalidConfigException(problems.all());
    }
    return project;
  }

  private @Nullable Project compiled(ProjectConfig project, Problems problems) {
    try {
      return Project.of(project, evaluator, clock);
    } catch (InvalidConfigException e) {
      e.problems().forEach(problem -> problems.add(problem.path(), problem.text()));
      return null;
    }
  }
}
