package io.spacecloud.examples.benchmarks;

import io.spacecloud.api.spi.Backend;
import io.spacecloud.engine.ProjectConfig;
import io.spacecloud.engine.Session;
import io.spacecloud.engine.SpaceCloud;
import io.spacecloud.sql.SqlBackend;
import java.time.Duration;
import java.util.Map;
import javax.sql.DataSource;

/** The whole engine with rules that leave a residual, as the goals want it measured. */
final class Engine implements AutoCloseable {
  private static final String CONFIG =
      """
      id: benchmark
      secret: a-secret-for-benchmarks-alone-0123456789
      modules:
        crud:
          db:
            type: sql-h2
            collections:
              todos:
                rules:
                  create: { rule: match, eval: ==, type: string, f1: args.doc.owner, f2: args.auth.id }
                  read: { rule: filter, find: { owner: args.auth.id } }
              sink:
                rules:
                  create: { rule: match, eval: ==, type: string, f1: args.doc.owner, f2: args.auth.id }
                  read: { rule: filter, find: { owner: args.auth.id } }
      """;

  final SpaceCloud cloud;
  final Session session;

  Engine(DataSource dataSource) {
    this(SqlBackend.of(dataSource));
  }

  Engine(Backend backend) {
    cloud = SpaceCloud.builder().config(ProjectConfig.parse(CONFIG)).backend("db", backend).build();
    session = cloud.session(cloud.tokens().issue(Map.of("id", "alice"), Duration.ofDays(1)));
  }

  @Override
  public void close() {
    cloud.close();
  }
}
