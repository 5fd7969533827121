package io.spacecloud.examples.users;

import io.spacecloud.api.error.SpaceCloudException;
import io.spacecloud.api.file.FileEntry;
import io.spacecloud.api.file.OpenFile;
import io.spacecloud.api.file.Upload;
import io.spacecloud.api.request.Create;
import io.spacecloud.api.request.Read;
import io.spacecloud.api.result.Document;
import io.spacecloud.api.spi.FileStore;
import io.spacecloud.engine.ProjectConfig;
import io.spacecloud.engine.Session;
import io.spacecloud.engine.SessionFiles;
import io.spacecloud.engine.SpaceCloud;
import io.spacecloud.engine.files.LocalFileStore;
import io.spacecloud.engine.users.SignedIn;
import io.spacecloud.engine.users.UserHooks;
import io.spacecloud.engine.users.Users;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.Comparator;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;

/** A notebook for many: they sign up, sign in, write notes, keep drawings, change passwords. */
public final class Notebook {
  private static final String PASSWORD = "a horse, a battery and a staple";

  private final PrintStream out;

  private Notebook(PrintStream out) {
    this.out = out;
  }

  public static void main(String[] arguments) throws IOException, SQLException {
    new Notebook(new PrintStream(System.out, true, StandardCharsets.UTF_8)).run();
  }

  private void run() throws IOException, SQLException {
    Path drawings = Files.createTempDirectory("notebook");
    try {
      run(LocalFileStore.open(drawings)); // closed with the engine
    } finally {
      delete(drawings);
    }
  }

  private static void delete(Path directory) throws IOException {
    try (Stream<Path> all = Files.walk(directory)) {
      for (Path each : all.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(each);
      }
    }
  }

  private void run(FileStore drawings) throws IOException, SQLException {
    // Whoever holds this connection keeps the database in memory.
    try (Connection keeper = DriverManager.getConnection("jdbc:h2:mem:notebook");
        InputStream yaml = Notebook.class.getResourceAsStream("/space-cloud.yaml");
        SpaceCloud cloud =
            SpaceCloud.builder()
                .config(ProjectConfig.read(Objects.requireNonNull(yaml)))
                .users(welcoming())
                .files(drawings)
                .build()) {
      keeper.setReadOnly(true);
      cloud.schema("db").create();
      tell(cloud, cloud.users("db"));
    }
  }

  /** What the application does when something happens to its users. */
  private UserHooks welcoming() {
    return new UserHooks() {
      @Override
      public void afterSignUp(Document user) {
        say("(a mail goes to " + user.get("email") + ": welcome!)");
      }

      @Override
      public void afterPasswordChange(String id) {
        say("(a mail goes out: your password was changed)");
      }
    };
  }

  private void tell(SpaceCloud cloud, Users users) throws IOException {
    title("Ada signs up; what a body says of a role is not looked at");
    // A web application hands over the request's body, and answers ada.toDocument() as JSON.
    SignedIn ada =
        users.signUp(
            Map.of("email", "Ada@Example.com", "name", "Ada", "pass", PASSWORD, "role", "admin"));
    say("she is " + ada.user().get("email") + ", " + ada.user().get("role"));

    title("Her token opens a session, as any other");
    Session session = cloud.session(ada.token());
    session.create(Create.one("db", "notes", Map.of("id", 1, "text", "the engine can weave")));
    say("she reads: " + session.read(Read.all("db", "notes")).documents().get(0).get("text"));
    say("of her profile she sees: " + profile(users, session, ada).keySet());

    title("She keeps drawings: rules by path say whose they are, and that they are images");
    String drawing = "/drawings/" + id(ada) + "/engine.svg";
    draw(session.files(), drawing);

    title("Who is not there, and who gave a wrong password, are told the same");
    failing(() -> users.signIn("babbage@example.com", PASSWORD));
    failing(() -> users.signIn("ada@example.com", "a wrong password"));

    title("A refresh token is good once; when an old one turns up, all that follow are revoked");
    SignedIn fresh = users.refresh(Objects.requireNonNull(ada.refreshToken()));
    say("refreshed, as " + fresh.user().get("name"));
    failing(() -> users.refresh(Objects.requireNonNull(ada.refreshToken())));
    failing(() -> users.refresh(Objects.requireNonNull(fresh.refreshToken())));

    title("She changes her password, and signs in by it");
    users.changePassword(session, PASSWORD, "another password");
    say("she is back: " + users.signIn("ADA@example.com", "another password").user().get("name"));

    title("Roles are given by the application alone");
    SignedIn eve = users.signUp("eve@example.com", "Eve", PASSWORD);
    say("Eve sees " + users.profiles(cloud.session(eve.token())).count() + " profile");
    failing(() -> cloud.session(eve.token()).files().stat(drawing));
    users.setRole(id(eve), "support");
    SignedIn support = users.refresh(Objects.requireNonNull(eve.refreshToken()));
    say(
        "as "
            + support.user().get("role")
            + " she sees "
            + users.profiles(cloud.session(support.token())).count());
  }

  /** A web application hands over the request's stream, and copies what it opens to the answer. */
  private void draw(SessionFiles files, String path) throws IOException {
    byte[] svg = "<svg><circle r='9'/></svg>".getBytes(StandardCharsets.UTF_8);
    files.upload(path, Upload.of(svg).withContentType("image/svg+xml"));
    String folder = path.substring(0, path.lastIndexOf('/'));
    for (FileEntry each : files.list(folder).entries()) {
      say("there is " + each.name() + ", of " + each.bytes() + " bytes");
    }
    try (OpenFile file = files.download(path)) {
      String content = new String(file.content().readAllBytes(), StandardCharsets.UTF_8);
      say("it is " + file.entry().contentType() + ": " + content);
    }
    failing(
        () -> upload(files, folder + "/page.html", Upload.of(svg).withContentType("text/html")));
  }

  private static void upload(SessionFiles files, String path, Upload upload) {
    try {
      files.upload(path, upload);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Object id(SignedIn who) {
    return Objects.requireNonNull(who.user().get("id"));
  }

  private static Document profile(Users users, Session session, SignedIn who) {
    return users.profile(session, id(who)).orElseThrow();
  }

  private void failing(Runnable request) {
    try {
      request.run();
    } catch (SpaceCloudException e) {
      say(e.getClass().getSimpleName() + ": " + e.getMessage());
    }
  }

  private void title(String text) {
    out.println();
    out.println(text);
  }

  private void say(String text) {
    out.println("  " + text);
  }
}
