package io.spacecloud.sql;

import io.spacecloud.api.contract.Renderings;
import java.nio.file.Path;
import java.util.Locale;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What each operator is in each dialect. */
class RenderingsTest {
  @ParameterizedTest
  @EnumSource(Databases.class)
  void everyOperatorIsRenderedAsInTheFile(Databases database) {
    Recording recording = new Recording(database.dataSource());
    String name = database.name().toLowerCase(Locale.ROOT) + ".tsv";
    try (SqlHarness harness = SqlHarness.of(database, recording.dataSource())) {
      Renderings.check(harness, recording::record, Path.of("src/test/resources/renderings", name));
    }
  }
}
