package io.spacecloud.engine.accounts;

import io.spacecloud.api.request.Request;
import io.spacecloud.api.result.Result;
import io.spacecloud.api.spi.CollectionSchema;
import io.spacecloud.engine.Session;
import io.spacecloud.engine.auth.Tokens;
import io.spacecloud.engine.config.EmailConfig;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** What user management asks of the engine. Thread-safe. */
public interface Ground {
  /** What is configured at the moment; null where users do not sign in so. */
  @Nullable EmailConfig settings();

  /** Runs a request with the engine's own authority. */
  Result execute(Request request);

  /** Runs a request by the session's rules, on fields that sessions do not reach by themselves. */
  Result execute(Session session, Request request);

  /**
   * Whether the session is the embedding code's own.
   *
   * @throws IllegalArgumentException if it is another engine's
   */
  boolean isTrusted(Session session);

  /**
   * What requests can name of a collection.
   *
   * @throws io.spacecloud.api.error.NotFoundException if it is not there
   */
  CollectionSchema schema(String database, String collection);

  /** Issues tokens. */
  Tokens tokens();

  /** The time. */
  Instant now();
}
