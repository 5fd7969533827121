package io.spacecloud.mongo;

import com.mongodb.client.MongoClient;
import io.spacecloud.api.contract.Column;
import io.spacecloud.api.contract.Harness;
import io.spacecloud.api.contract.TableSpec;
import io.spacecloud.api.request.Request;
import io.spacecloud.api.result.Result;
import io.spacecloud.api.spi.Capability;
import io.spacecloud.api.spi.Declaration;
import io.spacecloud.api.spi.DeclaredField;
import io.spacecloud.api.value.Kind;
import io.spacecloud.engine.ProjectConfig;
import io.spacecloud.engine.SpaceCloud;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** A whole engine before MongoDB, for the embedding code; its tables are declared collections. */
public final class MongoHarness implements Harness, AutoCloseable {
  private static final String ALIAS = "db";
  private static final String CONFIG =
      "{id: contract, secret: a-secret-for-this-test-alone-0123456789,"
          + " modules: {crud: {db: {type: mongo, serveUndeclared: true}}}}";

  private final String url;
  private final MongoBackend backend;
  private final SpaceCloud cloud;
  private final Map<String, Declaration> declared = new LinkedHashMap<>();

  private MongoHarness(String url, MongoBackend backend) {
    this.url = url;
    this.backend = backend;
    this.cloud =
        SpaceCloud.builder().config(ProjectConfig.parse(CONFIG)).backend(ALIAS, backend).build();
  }

  MongoHarness(String url, MongoClient client) {
    this(url, MongoBackend.of(client, MongoConfig.of(url).database()));
  }

  /** Before a database of its own. */
  public static MongoHarness open() {
    String url = MongoServers.newDatabase();
    return new MongoHarness(url, MongoBackend.connect(MongoConfig.of(url)));
  }

  @Override
  public String label() {
    return "MONGO";
  }

  /** Timestamps are held to the millisecond. */
  @Override
  public TableSpec held(TableSpec table) {
    return new TableSpec(
        table.name(),
        table.columns().stream()
            .map(
                column ->
                    column.kind() == Kind.TIMESTAMP
                        ? column.digits(
                            column.precision(), Math.min(column.scale(), timestampDigits()))
                        : column)
            .toList());
  }

  @Override
  public String database() {
    return ALIAS;
  }

  @Override
  public Set<Capability> capabilities() {
    return backend.capabilities();
  }

  /** What a replica set has, and what a server alone. */
  public static Set<Capability> capabilities(boolean replicated) {
    return MongoBackend.capabilities(replicated);
  }

  @Override
  public int timestampDigits() {
    return 3;
  }

  @Override
  public Column generatedKey() {
    return Column.of("_id", Kind.OBJECT_ID).asKey().asGenerated();
  }

  @Override
  public String flaw(String test) {
    return MongoServers.isReal() ? null : TestServerFlaws.of(test);
  }

  @Override
  public void createTable(TableSpec table) {
    Declaration declaration = declaration(table);
    MongoServers.dropCollection(url, table.name());
    backend.refresh();
    declared.put(table.name(), declaration);
    backend.declare(declared.values());
    backend.create(declaration);
    cloud.refresh(ALIAS);
  }

  private static Declaration declaration(TableSpec table) {
    List<DeclaredField> fields =
        table.columns().stream()
            .map(
                column ->
                    new DeclaredField(
                        column.name(),
                        column.kind(),
                        !column.nullable(),
                        null,
                        column.generated(),
                        column.kind() == Kind.OBJECT ? -1 : column.precision(),
                        column.scale()))
            .toList();
    List<List<String>> unique =
        table.columns().stream().filter(Column::unique).map(c -> List.of(c.name())).toList();
    return new Declaration(table.name(), fields, table.primaryKey(), unique, false);
  }

  @Override
  public Result execute(Request request) {
    return cloud.trusted().execute(request);
  }

  @Override
  public void close() {
    cloud.close();
    MongoServers.drop(url);
  }
}
