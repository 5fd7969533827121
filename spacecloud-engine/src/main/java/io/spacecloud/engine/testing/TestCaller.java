package io.spacecloud.engine.testing;

import io.spacecloud.api.request.Aggregate;
import io.spacecloud.api.request.Batch;
import io.spacecloud.api.request.Create;
import io.spacecloud.api.request.Delete;
import io.spacecloud.api.request.FileOperation;
import io.spacecloud.api.request.Read;
import io.spacecloud.api.request.Request;
import io.spacecloud.api.request.Update;
import io.spacecloud.api.rule.Access;
import io.spacecloud.engine.Session;
import io.spacecloud.engine.SpaceCloud;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Someone who makes requests. Each of them starts from the rows that are given; only what {@link
 * Expectation#then} puts before it has happened, too. Immutable.
 */
public final class TestCaller {
  private final RulesTester tester;
  private final String name;
  private final Function<SpaceCloud, Session> session;
  private final GivenRows given;
  private final List<Step> before;

  /** A request that was made earlier. */
  record Step(TestCaller caller, Request request) {}

  TestCaller(
      RulesTester tester, String name, Function<SpaceCloud, Session> session, GivenRows given) {
    this(tester, name, session, given, List.of());
  }

  private TestCaller(
      RulesTester tester,
      String name,
      Function<SpaceCloud, Session> session,
      GivenRows given,
      List<Step> before) {
    this.tester = tester;
    this.name = name;
    this.session = session;
    this.given = given;
    this.before = List.copyOf(before);
  }

  /** The same with these rows in a collection, beside those that were given before. */
  @SafeVarargs
  @SuppressWarnings("varargs")
  public final TestCaller given(String database, String collection, Map<String, ?>... rows) {
    return given(database, collection, Arrays.asList(rows));
  }

  /** The same with these rows in a collection, beside those that were given before. */
  public TestCaller given(String database, String collection, List<? extends Map<String, ?>> rows) {
    return new TestCaller(tester, name, session, given.and(database, collection, rows), before);
  }

  /** This caller, beginning where another's request ended. */
  TestCaller after(TestCaller other, Request request) {
    List<Step> steps = new ArrayList<>(other.before);
    steps.add(new Step(other, request));
    return new TestCaller(other.tester, name, session, other.given, steps);
  }

  GivenRows given() {
    return given;
  }

  List<Step> before() {
    return before;
  }

  Session session(SpaceCloud cloud) {
    return session.apply(cloud);
  }

  /** Inserts documents. */
  public Expectation create(Create create) {
    return execute(create);
  }

  /** Reads documents, counts them, or reads the values of a field. */
  public Expectation read(Read read) {
    return execute(read);
  }

  /** Changes rows. */
  public Expectation update(Update update) {
    return execute(update);
  }

  /** Deletes rows. */
  public Expectation delete(Delete delete) {
    return execute(delete);
  }

  /** Sends rows through a pipeline. */
  public Expectation aggregate(Aggregate aggregate) {
    return execute(aggregate);
  }

  /** Makes all of the writes, or none. */
  public Expectation batch(Batch batch) {
    return execute(batch);
  }

  /** Runs a request of any kind. */
  public Expectation execute(Request request) {
    return new Expectation(tester.run(this, request));
  }

  /** Calls a function, as far as the rules go. */
  public AccessExpectation call(String service, String function, @Nullable Object params) {
    return tester.judge(
        this,
        new Access.ToFunction(service, function),
        caller -> caller.explainCall(service, function, params));
  }

  /** Does something to a file, as far as the rules go. */
  public AccessExpectation file(FileOperation operation, String path) {
    return file(operation, path, Map.of());
  }

  /** Does something to a file of which it says this, as far as the rules go. */
  public AccessExpectation file(FileOperation operation, String path, Map<String, ?> meta) {
    return tester.judge(
        this,
        new Access.ToFile(operation, path),
        caller -> caller.explainFile(operation, path, meta));
  }

  /** Does something to whatever may stand at a path and below it, as far as the rules go. */
  public AccessExpectation files(FileOperation operation, String path) {
    return tester.judge(
        this, new Access.ToFile(operation, path), caller -> caller.explainFiles(operation, path));
  }

  /** The claims, or that there are none. */
  @Override
  public String toString() {
    return name;
  }
}
