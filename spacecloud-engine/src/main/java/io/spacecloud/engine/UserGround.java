package io.spacecloud.engine;

import io.spacecloud.api.request.Request;
import io.spacecloud.api.result.Result;
import io.spacecloud.api.spi.CollectionSchema;
import io.spacecloud.engine.accounts.Ground;
import io.spacecloud.engine.auth.Tokens;
import io.spacecloud.engine.config.EmailConfig;
import io.spacecloud.engine.dispatch.Authority;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** The engine as user management knows it. */
record UserGround(SpaceCloud cloud) implements Ground {
  @Override
  public @Nullable EmailConfig settings() {
    return cloud.project().config().modules().email();
  }

  @Override
  public Result execute(Request request) {
    return cloud.dispatcher().execute(cloud.project().policy(), Authority.ENGINE, request);
  }

  @Override
  public Result execute(Session session, Request request) {
    return session.executeInside(request);
  }

  @Override
  public boolean isTrusted(Session session) {
    if (!session.isOf(cloud)) {
      throw new IllegalArgumentException("a session of another engine");
    }
    return session.authority().trusted();
  }

  @Override
  public CollectionSchema schema(String database, String collection) {
    return cloud.dispatcher().schema(cloud.project().policy(), database, collection);
  }

  @Override
  public Tokens tokens() {
    return cloud.tokens();
  }

  @Override
  public Instant now() {
    return cloud.clock().instant();
  }
}
