package io.spacecloud.mongo;

import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoClients;
import de.bwaldvogel.mongo.MongoServer;
import de.bwaldvogel.mongo.backend.memory.MemoryBackend;
import java.util.UUID;

/**
 * The server that tests run against: a real one where {@code SPACECLOUD_TEST_MONGO_URL} names it,
 * else one that speaks MongoDB's protocol within this JVM. It is stopped with the JVM.
 */
public final class MongoServers {
  private static final String REAL = System.getenv("SPACECLOUD_TEST_MONGO_URL");
  private static String url;
  private static ChangingServer changing;
  private static String changingUrl;

  private MongoServers() {}

  /** Whether the server is the real product. */
  public static boolean isReal() {
    return REAL != null;
  }

  /** A server's URL with a database of its own. */
  public static synchronized String newDatabase() {
    return newDatabase(isReal() ? REAL : started());
  }

  /** The URL of a database of its own, on a server that has change streams. */
  public static synchronized String newDatabaseWithChanges() {
    if (isReal()) {
      return newDatabase();
    } else if (changing == null) {
      changing = new ChangingServer();
      changingUrl = changing.start();
    }
    return newDatabase(changingUrl);
  }

  private static String newDatabase(String server) {
    String name = "spacecloud_" + UUID.randomUUID().toString().replace("-", "").substring(0, 12);
    return withDatabase(server, name);
  }

  private static String started() {
    if (url == null) {
      MongoServer server = new MongoServer(new MemoryBackend());
      url = server.bindAndGetConnectionString();
      Runtime.getRuntime().addShutdownHook(new Thread(server::shutdownNow));
    }
    return url;
  }

  private static String withDatabase(String server, String name) {
    int options = server.indexOf('?');
    String address = options < 0 ? server : server.substring(0, options);
    int slash = address.indexOf('/', address.indexOf("://") + 3);
    String base = slash < 0 ? address : address.substring(0, slash);
    return base + "/" + name + (options < 0 ? "" : server.substring(options));
  }

  static void dropCollection(String databaseUrl, String name) {
    try (MongoClient client = MongoClients.create(databaseUrl)) {
      client.getDatabase(MongoConfig.of(databaseUrl).database()).getCollection(name).drop();
    }
  }

  /** Takes away a database that a test made. */
  static void drop(String databaseUrl) {
    try (MongoClient client = MongoClients.create(databaseUrl)) {
      client.getDatabase(MongoConfig.of(databaseUrl).database()).drop();
    }
  }
}
