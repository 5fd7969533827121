package io.spacecloud.engine.json;

import static org.assertj.core.api.Assertions.assertThat;

import io.spacecloud.api.live.LiveEvent;
import io.spacecloud.api.request.Aggregate;
import io.spacecloud.api.request.Batch;
import io.spacecloud.api.request.Create;
import io.spacecloud.api.request.Delete;
import io.spacecloud.api.request.Read;
import io.spacecloud.api.result.Document;
import io.spacecloud.api.result.Result;
import io.spacecloud.api.value.ObjectId;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class AnswerWriterTest {
  private static final Document ONE = Document.of(Map.of("id", 1));

  private final AnswerWriter answers = new AnswerWriter();

  private static Result documents(boolean truncated, Document... documents) {
    return Result.ofDocuments(new ArrayList<>(List.of(documents)), truncated);
  }

  @Test
  void everyKindHasItsForm() {
    Map<String, Object> all = new LinkedHashMap<>();
    all.put("none", null);
    all.put("yes", true);
    all.put("integer", 9007199254740993L);
    all.put("real", 1.5);
    all.put("decimal", new BigDecimal("0.10"));
    all.put("text", "a\"\n\u2028");
    all.put("at", Instant.parse("2026-01-02T03:04:05.678Z"));
    all.put("date", LocalDate.of(2026, 1, 2));
    all.put("time", LocalTime.of(3, 4, 5));
    all.put("bytes", new byte[] {1, 2, 3});
    all.put("uuid", new UUID(0, 1));
    all.put("oid", new ObjectId("0123456789abcdef01234567"));
    all.put("list", Arrays.asList(1L, null, Map.of("a", List.of())));
    assertThat(answers.document(Document.of(all)))
        .isEqualTo(
            "{\"none\":null,\"yes\":true,\"integer\":9007199254740993,\"real\":1.5,"
                + "\"decimal\":0.10,\"text\":\"a\\\"\\n\u2028\",\"at\":\"2026-01-02T03:04:05.678Z\","
                + "\"date\":\"2026-01-02\",\"time\":\"03:04:05\",\"bytes\":\"AQID\","
                + "\"uuid\":\"00000000-0000-0000-0000-000000000001\","
                + "\"oid\":{\"$oid\":\"0123456789abcdef01234567\"},\"list\":[1,null,{\"a\":[]}]}");
  }

  @Test
  void whatIsReadIsTheResult() {
    assertThat(answers.answer(Read.all("db", "t"), documents(true, ONE)))
        .isEqualTo("{\"result\":[{\"id\":1}],\"truncated\":true}");
    assertThat(answers.answer(Read.one("db", "t"), documents(false, ONE)))
        .isEqualTo("{\"result\":{\"id\":1}}");
    assertThat(answers.answer(Read.one("db", "t"), documents(false)))
        .isEqualTo("{\"result\":null}");
    assertThat(answers.answer(Read.count("db", "t"), Result.ofCount(3)))
        .isEqualTo("{\"result\":3}");
    assertThat(
            answers.answer(
                Read.distinct("db", "t", "n"), Result.ofValues(Arrays.asList(null, 1L), false)))
        .isEqualTo("{\"result\":[null,1]}");
    assertThat(answers.answer(Aggregate.all("db", "t", List.of()), documents(false, ONE)))
        .isEqualTo("{\"result\":[{\"id\":1}]}");
  }

  @Test
  void ofAWriteItIsWhatItAffected() {
    assertThat(answers.answer(Create.one("db", "t", Map.of()), Result.ofAffected(1, List.of(ONE))))
        .isEqualTo("{\"affected\":1,\"keys\":[{\"id\":1}]}");
    assertThat(answers.answer(Batch.of("db", Delete.all("db", "t")), Result.ofCounts(List.of(2L))))
        .isEqualTo("{\"affected\":2,\"counts\":[2]}");
  }

  @Test
  void eventsTellTheirType() {
    assertThat(answers.event(new LiveEvent.Snapshot(List.of(ONE), List.of("id"), false)))
        .isEqualTo(
            "{\"type\":\"snapshot\",\"docs\":[{\"id\":1}],\"key\":[\"id\"],\"resync\":false}");
    assertThat(answers.event(new LiveEvent.Added(ONE, 2)))
        .isEqualTo("{\"type\":\"added\",\"doc\":{\"id\":1},\"index\":2}");
    assertThat(answers.event(new LiveEvent.Modified(ONE, -1)))
        .isEqualTo("{\"type\":\"modified\",\"doc\":{\"id\":1},\"index\":-1}");
    assertThat(answers.event(new LiveEvent.Removed(ONE, 0)))
        .isEqualTo("{\"type\":\"removed\",\"key\":{\"id\":1},\"index\":0}");
  }
}
