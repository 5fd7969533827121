package io.spacecloud.sql;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class H2DialectTest {
  private final H2Dialect dialect = new H2Dialect();

  @ParameterizedTest
  @ValueSource(strings = {"%a%b", "a%b%c", "%a%b%", "a_", "%_"})
  void patternsThatH2WouldMatchInMoreThanLinearTimeAreMatchedOtherwise(String pattern) {
    assertThat(dialect.likeShape(pattern)).isEqualTo(1);
  }

  @ParameterizedTest
  @ValueSource(strings = {"a", "%", "a%", "%a", "%a%", "a%b", "a%b%"})
  void simplePatternsAreLeftToH2(String pattern) {
    assertThat(dialect.likeShape(pattern)).isZero();
  }
}
