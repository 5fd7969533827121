package io.spacecloud.examples.quickstart;

import static io.spacecloud.api.condition.Conditions.field;

import io.spacecloud.api.error.AccessDeniedException;
import io.spacecloud.api.error.ConflictException;
import io.spacecloud.api.request.Aggregate;
import io.spacecloud.api.request.Batch;
import io.spacecloud.api.request.Create;
import io.spacecloud.api.request.Delete;
import io.spacecloud.api.request.Read;
import io.spacecloud.api.request.Update;
import io.spacecloud.api.result.Result;
import io.spacecloud.engine.ProjectConfig;
import io.spacecloud.engine.Session;
import io.spacecloud.engine.SpaceCloud;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Two people and a list of things to do: what rules allow, what they deny, and why. */
public final class Quickstart {
  /** A to-do as the application knows it. */
  record Todo(long id, String owner, String title, boolean done, boolean shared, long hours) {}

  private final PrintStream out;

  private Quickstart(PrintStream out) {
    this.out = out;
  }

  public static void main(String[] arguments) throws IOException, SQLException {
    new Quickstart(new PrintStream(System.out, true, StandardCharsets.UTF_8)).run();
  }

  private void run() throws IOException, SQLException {
    // Whoever holds this connection keeps the database in memory.
    try (Connection keeper = DriverManager.getConnection("jdbc:h2:mem:todos")) {
      createTable(keeper);
      try (InputStream yaml = Quickstart.class.getResourceAsStream("/space-cloud.yaml");
          SpaceCloud cloud =
              SpaceCloud.builder()
                  .config(ProjectConfig.read(Objects.requireNonNull(yaml)))
                  .build()) {
        tell(cloud);
      }
    }
  }

  private static void createTable(Connection connection) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute(
          """
          CREATE TABLE "todos" (
            "id" BIGINT PRIMARY KEY,
            "owner" VARCHAR(40) NOT NULL,
            "title" VARCHAR(200) NOT NULL,
            "done" BOOLEAN DEFAULT FALSE NOT NULL,
            "shared" BOOLEAN DEFAULT FALSE NOT NULL,
            "hours" INTEGER NOT NULL)\
          """);
    }
  }

  private void tell(SpaceCloud cloud) {
    Session alice = cloud.session(token(cloud, "alice"));
    Session bob = cloud.session(token(cloud, "bob"));
    creating(alice, bob);
    reading(alice, bob);
    denying(bob);
    updating(alice);
    rollingBack(alice);
    aggregating(alice);
    calling(cloud, alice, bob);
  }

  private static String token(SpaceCloud cloud, String id) {
    return cloud.tokens().issue(Map.of("id", id, "role", "user"), Duration.ofHours(1));
  }

  private void creating(Session alice, Session bob) {
    title("Alice and Bob write down what they have to do");
    Result created =
        alice.create(
            Create.all(
                "db",
                "todos",
                List.of(
                    todo(1, "alice", "ship the release", false, 8),
                    todo(2, "alice", "water the plants", false, 1),
                    todo(3, "alice", "plan the party", true, 3))));
    say("alice created %d", created.affected());
    say(
        "bob created %d",
        bob.create(Create.one("db", "todos", todo(4, "bob", "buy milk", false, 1))).affected());
  }

  private static Map<String, Object> todo(
      long id, String owner, String title, boolean shared, long hours) {
    return Map.of("id", id, "owner", owner, "title", title, "shared", shared, "hours", hours);
  }

  private void reading(Session alice, Session bob) {
    title("Each asks for everything, and sees what is theirs or shared");
    Read everything = Read.all("db", "todos").sort("-hours");
    show("alice", alice.read(everything).documents(Todo.class));
    show("bob", bob.read(everything).documents(Todo.class));
  }

  private void show(String who, List<Todo> todos) {
    say("%s sees %d:", who, todos.size());
    todos.forEach(todo -> say("    #%d %-18s %s", todo.id(), todo.title(), todo.owner()));
  }

  private void denying(Session bob) {
    title("Bob tries to delete Alice's to-do");
    Delete delete = Delete.one("db", "todos").where(field("id").eq(1));
    try {
      bob.delete(delete);
    } catch (AccessDeniedException e) {
      say("bob is told:       %s", e.getMessage());
    }
    say("the developer is told:");
    bob.explain(delete).toString().lines().forEach(line -> say("    %s", line));
  }

  private void updating(Session alice) {
    title("Alice marks all short to-dos as done");
    Update update = Update.all("db", "todos").where(field("hours").lte(3)).set("done", true);
    say("a dry run would change %d", alice.update(update.asDryRun()).affected());
    say("changed %d, and Bob's milk is not among them", alice.update(update).affected());
  }

  private void rollingBack(Session alice) {
    title("A batch is all or nothing: the second to-do of this one exists already");
    try {
      alice.batch(
          Batch.of(
              "db",
              Create.one("db", "todos", todo(5, "alice", "call the plumber", false, 1)),
              Create.one("db", "todos", todo(1, "alice", "ship it again", false, 1))));
    } catch (ConflictException e) {
      say("conflict: %s", e.getMessage());
    }
    long found = alice.count(Read.count("db", "todos").where(field("id").eq(5)));
    say("to-dos with number 5: %d", found);
  }

  private void aggregating(Session alice) {
    title("Alice adds up her hours");
    Result sums =
        alice.aggregate(
            Aggregate.all(
                "db",
                "todos",
                List.of(
                    Map.of(
                        "$group",
                        Map.of(
                            "_id",
                            "$done",
                            "todos",
                            Map.of("$sum", 1),
                            "hours",
                            Map.of("$sum", "$hours"))),
                    Map.of("$sort", Map.of("_id", 1)))));
    sums.documents()
        .forEach(
            sum ->
                say(
                    "%-5s %s to-dos, %s hours",
                    Boolean.TRUE.equals(sum.get("_id")) ? "done" : "open",
                    sum.get("todos"),
                    sum.get("hours")));
  }

  private void calling(SpaceCloud cloud, Session alice, Session bob) {
    title("Both want Alice to be reminded, by a function of the application's");
    cloud
        .functions()
        .register(
            "reminders", "remind", call -> "a note for %s".formatted(call.document().get("who")));
    Map<String, Object> params = Map.of("who", "alice");
    Duration patience = Duration.ofSeconds(30);
    say("alice gets:        %s", alice.call("reminders", "remind", params, patience));
    try {
      bob.call("reminders", "remind", params, patience);
    } catch (AccessDeniedException e) {
      say("bob is told:       %s", e.getMessage());
    }
  }

  private void title(String text) {
    out.println();
    out.println(text);
  }

  private void say(String format, @Nullable Object... values) {
    out.println("  " + String.format(Locale.ROOT, format, values));
  }
}
