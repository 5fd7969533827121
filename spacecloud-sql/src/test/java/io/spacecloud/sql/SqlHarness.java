package io.spacecloud.sql;

import io.spacecloud.api.contract.Harness;
import io.spacecloud.api.contract.TableSpec;
import io.spacecloud.api.request.Request;
import io.spacecloud.api.result.Result;
import io.spacecloud.api.spi.Backend;
import io.spacecloud.api.spi.Capability;
import io.spacecloud.engine.ProjectConfig;
import io.spacecloud.engine.SpaceCloud;
import java.util.HashSet;
import java.util.Set;
import javax.sql.DataSource;

/** A whole engine before a real database, for the embedding code. */
public final class SqlHarness implements Harness, AutoCloseable {
  private static final String ALIAS = "db";
  private static final String CONFIG =
      "{id: contract, secret: a-secret-for-this-test-alone-0123456789,"
          + " modules: {crud: {db: {type: sql-h2, serveUndeclared: true}}}}";

  private final Databases database;
  private final SqlDdl ddl;
  private final SqlBackend backend;
  private final SpaceCloud cloud;
  private final Set<TableSpec> tables = new HashSet<>();

  private SqlHarness(Databases database, SqlBackend backend) {
    this.database = database;
    this.ddl = new SqlDdl(database);
    this.backend = backend;
    this.cloud =
        SpaceCloud.builder().config(ProjectConfig.parse(CONFIG)).backend(ALIAS, backend).build();
  }

  /** Starts the database if it does not run; it runs until the JVM ends. */
  public static SqlHarness of(Databases database) {
    return of(database, database.dataSource());
  }

  static SqlHarness of(Databases database, DataSource dataSource) {
    return new SqlHarness(database, SqlBackend.of(dataSource));
  }

  @Override
  public String database() {
    return ALIAS;
  }

  @Override
  public String label() {
    return database.name();
  }

  @Override
  public Set<Capability> capabilities() {
    return backend.capabilities();
  }

  @Override
  public Backend backend() {
    return backend;
  }

  @Override
  public void createTable(TableSpec table) {
    tables.add(table);
    database.execute(ddl.drop(table));
    database.execute(ddl.create(table));
    cloud.refresh(ALIAS);
  }

  @Override
  public Result execute(Request request) {
    return cloud.trusted().execute(request);
  }

  @Override
  public void close() {
    cloud.close();
    tables.forEach(table -> database.execute(ddl.drop(table)));
  }
}
