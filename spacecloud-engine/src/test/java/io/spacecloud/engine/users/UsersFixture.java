package io.spacecloud.engine.users;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.spacecloud.api.error.UnauthenticatedException;
import io.spacecloud.api.result.Document;
import io.spacecloud.api.spi.Backend;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/** A town on a database of its own, for each test. */
abstract class UsersFixture {
  static final String ADA = "ada@example.com";

  /** Of {@code abc}, as other implementations have it. */
  static final String BCRYPT = "$2a$06$If6bvum7DFjUnE9p2uDeDu0YHzrHM6tf.iqN8.yx.jNN1ILEf7h0i";

  Town town;

  /** Without the two collections. */
  protected abstract Backend open();

  @BeforeEach
  final void begin() {
    town = Town.of(open());
  }

  @AfterEach
  final void end() {
    town.close();
  }

  static Object pass(Document account) {
    return account.get("pass");
  }

  Document only(String collection) {
    List<Document> stored = town.stored(collection);
    assertThat(stored).hasSize(1);
    return stored.get(0);
  }

  void assertRefused(String refreshToken) {
    assertThatThrownBy(() -> town.users.refresh(refreshToken))
        .isInstanceOf(UnauthenticatedException.class)
        .hasMessage("the refresh token is no good");
  }
}
