package io.spacecloud.examples.conformance;

import io.spacecloud.api.function.FunctionCall;
import io.spacecloud.engine.ProjectConfig;
import io.spacecloud.engine.SpaceCloud;
import io.spacecloud.realtime.NatsFunctionBus;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;

/**
 * A process that serves {@code work.do} until its standard input ends: it replies who it is, or,
 * where it is told to hold a call, says that it has it and does not reply. For each line that it is
 * told it says how many calls it has served.
 */
final class FunctionWorker {
  private static final String CONFIG =
      """
      id: processes
      secret: a-secret-for-this-test-alone-0123456789
      modules:
        functions:
          enabled: true
          rules:
            work:
              do: { rule: authenticated }
      """;

  private final String name;
  private final Set<Object> seen = ConcurrentHashMap.newKeySet();

  private FunctionWorker(String name) {
    this.name = name;
  }

  /** An engine of the project, to serve or to call. */
  static SpaceCloud open(String broker) {
    return SpaceCloud.builder()
        .config(ProjectConfig.parse(CONFIG))
        .functions(NatsFunctionBus.connect(broker))
        .build();
  }

  /** Broker, name. */
  public static void main(String[] args) throws IOException {
    try (SpaceCloud cloud = open(args[0])) {
      FunctionWorker worker = new FunctionWorker(args[1]);
      cloud.functions().register("work", "do", worker::serve);
      System.out.println("begun");
      BufferedReader in =
          new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
      while (in.readLine() != null) {
        System.out.println(worker.seen.size());
      }
    }
  }

  private Object serve(FunctionCall call) {
    if (!seen.add(call.document().get("n"))) {
      System.out.println("again");
    } else if (Boolean.TRUE.equals(call.document().get("hold"))) {
      System.out.println("held");
      return new CompletableFuture<>();
    }
    return Map.of("by", name);
  }
}
