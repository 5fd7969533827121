package io.spacecloud.engine.security;

import io.spacecloud.api.error.AccessDeniedException;
import io.spacecloud.api.function.FunctionRequest;
import io.spacecloud.api.result.Document;
import io.spacecloud.engine.Session;
import io.spacecloud.engine.SpaceCloud;
import java.time.Duration;
import java.util.Collections;
import java.util.concurrent.CompletionException;
import org.jspecify.annotations.Nullable;

/** Every way to call a function, or to ask whether one may: an attack goes through all of them. */
enum FunctionDoor {
  /** And waiting for the reply. */
  CALL,
  /** With the engine's own time to wait. */
  REQUEST,
  /** Without waiting. */
  ASYNC,
  /** As a client's JSON. */
  JSON,
  /** Not called, but asked about. */
  EXPLAIN;

  private static final Duration PATIENCE = Duration.ofMinutes(1);

  /** What comes out; an explained denial is one. */
  @Nullable Object enter(
      SpaceCloud cloud, Session session, String service, String function, @Nullable Object params) {
    return switch (this) {
      case CALL -> session.call(service, function, params, PATIENCE);
      case REQUEST -> session.call(FunctionRequest.of(service, function, params));
      case ASYNC -> awaited(session, new FunctionRequest(service, function, params, PATIENCE));
      case JSON -> session.call(sent(cloud, service, function, params));
      case EXPLAIN -> explained(session, service, function, params);
    };
  }

  private static @Nullable Object awaited(Session session, FunctionRequest request) {
    try {
      return session.callAsync(request).join();
    } catch (CompletionException e) {
      throw e.getCause() instanceof RuntimeException cause ? cause : e;
    }
  }

  private static FunctionRequest sent(
      SpaceCloud cloud, String service, String function, @Nullable Object params) {
    Document body = Document.of(Collections.singletonMap("params", params));
    return cloud.requests().call(service, function, cloud.answers().document(body));
  }

  private static @Nullable Object explained(
      Session session, String service, String function, @Nullable Object params) {
    if (session.explainCall(service, function, params).denial() != null) {
      throw new AccessDeniedException("denied");
    }
    return null;
  }
}
