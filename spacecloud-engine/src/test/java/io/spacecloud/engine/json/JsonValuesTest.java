package io.spacecloud.engine.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.spacecloud.api.error.InvalidRequestException;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** One text, one reading; and what is refused says where. */
class JsonValuesTest {
  @ParameterizedTest
  @ValueSource(strings = {"UTF-16", "UTF-16LE", "UTF-32BE"})
  void otherEncodingsAreNone(String charset) throws Exception {
    byte[] bytes = "{\"a\":1}".getBytes(charset);
    assertThatThrownBy(() -> new JsonValues(100).object(bytes))
        .isInstanceOf(InvalidRequestException.class);
  }

  @Test
  void bytesHaveOneReading() {
    JsonValues values = new JsonValues(100);
    String text = "{\"é\":\"😀\ufffd\"}";
    assertThat(values.object(text.getBytes(StandardCharsets.UTF_8))).containsKey("é");
    byte[] overlong = {'{', '"', (byte) 0xc1, (byte) 0xa1, '"', ':', '1', '}'};
    byte[] surrogate = {'{', '"', (byte) 0xed, (byte) 0xa0, (byte) 0x80, '"', ':', '1', '}'};
    for (byte[] bytes : List.of(overlong, surrogate)) {
      assertThatThrownBy(() -> values.object(bytes)).hasMessage("malformed UTF-8");
    }
  }

  @Test
  void errorsSayWhereAndNothingElse() {
    assertThatThrownBy(() -> read("{\n \"a\": [1, {\"b\": 1, \"b\": 2}]}"))
        .hasMessage("a.1.b: a duplicate key");
    assertThatThrownBy(() -> read("{\n  \"a\": secret}"))
        .hasMessageStartingWith("malformed JSON at line 2")
        .hasMessageNotContaining("secret");
    assertThatThrownBy(() -> read("{\"a\": [1e99999999999]}"))
        .hasMessage("a.0: a number out of range");
    assertThatThrownBy(() -> read("{\"a\": " + "1".repeat(1_001) + "}"))
        .hasMessage("a: a number or name too long");
    assertThat(read("{\"a\": " + "1".repeat(1_000) + "}").get("a"))
        .isEqualTo(new BigDecimal("1".repeat(1_000)));
    assertThatThrownBy(() -> read("{} {}")).hasMessage("something follows the object");
  }

  private static Map<String, @Nullable Object> read(String text) {
    return new JsonValues(10_000).object(text);
  }
}
