package io.spacecloud.examples.benchmarks;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.ObjectReader;
import io.spacecloud.engine.json.RequestReader;
import java.io.IOException;
import java.util.Map;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/** A read from its JSON of 400 bytes, against Jackson to a map. */
@State(Scope.Benchmark)
public class RequestBenchmark {
  private static final String BODY =
      """
      {"op": "all",
       "find": {"owner": "alice", "done": false, "hours": {"$gte": 1, "$lt": 40},
                "$or": [{"title": {"$like": "ship%"}}, {"priority": {"$in": ["high", "urgent"]}}]},
       "options": {"select": {"id": 1, "title": 1, "owner": 1, "hours": 1},
                   "sort": ["-created", "title"], "skip": 20, "limit": 20}}
      """;

  private final ObjectReader jackson = new ObjectMapper().readerFor(Map.class);
  private final RequestReader requests = new RequestReader();

  @Benchmark
  public Object baseline() throws IOException {
    return jackson.readValue(BODY);
  }

  @Benchmark
  public Object request() {
    return requests.read("db", "todos", BODY);
  }
}
