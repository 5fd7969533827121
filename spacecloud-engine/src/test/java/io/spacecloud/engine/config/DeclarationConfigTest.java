package io.spacecloud.engine.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.spacecloud.api.spi.Declaration;
import io.spacecloud.api.spi.DeclaredField;
import io.spacecloud.api.value.Kind;
import io.spacecloud.engine.ProjectConfig;
import java.math.BigDecimal;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What {@code declare} says, and what is wrong with it. */
class DeclarationConfigTest {
  private static ProjectConfig config(String declaration) {
    return ProjectConfig.builder()
        .id("declared")
        .secret("a-secret-for-this-test-alone-0123456789")
        .declare("db", "things", declaration)
        .build();
  }

  private static Declaration read(String declaration) {
    return Objects.requireNonNull(
        config(declaration).databases().get("db").collections().get("things").declaration());
  }

  @Test
  void fieldsKeysAndDefaultsAreRead() {
    Declaration read =
        read(
            """
            open: true
            fields:
              id: uuid
              n: {type: integer, bits: 32, default: 5}
              m: {type: decimal, digits: 10, scale: 2, default: 1.239}
              s: {type: string, required: true, maxLength: 3, default: abc}
              t: {type: timestamp, scale: 3, default: 2026-01-01T00:00:00Z}
              o: objectId
            key: id
            unique: [s, [n, m]]
            """);

    assertThat(read.open()).isTrue();
    assertThat(read.primaryKey()).containsExactly("id");
    assertThat(read.uniqueKeys()).containsExactly(List.of("s"), List.of("n", "m"));
    assertThat(read.fields())
        .contains(
            new DeclaredField("id", Kind.UUID, true, null, false, -1, -1),
            new DeclaredField("n", Kind.INTEGER, false, 5L, false, 32, -1),
            new DeclaredField("m", Kind.DECIMAL, false, new BigDecimal("1.23"), false, 10, 2),
            new DeclaredField("s", Kind.STRING, true, "abc", false, 3, -1),
            new DeclaredField("o", Kind.OBJECT_ID, false, null, false, -1, -1));
  }

  @Test
  void whatIsNotDeclaredIsOpen() {
    ProjectConfig config =
        ProjectConfig.builder()
            .id("declared")
            .secret("a-secret-for-this-test-alone-0123456789")
            .collection("db", "things")
            .collection("db", "default")
            .build();

    assertThat(config.databases().get("db").declarations())
        .containsExactly(new Declaration("things", List.of(), List.of(), List.of(), true));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "fields: {a: text}|fields.a",
        "fields: {a: null}|fields.a",
        "fields: {a: [integer]}|fields.a",
        "fields: {a: {required: true}}|fields.a.type",
        "fields: {a: {type: integer, bits: 8}}|fields.a.bits",
        "fields: {a: {type: integer, maxLength: 8}}|fields.a.maxLength",
        "fields: {a: {type: string, maxLength: -1}}|fields.a.maxLength",
        "fields: {a: {type: string, maxLength: 2, default: abc}}|fields.a.default",
        "fields: {a: {type: integer, default: x}}|fields.a.default",
        "fields: {a: {type: integer, default: null}}|fields.a.default",
        "fields: {a: {type: integer, generated: true, default: 1}}|fields.a.default",
        "fields: {a: {type: string, generated: true}}|fields.a.generated",
        "fields: {a: {type: decimal, scale: 2}}|fields.a.scale",
        "fields: {a: {type: decimal, digits: 2, scale: 3}}|fields.a.scale",
        "fields: {a: {type: integer, requird: true}}|fields.a.requird",
        "fields: {a.b: integer}|fields.a.b",
        "fields: {$a: integer}|fields.$a",
        "'{fields: {a: integer}, key: b}'|key",
        "'{fields: {a: integer}, key: []}'|key",
        "'{fields: {a: integer}, key: [a, a]}'|key",
        "'{fields: {a: integer}, unique: a}'|unique",
        "'{fields: {a: integer}, unique: [[a, b]]}'|unique",
        "'{fields: {a: integer}, open: maybe}'|open",
        "'{fields: {a: integer}, feilds: {}}'|feilds",
      })
  void aMistakeIsNamedByItsPlace(String declaration, String place) {
    assertThatThrownBy(() -> config(declaration))
        .isInstanceOfSatisfying(
            InvalidConfigException.class,
            e ->
                assertThat(e.problems())
                    .extracting(problem -> problem.path())
                    .contains("modules.crud.db.collections.things.declare." + place));
  }
}
