package io.spacecloud.examples.conformance;

import io.spacecloud.api.error.ConflictException;
import io.spacecloud.engine.ProjectConfig;
import io.spacecloud.engine.SessionFiles;
import io.spacecloud.engine.SpaceCloud;
import io.spacecloud.engine.files.LocalFileStore;
import io.spacecloud.engine.users.SignedIn;
import io.spacecloud.engine.users.Users;
import io.spacecloud.sql.SqlBackend;
import io.spacecloud.sql.SqlConfig;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;

/**
 * A process that uploads, moves and deletes files, and signs members up, until its standard input
 * ends, and says what it has done. It is there to be killed.
 */
final class Victim {
  private static final String OWN =
      "{rule: match, eval: ==, type: string, f1: args.params.owner, f2: args.auth.id}";
  private static final Map<String, ?> USERS =
      Map.of("refresh", Map.of(), "passwords", Map.of("memory", 1_024, "iterations", 1));
  private static final int UPLOADERS = 3;
  private static final int HOSTS = 2;
  private static final int FILES = 4;
  private static final int MAX_BYTES = 200_000;

  private final SessionFiles files;
  private final Users users;
  private final String owner;
  private volatile boolean alive = true;

  private Victim(SpaceCloud cloud, String owner) {
    this.files = cloud.authenticated(Map.of("id", owner)).files();
    this.users = cloud.users("db");
    this.owner = owner;
  }

  /** As one write, so that no line is half. */
  private static void say(String line) {
    byte[] bytes = (line + "\n").getBytes(StandardCharsets.UTF_8);
    synchronized (System.out) {
      System.out.write(bytes, 0, bytes.length);
      System.out.flush();
    }
  }

  static SpaceCloud open(Path directory, String database) {
    return SpaceCloud.builder()
        .config(
            ProjectConfig.builder()
                .id("kills")
                .secret("a-secret-for-this-test-alone-0123456789")
                .database("db")
                .users(USERS)
                .files("/:owner", "{create: %1$s, read: %1$s, delete: %1$s}".formatted(OWN))
                .build())
        .backend("db", SqlBackend.connect(SqlConfig.of(database).credentials("postgres", "")))
        .files(LocalFileStore.open(directory))
        .build();
  }

  /** Directory, database, whose files, the first version. */
  public static void main(String[] args) throws Exception {
    long first = Long.parseLong(args[3]);
    try (SpaceCloud cloud = open(Path.of(args[0]), args[1])) {
      Victim victim = new Victim(cloud, args[2]);
      say("begun");
      List<Thread> threads = victim.begin(first);
      while (System.in.read() >= 0) {
        // it is not spoken to
      }
      victim.alive = false;
      for (Thread each : threads) {
        each.join();
      }
      say("ended");
    }
  }

  private List<Thread> begin(long first) {
    List<Thread> threads = new ArrayList<>();
    for (int i = 0; i < UPLOADERS; i++) {
      String folder = "/" + owner + "/up" + i;
      threads.add(started(version -> upload(folder, version), first));
    }
    threads.add(started(this::reorder, first));
    for (int i = 0; i < HOSTS; i++) {
      String member = owner + i + "-";
      threads.add(started(version -> signUp(member + version), first));
    }
    threads.add(started(version -> signUp("anybodys-" + version), first));
    return threads;
  }

  private interface Round {
    void run(long version) throws IOException;
  }

  private Thread started(Round round, long first) {
    Thread thread =
        new Thread(
            () -> {
              try {
                for (long version = first; alive; version++) {
                  round.run(version);
                }
              } catch (IOException | RuntimeException e) {
                say("failed " + e);
              }
            });
    thread.setDaemon(true);
    thread.start();
    return thread;
  }

  private void upload(String folder, long version) throws IOException {
    String path = folder + "/file" + version % FILES;
    files.upload(path, Sealed.upload(path, version, MAX_BYTES));
    say("uploaded " + path + " " + version);
  }

  /** Folders come, are put elsewhere, and go with what is in them. */
  private void reorder(long version) throws IOException {
    String made = "/" + owner + "/made" + version % 2;
    String moved = "/" + owner + "/moved" + new Random(version).nextInt(2);
    files.createFolder(made + "/empty");
    for (int i = 0; i < 3; i++) {
      String path = made + "/in/file" + i;
      files.upload(path, Sealed.upload("anywhere", version, 2_000));
    }
    files.deleteAll(moved);
    files.move(made, moved);
    say("reordered " + moved + " " + version);
  }

  /** An address that two processes sign up by is one account's. */
  private void signUp(String member) {
    String email = member + "@example.com";
    try {
      SignedIn joined = users.signUp(email, Members.name(email), Members.password(email));
      say("joined " + email + " " + joined.refreshToken());
    } catch (ConflictException e) {
      say("refused " + email);
    }
  }
}
