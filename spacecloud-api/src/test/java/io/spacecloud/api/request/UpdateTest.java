package io.spacecloud.api.request;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.spacecloud.api.error.InvalidRequestException;
import java.util.HashMap;
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
  void a_rename_to_the_field_itself_or_into_or_out_of_it_is_refused() {
    for (String name : new String[] {"a.b", "a", "a.b.c"}) {
      assertThatThrownBy(
              () -> Update.one("db", "todos").with(Map.of("$rename", Map.of("a.b", name))))
          .isInstanceOf(InvalidRequestException.class)
          .hasMessageStartingWith("update.$rename.a.b: ");
    }
  }

  @Test
  void an_update_has_at_most_500_operators_however_it_is_made() {
    Map<String, Object> some = new HashMap<>();
    Map<String, Object> more = new HashMap<>();
    for (int i = 0; i < 300; i++) {
      some.put("a" + i, 1);
      more.put("b" + i, 1);
    }
    Update update = Update.one("db", "todos").with(Map.of("$set", some));

    assertThatThrownBy(() -> update.with(Map.of("$set", more)))
        .isInstanceOf(InvalidRequestException.class);
  }

  @Test
  void operators_on_a_path_and_its_parent_are_refused() {
    Update update = Update.one("db", "todos").set("a.b", 1);

    for (String path : new String[] {"a", "a.b", "a.b.c"}) {
      assertThatThrownBy(() -> update.inc(path, 1)).isInstanceOf(InvalidRequestException.class);
    }
  }
}
