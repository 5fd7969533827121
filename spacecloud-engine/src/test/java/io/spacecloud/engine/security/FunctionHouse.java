package io.spacecloud.engine.security;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.spacecloud.api.error.AccessDeniedException;
import io.spacecloud.api.function.FunctionCall;
import io.spacecloud.api.function.FunctionHandler;
import io.spacecloud.api.rule.RuleEvaluator;
import io.spacecloud.api.value.Kind;
import io.spacecloud.engine.ProjectConfig;
import io.spacecloud.engine.ProjectConfigBuilder;
import io.spacecloud.engine.Session;
import io.spacecloud.engine.SpaceCloud;
import io.spacecloud.engine.SpaceCloudBuilder;
import io.spacecloud.engine.config.FunctionOptions;
import io.spacecloud.engine.testing.MemoryBackend;
import io.spacecloud.engine.testing.Schemas;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * An engine that serves {@code s.f} and {@code s.g}, for attacks to go through its doors. The rule
 * of {@code f} is the given one; for {@code g} there is none.
 */
final class FunctionHouse implements AutoCloseable {
  /** What hangs is not waited for in the end. */
  static final FunctionOptions OPTIONS = FunctionOptions.DEFAULT.withDrain(Duration.ZERO);

  static final String OPEN = "{rule: authenticated}";
  static final String CLOSED = "{rule: deny}";
  static final String OWN =
      "{rule: match, eval: ==, type: string, f1: args.params.id, f2: args.auth.id}";
  static final String GUARDED = "{rule: func, service: guard, func: check, timeout: 1}";

  final MemoryBackend backend =
      new MemoryBackend().with(Schemas.of("bare").required("id", Kind.STRING).key("id").build());
  final SpaceCloud cloud;

  /** The calls that came through to {@code f} and {@code g}. */
  final List<FunctionCall> served = new CopyOnWriteArrayList<>();

  private FunctionHouse(ProjectConfig config, UnaryOperator<SpaceCloudBuilder> more) {
    SpaceCloudBuilder builder =
        SpaceCloud.builder().config(config).backend("db", backend).functionOptions(OPTIONS);
    cloud = more.apply(builder).build();
    serve("s", "f", this::noted);
    serve("s", "g", this::noted);
  }

  private Object noted(FunctionCall call) {
    served.add(call);
    return Map.of("served", true);
  }

  static FunctionHouse of(String rule) {
    return of(rule, builder -> builder);
  }

  static FunctionHouse of(String rule, UnaryOperator<SpaceCloudBuilder> more) {
    return new FunctionHouse(config().function("s", "f", rule).build(), more);
  }

  static FunctionHouse of(ProjectConfig config) {
    return new FunctionHouse(config, builder -> builder);
  }

  static FunctionHouse judgedBy(RuleEvaluator evaluator) {
    return of(OPEN, builder -> builder.rules(evaluator));
  }

  static ProjectConfigBuilder config() {
    return ProjectConfig.builder().id("house").secret(House.SECRET).collection("db", "bare");
  }

  void serve(String service, String function, FunctionHandler handler) {
    cloud.functions().register(service, function, handler);
  }

  Session as(Map<String, ?> claims) {
    return cloud.session(cloud.tokens().issue(claims, Duration.ofHours(1)));
  }

  Session ann() {
    return as(Map.of("id", "ann"));
  }

  @Nullable Object call(@Nullable Object params) {
    return ann().call("s", "f", params, Duration.ofMinutes(1));
  }

  /** It is denied, without a word, and was not served. */
  void denied(
      FunctionDoor door,
      Session session,
      String service,
      String function,
      @Nullable Object params) {
    int before = served.size();
    assertThatThrownBy(() -> door.enter(cloud, session, service, function, params))
        .as("%s %s.%s", door, service, function)
        .isInstanceOf(AccessDeniedException.class)
        .hasMessage("denied");
    assertThat(served).hasSize(before);
  }

  @Override
  public void close() {
    cloud.close();
  }
}
