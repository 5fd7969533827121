package io.spacecloud.sql;

import io.spacecloud.api.contract.BackendContract;
import io.spacecloud.api.contract.Harness;
import java.util.Locale;
import java.util.TimeZone;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;

/**
 * The contract on a database, in a JVM whose time zone is neither the server's nor UTC, and whose
 * language has letters of its own.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class SqlContract extends BackendContract {
  private final Databases database;
  private final TimeZone zone = TimeZone.getDefault();
  private final Locale locale = Locale.getDefault();
  private SqlHarness harness;

  SqlContract(Databases database) {
    this.database = database;
  }

  @BeforeAll
  void open() {
    TimeZone.setDefault(TimeZone.getTimeZone("America/St_Johns"));
    Locale.setDefault(Locale.forLanguageTag("tr"));
    harness = SqlHarness.of(database);
  }

  @AfterAll
  void close() {
    TimeZone.setDefault(zone);
    Locale.setDefault(locale);
    harness.close();
  }

  @Override
  public Harness harness() {
    return harness;
  }
}
