package io.spacecloud.engine.json;

import io.spacecloud.api.error.InvalidRequestException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Random;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

/** Whatever a body is turned into, it is a request or an {@link InvalidRequestException}. */
class RequestReaderFuzzTest {
  private static final long SEED = Long.getLong("spacecloud.fuzz.seed", System.currentTimeMillis());
  private static final int ROUNDS = Integer.getInteger("spacecloud.fuzz.rounds", 20_000);

  private static final List<String> BODIES =
      List.of(
          """
          {"op":"all","find":{"a":{"$gte":18,"$in":[1,null]},"$or":[{"b":"x"},{"c.d":{"$like":"%"}}]},
          "options":{"select":{"a":1},"sort":{"a":-1,"b":1},"skip":1,"limit":10,"timeout":100}}""",
          """
          {"op":"upsert","find":{"id":"1"},"update":{"$set":{"a":1.5},"$inc":{"n":2},
          "$rename":{"x":"y"}},"options":{"maxAffected":1,"dryRun":true}}""",
          """
          {"op":"all","doc":[{"a":1,"b":[true,{"c":null}]},{"d":"\\u00e9"}]}""",
          """
          {"op":"one","pipe":[{"$match":{"a":1}},{"$group":{"_id":"$a","n":{"$sum":1}}},{"$sort":{"n":1}}]}""",
          """
          {"reqs":[{"type":"create","col":"a","op":"one","doc":{"x":1}},
          {"type":"delete","col":"b","op":"all","find":{"x":{"$ne":2}}}]}""");

  private static final List<String> TOKENS =
      List.of(
          "{",
          "}",
          "[",
          "]",
          ",",
          ":",
          "\"",
          "null",
          "true",
          "-1",
          "1e999",
          "9223372036854775808",
          "{}",
          "[]",
          "\"\"",
          "\"$set\"",
          "\"$and\"",
          "\"op\"",
          "\"\\ud800\"",
          "\"\\u0000\"",
          "\"a.b\"",
          "\"-a\"",
          "\u0000",
          "\ud800",
          "é",
          "1.5",
          "\"$oid\"",
          "0",
          "\"all\"");

  private final RequestReader requests = new RequestReader();

  @Test
  void nothingButARequestOrARefusalComesOut() {
    System.out.println("RequestReaderFuzzTest: -Dspacecloud.fuzz.seed=" + SEED);
    Random random = new Random(SEED);
    for (int round = 0; round < ROUNDS; round++) {
      String body = BODIES.get(random.nextInt(BODIES.size()));
      for (int change = random.nextInt(4); change >= 0; change--) {
        body = changed(body, random);
      }
      everyDoor(round, body);
    }
  }

  private static String changed(String body, Random random) {
    int from = random.nextInt(body.length() + 1);
    int to = Math.min(body.length(), from + random.nextInt(6));
    String piece = body.substring(from, to);
    String other =
        switch (random.nextInt(4)) {
          case 0 -> "";
          case 1 -> piece + piece;
          case 2 -> TOKENS.get(random.nextInt(TOKENS.size()));
          default -> String.valueOf((char) random.nextInt(0x10000));
        };
    return body.substring(0, from) + other + body.substring(to);
  }

  private void everyDoor(int round, String body) {
    byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
    pass(round, body, text -> requests.read("db", "c", text));
    pass(round, body, text -> requests.create("db", "c", text));
    pass(round, body, text -> requests.update("db", "c", text));
    pass(round, body, text -> requests.delete("db", "c", bytes));
    pass(round, body, text -> requests.aggregate("db", "c", bytes));
    pass(round, body, text -> requests.batch("db", bytes));
  }

  private static void pass(int round, String body, Consumer<String> door) {
    try {
      door.accept(body);
    } catch (InvalidRequestException e) {
      // as it should be
    } catch (RuntimeException | StackOverflowError e) {
      throw new AssertionError("seed " + SEED + ", round " + round + ": " + body, e);
    }
  }
}
