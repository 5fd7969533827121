package io.spacecloud.examples.benchmarks;

import com.auth0.jwt.JWT;
import com.auth0.jwt.JWTVerifier;
import com.auth0.jwt.algorithms.Algorithm;
import io.spacecloud.engine.ProjectConfig;
import io.spacecloud.engine.SpaceCloud;
import java.time.Duration;
import java.util.Map;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/** A session from a token that is known, and from one that is not, against java-jwt alone. */
@State(Scope.Benchmark)
public class SessionBenchmark {
  private static final String SECRET = "a-secret-for-benchmarks-alone-0123456789";
  private static final int TOKENS = 4_096;

  private SpaceCloud caching;
  private SpaceCloud forgetful;
  private JWTVerifier verifier;
  private final String[] tokens = new String[TOKENS];
  private int next;

  @Setup
  public void open() {
    caching = SpaceCloud.builder().config(config("")).build();
    forgetful = SpaceCloud.builder().config(config("tokens: { cacheSize: 1 }\n")).build();
    verifier = JWT.require(Algorithm.HMAC256(SECRET)).build();
    for (int i = 0; i < TOKENS; i++) {
      tokens[i] =
          caching.tokens().issue(Map.of("id", "user-" + i, "role", "user"), Duration.ofDays(1));
    }
  }

  private static ProjectConfig config(String more) {
    return ProjectConfig.parse("id: benchmark\nsecret: " + SECRET + "\n" + more);
  }

  @TearDown
  public void close() {
    caching.close();
    forgetful.close();
  }

  private String token() {
    next = (next + 1) % TOKENS;
    return tokens[next];
  }

  @Benchmark
  public Object baseline() {
    return verifier.verify(token());
  }

  @Benchmark
  public Object newToken() {
    return forgetful.session(token());
  }

  @Benchmark
  public Object knownToken() {
    return caching.session(token());
  }
}
