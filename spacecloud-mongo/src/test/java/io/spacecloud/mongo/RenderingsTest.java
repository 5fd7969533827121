package io.spacecloud.mongo;

import com.mongodb.ConnectionString;
import com.mongodb.MongoClientSettings;
import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoClients;
import com.mongodb.event.CommandListener;
import com.mongodb.event.CommandStartedEvent;
import io.spacecloud.api.contract.Renderings;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import org.bson.BsonDocument;
import org.junit.jupiter.api.Test;

/** What each operator is to MongoDB. */
class RenderingsTest {
  private static final Set<String> COMMANDS =
      Set.of("find", "aggregate", "insert", "update", "delete");

  private final List<String> commands = Collections.synchronizedList(new ArrayList<>());

  private final CommandListener listener =
      new CommandListener() {
        @Override
        public void commandStarted(CommandStartedEvent event) {
          if (COMMANDS.contains(event.getCommandName())) {
            commands.add(shown(event.getCommandName(), event.getCommand()));
          }
        }
      };

  /** Without what the driver adds, and what is new each time. */
  private static String shown(String name, BsonDocument command) {
    BsonDocument shown = new BsonDocument();
    for (String key :
        List.of(
            "filter",
            "projection",
            "sort",
            "skip",
            "limit",
            "pipeline",
            "documents",
            "updates",
            "deletes")) {
      if (command.containsKey(key)) {
        shown.append(key, command.get(key));
      }
    }
    return (name + " " + shown.toJson())
        .replaceAll("\"_id\": \\{\"\\$oid\": \"[0-9a-f]{24}\"}", "\"_id\": …")
        .replaceAll("\\{\"\\$date\": \"20[^\"]*\"}", "…");
  }

  private List<String> record(Runnable work) {
    commands.clear();
    work.run();
    return List.copyOf(commands);
  }

  @Test
  void everyOperatorIsRenderedAsInTheFile() {
    String url = MongoServers.newDatabase();
    MongoClientSettings settings =
        MongoClientSettings.builder()
            .applyConnectionString(new ConnectionString(url))
            .addCommandListener(listener)
            .build();
    try (MongoClient client = MongoClients.create(settings);
        MongoHarness harness = new MongoHarness(url, client)) {
      Renderings.check(
          harness, this::record, Path.of("src/test/resources/renderings", "mongo.tsv"));
    }
  }
}
