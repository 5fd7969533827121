package io.spacecloud.engine.testing;

import io.spacecloud.api.contract.Column;
import io.spacecloud.api.contract.Harness;
import io.spacecloud.api.contract.TableSpec;
import io.spacecloud.api.request.Request;
import io.spacecloud.api.result.Result;
import io.spacecloud.api.spi.Backend;
import io.spacecloud.api.spi.Capability;
import io.spacecloud.api.spi.Declaration;
import io.spacecloud.api.spi.DeclaredField;
import io.spacecloud.engine.ProjectConfig;
import io.spacecloud.engine.SpaceCloud;
import java.util.List;
import java.util.Set;

/** A whole engine before a database in memory, for the embedding code. */
final class InMemoryHarness implements Harness {
  private static final String ALIAS = "db";
  private static final String CONFIG =
      "{id: contract, secret: a-secret-for-this-test-alone-0123456789,"
          + " modules: {crud: {db: {type: sql-h2, serveUndeclared: true}}}}";

  private final InMemoryBackend backend = InMemoryBackend.create();
  private final SpaceCloud cloud =
      SpaceCloud.builder().config(ProjectConfig.parse(CONFIG)).backend(ALIAS, backend).build();

  @Override
  public String database() {
    return ALIAS;
  }

  @Override
  public String label() {
    return "MEMORY";
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
    backend.drop(table.name());
    backend.create(declaration(table));
  }

  @Override
  public Result execute(Request request) {
    return cloud.trusted().execute(request);
  }

  private static Declaration declaration(TableSpec table) {
    List<List<String>> unique =
        table.columns().stream()
            .filter(Column::unique)
            .map(column -> List.of(column.name()))
            .toList();
    List<DeclaredField> fields = table.columns().stream().map(InMemoryHarness::field).toList();
    return new Declaration(table.name(), fields, table.primaryKey(), unique, false);
  }

  private static DeclaredField field(Column column) {
    return new DeclaredField(
        column.name(),
        column.kind(),
        !column.nullable(),
        null,
        column.generated(),
        column.precision(),
        column.scale());
  }
}
