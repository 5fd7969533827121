package io.spacecloud.engine.testing;

import io.spacecloud.api.function.FunctionHandler;
import io.spacecloud.api.request.Request;
import io.spacecloud.api.rule.Access;
import io.spacecloud.api.rule.Explanation;
import io.spacecloud.api.spi.Backend;
import io.spacecloud.engine.ProjectConfig;
import io.spacecloud.engine.Session;
import io.spacecloud.engine.SpaceCloud;
import io.spacecloud.engine.SpaceCloudBuilder;
import io.spacecloud.engine.config.ModulesConfig;
import io.spacecloud.engine.rules.Ciphers;
import io.spacecloud.engine.rules.DeclarativeRules;
import java.time.Clock;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Tests the rules of a project by sending requests through a whole engine, over a database in
 * memory or over a real one.
 *
 * <p>Each request starts anew: what was given to the tester is there, and what was given to its
 * caller, and nothing that another request did. Only what {@link Expectation#then} puts before it
 * has happened, too. Rows are given with the authority of the embedding code, so no rule applies to
 * them; in memory a collection without a declaration takes any fields, and its key is {@code id},
 * or {@code _id} on MongoDB or where all given rows have that.
 *
 * <p>On a real database the given rows take the place of <em>all</em> rows of their collection.
 * Collections to which none are given keep what they hold, from request to request.
 *
 * <p>Immutable and thread-safe: requests of one tester wait for one another. Two testers over one
 * real database must not be used at the same time.
 */
public final class RulesTester {
  private final ProjectConfig config;
  private final RecordingRules rules;
  private final Clock clock;
  private final Map<String, Backend> real;
  private final GivenRows given;
  private final Map<Access.ToFunction, FunctionHandler> functions;
  private @Nullable World world;

  private RulesTester(
      ProjectConfig config,
      RecordingRules rules,
      Clock clock,
      Map<String, Backend> real,
      GivenRows given,
      Map<Access.ToFunction, FunctionHandler> functions) {
    this.functions = Map.copyOf(functions);
    this.config = config;
    this.rules = rules;
    this.clock = clock;
    this.real = Map.copyOf(real);
    this.given = given;
  }

  /** A tester of the configuration's rules over a database in memory for each that it has. */
  public static RulesTester of(ProjectConfig config) {
    return of(config, Clock.systemUTC());
  }

  /** As the other one, at that time. */
  public static RulesTester of(ProjectConfig config, Clock clock) {
    Ciphers ciphers = new Ciphers(config.id(), config.encryption());
    DeclarativeRules compiled =
        DeclarativeRules.compile(config.databases(), config.modules(), clock, ciphers);
    return new RulesTester(
        config, new RecordingRules(compiled), clock, Map.of(), GivenRows.NONE, Map.of());
  }

  /**
   * The same over a real database, which stays the test's to close. Collections that are declared
   * and not there are made. The coverage of both testers is one.
   */
  public RulesTester on(String database, Backend backend) {
    Map<String, Backend> all = new LinkedHashMap<>(real);
    all.put(database, backend);
    return new RulesTester(config, rules, clock, all, given, functions);
  }

  /** The same with these rows in a collection, beside those that were given before. */
  @SafeVarargs
  @SuppressWarnings("varargs")
  public final RulesTester given(String database, String collection, Map<String, ?>... rows) {
    return given(database, collection, Arrays.asList(rows));
  }

  /** The same with these rows in a collection, beside those that were given before. */
  public RulesTester given(
      String database, String collection, List<? extends Map<String, ?>> rows) {
    return new RulesTester(
        config, rules, clock, real, given.and(database, collection, rows), functions);
  }

  /** The same with a function for {@code func} rules to call; what none is given for fails. */
  public RulesTester function(String service, String function, FunctionHandler handler) {
    Map<Access.ToFunction, FunctionHandler> all = new LinkedHashMap<>(functions);
    all.put(new Access.ToFunction(service, function), handler);
    return new RulesTester(config, rules, clock, real, given, all);
  }

  /** A caller whose token holds these claims. */
  public TestCaller as(Map<String, ?> claims) {
    Map<String, ?> copy = new LinkedHashMap<>(claims);
    return new TestCaller(
        this, "a caller with the claims " + copy, cloud -> cloud.authenticated(copy), given);
  }

  /** A caller without a token. */
  public TestCaller anonymous() {
    return new TestCaller(this, "an anonymous caller", SpaceCloud::anonymous, given);
  }

  /** Which rules and clauses the requests so far have reached, and what they came to. */
  public Coverage coverage() {
    return Coverage.of(config, rules);
  }

  synchronized Attempt run(TestCaller caller, Request request) {
    return Attempt.of(begun(caller), caller, request);
  }

  synchronized AccessExpectation judge(
      TestCaller caller, Access access, Function<Session, Explanation> judging) {
    Session session = caller.session(begun(caller).cloud());
    return AccessExpectation.of(caller, access, () -> judging.apply(session));
  }

  private World begun(TestCaller caller) {
    World present = world;
    if (present == null) {
      present = world();
      world = present;
    }
    present.begin(caller.given(), caller.before());
    return present;
  }

  private World world() {
    RecordingRules own = rules.sharing();
    SpaceCloudBuilder builder = SpaceCloud.builder().config(config).rules(own).clock(clock);
    Map<String, Backend> backends = new LinkedHashMap<>();
    config
        .databases()
        .forEach(
            (alias, database) -> {
              if (database.enabled()) {
                Backend backend = real.get(alias);
                backends.put(alias, backend == null ? World.memory(database, clock) : backend);
              }
            });
    backends.forEach(builder::backend);
    ModulesConfig.FileStore files = config.modules().fileStore();
    if (files != null) {
      builder.files(InMemoryFileStore.create(clock));
    }
    SpaceCloud cloud = builder.functionsInProcess().build();
    functions.forEach(
        (name, handler) -> cloud.functions().register(name.service(), name.function(), handler));
    return new World(cloud, config, backends, own);
  }
}
