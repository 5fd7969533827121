package io.spacecloud.api.request;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.spacecloud.api.error.InvalidRequestException;
import java.util.Map;
import org.junit.jupiter.api.Test;

class UpdateTest {
  @Test
  void a_rename_to_no_path_is_refused_without_its_value() {
    Update update = Update.one("db", "todos");

    assertThatThrownBy(() -> update.with(Map.of("$rename", Map.of("a", "$secret"))))
        .isInstanceOf(InvalidRequestException.class)
        .hasMessage("update.$rename.a: the new name is not a valid field path");
  }

  @Test
  void operators_on_a_path_and_its_parent_are_refused() {
    Update update = Update.one("db", "todos").set("a.b", 1);

    for (String path : new String[] {"a", "a.b", "a.b.c"}) {
      assertThatThrownBy(() -> update.inc(path, 1)).isInstanceOf(InvalidRequestException.class);
    }
  }
}
