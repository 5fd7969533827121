package io.spacecloud.realtime;

import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;

/**
 * A real nats-server from the PATH, on a free port of its own. Where there is none, the test is
 * skipped, or fails if {@code SPACECLOUD_TEST_REQUIRED} is set.
 */
public final class NatsServer implements AutoCloseable {
  private static final String PROGRAM = "nats-server";
  private static final long DEADLINE_SECONDS = 60;
  private static final Pattern PORT = Pattern.compile("nats://[^\"]*:(\\d+)");

  private final Path directory;
  private final List<String> arguments;
  private final Thread ending = new Thread(this::destroy);
  private Process process;
  private int port = -1;

  private NatsServer(List<String> arguments) {
    this.arguments = List.copyOf(arguments);
    try {
      this.directory = Files.createTempDirectory("spacecloud-nats");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    Runtime.getRuntime().addShutdownHook(ending);
  }

  /**
   * Starts one.
   *
   * @param arguments beside those for its address
   */
  public static NatsServer start(String... arguments) {
    if (!isInstalled()) {
      String missing =
          "SKIPPED: " + PROGRAM + " is not on the PATH; what goes over NATS is untested";
      if (System.getenv("SPACECLOUD_TEST_REQUIRED") != null) {
        throw new AssertionError(missing);
      }
      System.err.println(missing);
      Assumptions.abort(missing);
    }
    NatsServer server = new NatsServer(List.of(arguments));
    try {
      server.restart();
    } catch (RuntimeException | Error e) {
      server.close();
      throw e;
    }
    return server;
  }

  private static boolean isInstalled() {
    String path = System.getenv("PATH");
    return path != null
        && Arrays.stream(path.split(File.pathSeparator))
            .anyMatch(each -> Files.isExecutable(Path.of(each, PROGRAM)));
  }

  public String url() {
    return "nats://127.0.0.1:" + port;
  }

  public long pid() {
    return process.pid();
  }

  /** Starts it again where it was, and waits until it answers. */
  public void restart() {
    kill();
    try {
      List<String> command = new ArrayList<>(List.of(PROGRAM, "-a", "127.0.0.1"));
      command.addAll(List.of("-p", String.valueOf(port), "--ports_file_dir", directory.toString()));
      command.addAll(arguments);
      process =
          new ProcessBuilder(command)
              .redirectErrorStream(true)
              .redirectOutput(directory.resolve("log").toFile())
              .start();
      await();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  private void await() throws IOException, InterruptedException {
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(DEADLINE_SECONDS);
    while (!answers()) {
      if (System.nanoTime() > end || process.waitFor(5, TimeUnit.MILLISECONDS)) {
        String log = Files.readString(directory.resolve("log"));
        throw new IllegalStateException(PROGRAM + " does not answer: " + log);
      }
    }
  }

  private boolean answers() throws IOException {
    if (port < 0) {
      port = chosenPort();
    }
    if (port < 0) {
      return false;
    }
    try (Socket socket = new Socket(InetAddress.getByAddress(new byte[] {127, 0, 0, 1}), port);
        BufferedReader in =
            new BufferedReader(
                new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8))) {
      String info = in.readLine();
      return info != null && info.startsWith("INFO");
    } catch (IOException e) {
      return false;
    }
  }

  /** What it wrote down once it listened. */
  private int chosenPort() throws IOException {
    Path file = directory.resolve(PROGRAM + "_" + process.pid() + ".ports");
    if (!Files.exists(file)) {
      return -1;
    }
    Matcher found = PORT.matcher(Files.readString(file));
    return found.find() ? Integer.parseInt(found.group(1)) : -1;
  }

  /** Kills it without warning. */
  public void kill() {
    if (process != null) {
      destroy();
      try {
        process.waitFor();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
  }

  private void destroy() {
    Process running = process;
    if (running != null) {
      running.destroyForcibly();
    }
  }

  @Override
  public void close() {
    kill();
    Runtime.getRuntime().removeShutdownHook(ending);
    try (Stream<Path> files = Files.walk(directory)) {
      for (Path each : files.sorted((a, b) -> b.compareTo(a)).toList()) {
        Files.delete(each);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
