package io.spacecloud.engine;

import io.spacecloud.api.error.NotFoundException;
import io.spacecloud.api.error.SpaceCloudException;
import io.spacecloud.api.live.LiveEvent;
import io.spacecloud.api.live.LiveQueryListener;
import io.spacecloud.api.request.Read;
import io.spacecloud.api.rule.Caller;
import io.spacecloud.api.spi.Backend;
import io.spacecloud.api.spi.ChangeSource;
import io.spacecloud.api.spi.CollectionSchema;
import io.spacecloud.api.spi.Declaration;
import io.spacecloud.api.spi.FileStore;
import io.spacecloud.api.spi.FunctionBus;
import io.spacecloud.api.spi.LiveView;
import io.spacecloud.api.spi.Realtime;
import io.spacecloud.engine.accounts.UserManagement;
import io.spacecloud.engine.auth.Tokens;
import io.spacecloud.engine.auth.VerifiedToken;
import io.spacecloud.engine.config.DatabaseConfig;
import io.spacecloud.engine.config.FunctionOptions;
import io.spacecloud.engine.config.InvalidConfigException;
import io.spacecloud.engine.config.Problems;
import io.spacecloud.engine.dispatch.Authority;
import io.spacecloud.engine.dispatch.Dispatcher;
import io.spacecloud.engine.dispatch.FileDispatcher;
import io.spacecloud.engine.functions.FunctionModule;
import io.spacecloud.engine.json.AnswerWriter;
import io.spacecloud.engine.json.RequestReader;
import io.spacecloud.engine.lint.LintWarning;
import io.spacecloud.engine.lint.Linter;
import io.spacecloud.engine.users.Users;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The engine of one project: give it a token, and it gives a session. Thread-safe. */
public final class SpaceCloud implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(SpaceCloud.class);

  private final Resources resources;
  private final Settings settings;
  private final Dispatcher dispatcher;
  private final RequestReader requests = new RequestReader();
  private final AnswerWriter answers = new AnswerWriter();
  private final @Nullable Realtime realtime;
  private final LiveAdmission admission;
  private final FunctionModule functionModule;
  private final Functions functions;
  private final @Nullable FileDispatcher files;
  private final UserManagement users;
  private final AtomicBoolean closing = new AtomicBoolean();
  private final AtomicBoolean closed = new AtomicBoolean();
  private volatile Project project;

  /** An engine that closes the resources, which are open. */
  SpaceCloud(Project project, Resources resources, Settings settings) {
    this.project = project;
    this.resources = resources;
    this.settings = settings;
    this.realtime = resources.realtime();
    this.admission = new LiveAdmission(settings.limits());
    this.functionModule =
        new FunctionModule(resources.bus(), settings.functions(), functionContext());
    this.functions = new Functions(functionModule);
    this.dispatcher =
        new Dispatcher(
            resources.backends(),
            settings.pageLimit(),
            settings.limits(),
            settings.auditor(),
            settings.clock(),
            realtime,
            functionModule);
    FileStore store = resources.files();
    this.files =
        store == null
            ? null
            : new FileDispatcher(store, dispatcher, settings.limits(), settings.pageLimit());
    this.users = new UserManagement(new UserGround(this), settings.hooks());
    declare(project.config());
    warn();
    if (realtime != null) {
      realtime.start(liveContext());
    }
  }

  private FunctionBus.Context functionContext() {
    Workers workers = resources.workers();
    ProjectConfig config = project.config();
    return new FunctionBus.Context(
        config.id(), config.secret(), settings.clock(), workers.executor(), workers);
  }

  private Realtime.Context liveContext() {
    Workers workers = resources.workers();
    ProjectConfig config = project.config();
    return new Realtime.Context(
        config.id(),
        config.secret(),
        settings.clock(),
        workers.executor(),
        workers,
        read -> dispatcher.truth(project().policy(), read),
        this::changes);
  }

  private @Nullable ChangeSource changes(String alias) {
    Backend backend = resources.backends().get(alias);
    return backend == null ? null : backend.changes();
  }

  /** Begins the making of an engine. */
  public static SpaceCloudBuilder builder() {
    return new SpaceCloudBuilder();
  }

  /** The project's id. */
  public String projectId() {
    return project().config().id();
  }

  /**
   * A session of the caller whom the token names.
   *
   * @throws io.spacecloud.api.error.UnauthenticatedException if anything is wrong with the token
   */
  public Session session(String token) {
    Project current = project();
    VerifiedToken verified = current.tokens().verify(token);
    return new Session(
        this, token, current.tokens(), verified, new Authority(verified.caller(), false));
  }

  /** A session of nobody in particular. */
  public Session anonymous() {
    return new Session(this, null, null, null, Authority.ANONYMOUS);
  }

  /**
   * A session of a caller whom the embedding code has authenticated by itself: rules see these
   * claims as those of a verified token. Never hand over claims that nobody verified.
   */
  public Session authenticated(Map<String, ?> claims) {
    return new Session(this, null, null, null, new Authority(Caller.of(claims), false));
  }

  /** A session of the embedding code: no rules apply to it. Never hand it to a caller. */
  public Session trusted() {
    return new Session(this, null, null, null, Authority.TRUSTED);
  }

  /**
   * The users of a database, who sign up and in by e-mail.
   *
   * @throws NotFoundException if the configuration does not enable that, or the collection is not
   *     there
   * @throws io.spacecloud.api.error.UnsupportedFeatureException if the collection cannot hold
   *     accounts, such as for want of a unique key on {@code email}
   */
  public Users users(String database) {
    return users.of(database);
  }

  /** The functions that this process serves. */
  public Functions functions() {
    return functions;
  }

  /** Reads requests from their JSON. */
  public RequestReader requests() {
    return requests;
  }

  /** Writes what requests return, and what live queries tell, as JSON. */
  public AnswerWriter answers() {
    return answers;
  }

  /** Verifies and issues tokens by the project's keys. */
  public Tokens tokens() {
    return project().tokens();
  }

  /**
   * Puts other keys and rules in the place of the present ones, for new requests of all sessions;
   * requests on their way end by the rules that they began with. The backends stay as they are.
   *
   * @throws InvalidConfigException if it cannot be used; then nothing changes
   */
  public synchronized void reload(ProjectConfig config) {
    Problems problems = new Problems();
    resources.checkReload(config, problems);
    if (!problems.isEmpty()) {
      throw new InvalidConfigException(problems.all());
    }
    Project next = Project.of(config, settings.evaluator(), settings.clock());
    project();
    declare(config);
    project = next;
    if (realtime != null) {
      realtime.rejudge();
    }
    warn();
  }

  /** Whether requests of now are judged by it. */
  @SuppressWarnings("ReferenceEquality") // another object is another version
  boolean isInForce(@Nullable Project version) {
    return project == version;
  }

  Realtime.Subscription follow(
      Session session, Read read, LiveQueryListener listener, long demand) {
    if (realtime == null) {
      throw new IllegalStateException("the engine was built without live queries");
    }
    Following following = new Following(this, session, read);
    LiveView view = following.judge();
    Counted counted = new Counted(session.authority(), listener);
    counted.enter();
    try {
      return realtime.subscribe(following, view, counted, demand);
    } catch (RuntimeException e) {
      counted.leave();
      throw e;
    }
  }

  /** Tells a listener, and counts it until its end. */
  private final class Counted implements LiveQueryListener {
    private final @Nullable String caller;
    private final LiveQueryListener listener;
    private final AtomicBoolean left = new AtomicBoolean();

    Counted(Authority authority, LiveQueryListener listener) {
      this.caller = authority.trusted() ? null : authority.key();
      this.listener = listener;
    }

    void enter() {
      if (caller != null) {
        admission.enter(caller);
      }
    }

    void leave() {
      if (caller != null && left.compareAndSet(false, true)) {
        admission.leave(caller);
      }
    }

    @Override
    public void onEvent(LiveEvent event) {
      listener.onEvent(event);
    }

    @Override
    public void onClosed(@Nullable SpaceCloudException reason) {
      leave();
      listener.onClosed(reason);
    }
  }

  /**
   * Tells live queries, those of other processes too, that something was written past the engine:
   * by a script, a trigger, another application. They read the collection anew.
   */
  public void changed(String database, String collection) {
    project();
    if (realtime != null) {
      realtime.lost(database, collection);
    }
  }

  private void warn() {
    warnings().forEach(each -> LOG.warn("configuration: {}", each));
    for (String alias : resources.backends().keySet()) {
      String flaw = users.flaw(alias);
      if (flaw != null) {
        LOG.warn("database {} cannot keep users: {}", alias, flaw);
      }
    }
  }

  /** Tells the backends what is declared of them, and the log where they are otherwise. */
  private void declare(ProjectConfig config) {
    config
        .databases()
        .forEach(
            (alias, database) -> {
              Backend backend = resources.backends().get(alias);
              if (backend != null) {
                backend.declare(database.declarations());
                for (Declaration declaration : database.declarations()) {
                  backend
                      .drift(declaration)
                      .forEach(each -> LOG.warn("database {} differs: {}", alias, each));
                }
              }
            });
  }

  /**
   * What a database holds and what is declared of it.
   *
   * @throws io.spacecloud.api.error.NotFoundException if there is no such database
   */
  public DatabaseSchema schema(String database) {
    Project current = project();
    Backend backend = resources.backends().get(database);
    DatabaseConfig config = current.config().databases().get(database);
    if (backend == null || config == null) {
      throw new NotFoundException("no such database");
    }
    return new DatabaseSchema(
        backend,
        declarations(config, backend),
        name -> dispatcher.schema(current.policy(), database, name));
  }

  /** What the application declares, and for users what it does not. */
  private List<Declaration> declarations(DatabaseConfig config, Backend backend) {
    List<Declaration> all = new ArrayList<>();
    List<Declaration> ours = users.declarations(config.alias(), backend.keyName());
    for (Declaration own : config.declarations()) {
      boolean empty = own.fields().isEmpty();
      if (!empty || ours.stream().noneMatch(our -> our.collection().equals(own.collection()))) {
        all.add(own);
      }
    }
    for (Declaration our : ours) {
      if (all.stream().noneMatch(own -> own.collection().equals(our.collection()))) {
        all.add(our);
      }
    }
    return all;
  }

  /** What in the configuration is allowed and hardly meant, the databases being as they are. */
  public List<LintWarning> warnings() {
    Project current = project();
    return Linter.lint(
        current.config().databases().values(),
        current.config().modules(),
        (database, collection) -> known(current, database, collection.name()));
  }

  private @Nullable CollectionSchema known(Project current, String database, String collection) {
    try {
      return dispatcher.schema(current.policy(), database, collection);
    } catch (NotFoundException e) {
      return null;
    }
  }

  /** Looks at a database's collections anew, for one that was changed underneath. */
  public void refresh(String database) {
    dispatcher.refresh(project().policy(), database);
  }

  Project project() {
    if (closed.get()) {
      throw new IllegalStateException("closed");
    }
    return project;
  }

  Dispatcher dispatcher() {
    return dispatcher;
  }

  FileDispatcher files() {
    if (files == null) {
      throw new IllegalStateException("the engine was built without files");
    }
    return files;
  }

  long now() {
    return settings.clock().millis();
  }

  Clock clock() {
    return settings.clock();
  }

  /**
   * Lets functions that are running end, for as long as {@link FunctionOptions#drain} says; ends
   * live queries, and closes every backend and the file store, given or not; once.
   */
  @Override
  public void close() {
    if (closing.compareAndSet(false, true)) {
      // What functions still do may need all the rest.
      Resources.closeAll(List.of(functionModule, () -> closed.set(true), resources));
    }
  }
}
