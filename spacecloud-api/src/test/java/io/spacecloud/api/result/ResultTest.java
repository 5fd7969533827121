package io.spacecloud.api.result;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class ResultTest {
  @Test
  void only_writes_affect_rows() {
    assertThat(Result.ofCount(5).affected()).isZero();
    assertThat(Result.ofDocuments(List.of(Document.empty()), false).affected()).isZero();
    assertThat(Result.ofValues(List.of(1L, 2L), false).affected()).isZero();
    assertThat(Result.ofAffected(5, List.of()).affected()).isEqualTo(5);
    assertThat(Result.ofCounts(List.of(2L, 3L)).affected()).isEqualTo(5);
  }

  @Test
  void everything_can_be_counted() {
    assertThat(Result.ofCount(5).count()).isEqualTo(5);
    assertThat(Result.ofDocuments(List.of(Document.empty()), false).count()).isEqualTo(1);
    assertThat(Result.ofValues(List.of(1L, 2L), false).count()).isEqualTo(2);
    assertThat(Result.ofAffected(5, List.of()).count()).isEqualTo(5);
    assertThat(Result.ofCounts(List.of(2L, 3L)).count()).isEqualTo(5);
  }
}
