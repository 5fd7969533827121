package io.spacecloud.engine;

import io.spacecloud.api.rule.RuleEvaluator;
import io.spacecloud.api.spi.Backend;
import io.spacecloud.engine.auth.TokenConfig;
import io.spacecloud.engine.auth.TokenKey;
import io.spacecloud.engine.config.CollectionConfig;
import io.spacecloud.engine.config.DatabaseConfig;
import java.time.Clock;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Makes projects for tests. */
public final class TestProject {
  private TestProject() {}

  /** A database {@code db} with these collections. */
  public static ProjectConfig config(String... collections) {
    return config(database("db", false, collections));
  }

  public static ProjectConfig config(DatabaseConfig... databases) {
    TokenKey key =
        new TokenKey.Secret(null, TokenKey.Algorithm.HS256, "a secret of thirty-two characters");
    return config(key, databases);
  }

  public static ProjectConfig config(TokenKey key, DatabaseConfig... databases) {
    Map<String, DatabaseConfig> byAlias = new LinkedHashMap<>();
    for (DatabaseConfig database : databases) {
      byAlias.put(database.alias(), database);
    }
    return new ProjectConfig("test", TokenConfig.of(List.of(key)), byAlias, List.of());
  }

  public static DatabaseConfig database(String alias, boolean undeclared, String... collections) {
    Map<String, CollectionConfig> byName = new LinkedHashMap<>();
    for (String collection : collections) {
      byName.put(collection, new CollectionConfig(collection, false, null, null));
    }
    return new DatabaseConfig(alias, null, true, true, undeclared, byName);
  }

  /** An engine whose database {@code db} has the collections {@code todos} and {@code logs}. */
  public static SpaceCloud cloud(Backend backend, RuleEvaluator rules) {
    return SpaceCloud.builder()
        .config(config("todos", "logs"))
        .backend("db", backend)
        .rules(rules)
        .clock(Clock.systemUTC())
        .pageLimit(3)
        .build();
  }
}
