package io.spacecloud.mongo;

import io.spacecloud.api.contract.BackendContract;
import io.spacecloud.api.contract.Harness;
import java.util.Locale;
import java.util.TimeZone;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;

/** The contract, in a JVM whose time zone is not UTC and whose language has letters of its own. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class MongoContractTest extends BackendContract {
  private final TimeZone zone = TimeZone.getDefault();
  private final Locale locale = Locale.getDefault();
  private MongoHarness harness;

  @BeforeAll
  void open() {
    TimeZone.setDefault(TimeZone.getTimeZone("America/St_Johns"));
    Locale.setDefault(Locale.forLanguageTag("tr"));
    harness = MongoHarness.open();
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
