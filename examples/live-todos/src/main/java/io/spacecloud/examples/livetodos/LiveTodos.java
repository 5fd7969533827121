package io.spacecloud.examples.livetodos;

import io.javalin.Javalin;
import io.javalin.config.JavalinConfig;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import io.spacecloud.api.error.AccessDeniedException;
import io.spacecloud.api.error.ConflictException;
import io.spacecloud.api.error.InvalidRequestException;
import io.spacecloud.api.error.NotFoundException;
import io.spacecloud.api.error.SpaceCloudException;
import io.spacecloud.api.error.UnauthenticatedException;
import io.spacecloud.api.request.Request;
import io.spacecloud.engine.ProjectConfig;
import io.spacecloud.engine.Session;
import io.spacecloud.engine.SpaceCloud;
import io.spacecloud.engine.json.RequestReader;
import io.spacecloud.realtime.LocalRealtime;
import io.spacecloud.sql.SqlBackend;
import io.spacecloud.sql.SqlConfig;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.regex.Pattern;

/**
 * Todos that several people look at. All that the server does is to find out who calls, hand the
 * body over as it came, and send back what the engine returns; who may do what stands in {@code
 * live-todos.yaml}.
 */
public final class LiveTodos implements AutoCloseable {
  private static final Pattern NAME = Pattern.compile("[a-z]{1,20}");
  private static final Duration SIGNED_IN = Duration.ofHours(12);
  private static final String DATABASE = "db";

  private final SpaceCloud cloud;
  private final Streams streams;
  private final Javalin server;

  private LiveTodos(SpaceCloud cloud, int port) {
    this.cloud = cloud;
    this.streams = new Streams(cloud.answers());
    this.server = Javalin.create(this::configure).start("127.0.0.1", port);
  }

  /**
   * Starts the server on this machine.
   *
   * @param port 0 for any that is free
   */
  public static LiveTodos start(int port) throws IOException {
    SpaceCloud cloud =
        SpaceCloud.builder()
            .config(configuration())
            .backend(DATABASE, SqlBackend.connect(SqlConfig.of("jdbc:h2:mem:" + UUID.randomUUID())))
            .realtime(LocalRealtime.create()) // NatsRealtime.connect(url) for several processes
            .build();
    cloud.schema(DATABASE).create();
    return new LiveTodos(cloud, port);
  }

  private static ProjectConfig configuration() throws IOException {
    String secret = UUID.randomUUID() + "-" + UUID.randomUUID();
    try (InputStream yaml = LiveTodos.class.getResourceAsStream("/live-todos.yaml")) {
      return ProjectConfig.read(
          Objects.requireNonNull(yaml), name -> System.getenv().getOrDefault(name, secret));
    }
  }

  private void configure(JavalinConfig config) {
    config.staticFiles.add("/page");
    RoutesConfig routes = config.routes;
    routes.post("/api/session", this::signIn);
    routes.post("/api/{collection}/{operation}", this::execute);
    routes.sse(
        "/api/{collection}/live",
        client -> {
          Context call = client.ctx();
          String body = Objects.requireNonNullElse(call.queryParam("read"), "{\"op\":\"all\"}");
          streams.open(
              client,
              session(call),
              cloud.requests().read(DATABASE, call.pathParam("collection"), body));
        });
    routes.exception(SpaceCloudException.class, LiveTodos::refuse);
  }

  /** Stands in the place of a real sign-in: whoever says a name has it. */
  private void signIn(Context call) {
    String name = call.body();
    if (!NAME.matcher(name).matches()) {
      throw new InvalidRequestException("", "a name of up to 20 letters from a to z");
    }
    String token = cloud.tokens().issue(Map.of("id", name), SIGNED_IN);
    call.header("Set-Cookie", "token=" + token + "; Path=/; HttpOnly; SameSite=Strict");
  }

  private Session session(Context call) {
    String token = call.cookie("token");
    return token == null ? cloud.anonymous() : cloud.session(token);
  }

  private void execute(Context call) {
    Session session = session(call);
    Request request = request(call);
    call.contentType("application/json")
        .result(cloud.answers().answer(request, session.execute(request)));
  }

  private Request request(Context call) {
    RequestReader requests = cloud.requests();
    String collection = call.pathParam("collection");
    byte[] body = call.bodyAsBytes();
    return switch (call.pathParam("operation")) {
      case "create" -> requests.create(DATABASE, collection, body);
      case "read" -> requests.read(DATABASE, collection, body);
      case "update" -> requests.update(DATABASE, collection, body);
      case "delete" -> requests.delete(DATABASE, collection, body);
      case "aggregate" -> requests.aggregate(DATABASE, collection, body);
      default -> throw new NotFoundException("no such operation");
    };
  }

  private static void refuse(SpaceCloudException problem, Context call) {
    call.status(status(problem)).result(String.valueOf(problem.getMessage()));
  }

  private static int status(SpaceCloudException problem) {
    if (problem instanceof UnauthenticatedException) {
      return 401;
    } else if (problem instanceof AccessDeniedException) {
      return 403;
    } else if (problem instanceof NotFoundException) {
      return 404;
    } else if (problem instanceof ConflictException) {
      return 409;
    }
    return problem instanceof InvalidRequestException ? 400 : 503;
  }

  /** Where the page is. */
  public String url() {
    return "http://127.0.0.1:" + server.port() + "/";
  }

  @Override
  public void close() {
    cloud.close(); // ends the streams, which the server would wait for
    streams.close();
    server.stop();
  }

  /**
   * Runs until the process ends.
   *
   * @param arguments a port; 7070 if not given
   */
  public static void main(String[] arguments) throws Exception {
    LiveTodos todos = start(arguments.length == 0 ? 7070 : Integer.parseInt(arguments[0]));
    Runtime.getRuntime().addShutdownHook(new Thread(todos::close));
    System.out.println("Open " + todos.url() + " in two windows");
    Thread.currentThread().join();
  }
}
