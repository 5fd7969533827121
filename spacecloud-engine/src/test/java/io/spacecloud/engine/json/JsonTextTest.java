package io.spacecloud.engine.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.spacecloud.api.error.InvalidRequestException;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is JSON is read as Jackson reads it, and what is none is refused by both. */
class JsonTextTest {
  private static final long SEED = Long.getLong("spacecloud.fuzz.seed", System.nanoTime());
  private static final int ROUNDS = Integer.getInteger("spacecloud.fuzz.rounds", 100_000);
  private static final ObjectReader JACKSON =
      JsonMapper.builder()
          .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
          .build()
          .readerFor(Map.class);
  private static final List<String> PIECES =
      List.of(
          "{",
          "}",
          "[",
          "]",
          ",",
          ":",
          " ",
          "\n",
          "\t",
          "\r",
          "\u00a0",
          "\u0000",
          "\u001f",
          "\"",
          "\"a\"",
          "\"b\"",
          "\"\"",
          "\"\\u0041\"",
          "\"\\uD83d\\ude00\"",
          "\"\\ud800\"",
          "\"\\x\"",
          "\"\\\"",
          "\"\\\\\"",
          "\"\\/\\b\\f\\n\\r\\t\"",
          "\"\\u12\"",
          "\"é😀\"",
          "\"\t\"",
          "true",
          "false",
          "null",
          "nul",
          "True",
          "NaN",
          "-Infinity",
          "0",
          "-0",
          "00",
          "01",
          "-",
          "1",
          "-1",
          "12",
          "1.5",
          "1.",
          ".5",
          "-.5",
          "1e2",
          "1E+2",
          "1e-2",
          "1e",
          "1e+",
          "0e0",
          "+1",
          "0x1",
          "9223372036854775807",
          "-9223372036854775808",
          "9223372036854775808",
          "999999999999999999",
          "1000000000000000000",
          "1e999999999",
          "1e99999999999",
          "//",
          "/*",
          "'a'",
          "\"a\":1",
          "\"a\":1,\"a\":2",
          "{\"a\":{\"b\":[1,2,{}]}}",
          "\uffff",
          "\ufeff",
          "\ud800");

  private static final List<String> VALUES =
      List.of(
          "true",
          "false",
          "null",
          "0",
          "-0",
          "12",
          "-1.50",
          "1e2",
          "9223372036854775808",
          "\"x\"",
          "\"\\u00e9\\n\"",
          "\"😀\"",
          "[]",
          "{}",
          "[ 1 , [ ] ]",
          "\"\"",
          "1E-7",
          "999999999999999999");

  /** Three times in four well-formed but for a key that stands twice. */
  private static String random(Random random) {
    StringBuilder text = new StringBuilder();
    value(random, text, random.nextInt(5), true);
    for (int i = random.nextInt(2) * random.nextInt(4); i > 0; i--) {
      int from = random.nextInt(text.length() + 1);
      int to = Math.min(text.length(), from + random.nextInt(3));
      text.replace(from, to, PIECES.get(random.nextInt(PIECES.size())));
    }
    return text.toString();
  }

  private static void value(Random random, StringBuilder text, int depth, boolean object) {
    if (depth == 0 && !object) {
      text.append(VALUES.get(random.nextInt(VALUES.size())));
    } else if (object || random.nextBoolean()) {
      text.append('{');
      for (int i = random.nextInt(5) == 0 ? 12 : random.nextInt(3); i > 0; i--) {
        text.append('"')
            .append((char) ('a' + i + (random.nextInt(20) == 0 ? 1 : 0)))
            .append("\" :");
        value(random, text, Math.max(0, depth - 1), false);
        text.append(i > 1 ? "," : "");
      }
      text.append('}');
    } else {
      text.append('[');
      for (int i = random.nextInt(4); i > 0; i--) {
        value(random, text, depth - 1, false);
        text.append(i > 1 ? ", " : "");
      }
      text.append(']');
    }
  }

  private static Object jackson(String text) {
    try {
      return widened(JACKSON.readValue(text));
    } catch (JsonProcessingException | NumberFormatException | ArithmeticException e) {
      return null;
    }
  }

  /** Whole numbers beyond longs are decimals here. */
  private static Object widened(Object value) {
    if (value instanceof Map<?, ?> map) {
      Map<Object, Object> copy = new java.util.LinkedHashMap<>();
      map.forEach((name, each) -> copy.put(name, widened(each)));
      return copy;
    } else if (value instanceof List<?> list) {
      return list.stream().map(JsonTextTest::widened).collect(java.util.stream.Collectors.toList());
    }
    return value instanceof BigInteger whole
        ? new BigDecimal(whole)
        : value instanceof Integer number ? (Object) number.longValue() : value;
  }

  @Test
  void everyTextIsReadAsJacksonReadsItOrRefusedByBoth() {
    System.out.println("JsonTextTest: -Dspacecloud.fuzz.seed=" + SEED);
    Random random = new Random(SEED);
    int read = 0;
    for (int round = 0; round < ROUNDS; round++) {
      String text = random(random);
      Object expected = jackson(text);
      Object actual;
      try {
        actual = new JsonText(text).object();
      } catch (InvalidRequestException e) {
        actual = null;
      }
      boolean same = expected == null ? actual == null : expected.equals(actual);
      if (!same) {
        throw new AssertionError(
            "seed " + SEED + ": " + text + " is " + actual + ", to Jackson " + expected);
      }
      if (expected != null) {
        read++;
        assertThat(actual.toString()).isEqualTo(expected.toString()); // the order, too
      }
    }
    assertThat(read).isBetween(ROUNDS / 20, ROUNDS - ROUNDS / 20);
  }

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
    assertThatThrownBy(() -> read("{\n  \"a\": x}"))
        .hasMessage("malformed JSON at line 2, column 8");
    assertThatThrownBy(() -> read("{\"a\": [1e99999999999]}"))
        .hasMessage("a.0: a number out of range");
    assertThatThrownBy(() -> read("{\"a\": " + "1".repeat(1_001) + "}"))
        .hasMessage("a: a number too long");
    assertThat(read("{\"a\": " + "1".repeat(1_000) + "}").get("a"))
        .isEqualTo(new BigDecimal("1".repeat(1_000)));
  }

  private static JsonObject read(String text) {
    return new JsonText(text).object();
  }

  @Test
  void anObjectIsAMapThatNobodyChanges() {
    StringBuilder text = new StringBuilder("{\"a0\": null");
    for (int i = 1; i < 1_000; i++) {
      text.append(", \"a").append(i).append("\": ").append(i);
    }
    JsonObject object = read(text + "}");
    assertThat(object).hasSize(1_000).containsEntry("a999", 999L).containsEntry("a0", null);
    assertThat(object.get("a1000")).isNull();
    assertThat(object.containsKey("a1000")).isFalse();
    assertThat(object.keySet()).startsWith("a0", "a1", "a2").endsWith("a999");
    assertThatThrownBy(() -> object.put("x", 1)).isInstanceOf(UnsupportedOperationException.class);
    assertThatThrownBy(() -> object.remove("a1")).isInstanceOf(UnsupportedOperationException.class);
    assertThatThrownBy(() -> read(text + ", \"a7\": 1}")).hasMessage("a7: a duplicate key");
    var entries = read("{}").entrySet().iterator();
    assertThatThrownBy(entries::next).isInstanceOf(NoSuchElementException.class);
  }
}
