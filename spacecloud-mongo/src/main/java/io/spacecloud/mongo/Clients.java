package io.spacecloud.mongo;

import com.mongodb.ConnectionString;
import com.mongodb.MongoClientSettings;
import com.mongodb.MongoCredential;
import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoClients;
import java.util.concurrent.TimeUnit;
import org.bson.UuidRepresentation;

/** Opens clients. */
final class Clients {
  private Clients() {}

  static MongoClient open(MongoConfig config) {
    return open(config, config.poolSize());
  }

  /** A client for change streams, each of which occupies a connection nearly all the time. */
  static MongoClient openUnbounded(MongoConfig config) {
    return open(config, 0);
  }

  private static MongoClient open(MongoConfig config, int poolSize) {
    ConnectionString url = new ConnectionString(config.url());
    long wait = config.connectionTimeout().toMillis();
    MongoClientSettings.Builder settings =
        MongoClientSettings.builder()
            .applyConnectionString(url)
            .uuidRepresentation(UuidRepresentation.STANDARD)
            .timeout(config.commandTimeout().toMillis(), TimeUnit.MILLISECONDS)
            .applyToClusterSettings(
                cluster -> cluster.serverSelectionTimeout(wait, TimeUnit.MILLISECONDS))
            .applyToConnectionPoolSettings(
                pool -> pool.maxSize(poolSize).maxWaitTime(wait, TimeUnit.MILLISECONDS))
            .applyToSocketSettings(socket -> socket.connectTimeout(wait, TimeUnit.MILLISECONDS));
    String user = config.user();
    String password = config.password();
    if (user != null && password != null) {
      MongoCredential known = url.getCredential();
      String source = known == null ? config.database() : known.getSource();
      settings.credential(MongoCredential.createCredential(user, source, password.toCharArray()));
    }
    return MongoClients.create(settings.build());
  }
}
