package io.spacecloud.sql;

import io.spacecloud.api.spi.Backend;
import io.spacecloud.engine.users.UsersContract;
import java.util.Locale;
import java.util.TimeZone;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/** User management on a database, where letters and hours are not what they are elsewhere. */
abstract class SqlUsersContract extends UsersContract {
  private final Databases database;
  private final TimeZone zone = TimeZone.getDefault();
  private final Locale locale = Locale.getDefault();

  SqlUsersContract(Databases database) {
    this.database = database;
  }

  @BeforeEach
  void leave() {
    TimeZone.setDefault(TimeZone.getTimeZone("America/St_Johns"));
    Locale.setDefault(Locale.forLanguageTag("tr"));
  }

  @AfterEach
  void comeBack() {
    TimeZone.setDefault(zone);
    Locale.setDefault(locale);
    drop();
  }

  @Override
  protected Backend open() {
    drop();
    return SqlBackend.of(database.dataSource());
  }

  private void drop() {
    database.execute("DROP TABLE IF EXISTS " + database.quote("users"));
    database.execute("DROP TABLE IF EXISTS " + database.quote("refresh_tokens"));
  }
}
