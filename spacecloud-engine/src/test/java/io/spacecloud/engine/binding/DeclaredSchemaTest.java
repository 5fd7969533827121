package io.spacecloud.engine.binding;

import static io.spacecloud.api.condition.Conditions.field;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.spacecloud.api.error.InvalidRequestException;
import io.spacecloud.api.request.Aggregate;
import io.spacecloud.api.request.Create;
import io.spacecloud.api.request.Read;
import io.spacecloud.api.request.Stage;
import io.spacecloud.api.spi.Capability;
import io.spacecloud.api.spi.CollectionSchema;
import io.spacecloud.api.spi.Declaration;
import io.spacecloud.api.spi.DeclaredField;
import io.spacecloud.api.spi.FieldSchema;
import io.spacecloud.api.value.Kind;
import io.spacecloud.engine.testing.Schemas;
import java.time.Clock;
import java.time.Instant;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What a declaration leaves of what a database has. */
class DeclaredSchemaTest {
  private static final CollectionSchema ACTUAL =
      Schemas.of("t")
          .required("id", Kind.STRING)
          .field("n", Kind.INTEGER, 64)
          .field("s", Kind.STRING, 50)
          .field("free", Kind.STRING)
          .field("extra", Kind.STRING)
          .field("whole", Kind.DECIMAL, 0)
          .field("price", Kind.DECIMAL, 2)
          .key("id")
          .unique("n")
          .build();

  private static DeclaredField declared(String name, Kind kind, int size) {
    return new DeclaredField(name, kind, false, null, false, size, -1);
  }

  private static DeclaredField scaled(String name, int scale) {
    return new DeclaredField(name, Kind.DECIMAL, false, null, false, 10, scale);
  }

  private static Declaration declaration(boolean open, DeclaredField... fields) {
    return new Declaration("t", List.of(fields), List.of("id"), List.of(), open);
  }

  private static FieldSchema of(DeclaredSchema schema, String name) {
    return schema.schema().field(name);
  }

  @Test
  void withoutADeclarationItIsWhatTheDatabaseHas() {
    DeclaredSchema none = DeclaredSchema.of(ACTUAL, null);
    assertThat(none.schema()).isSameAs(ACTUAL);
    assertThat(none.narrowed()).isFalse();
    assertThat(none.defaults()).isEmpty();
    assertThat(DeclaredSchema.of(ACTUAL, declaration(true)).schema()).isSameAs(ACTUAL);
  }

  @Test
  void aClosedDeclarationLeavesItsFieldsAndTheKey() {
    DeclaredSchema closed =
        DeclaredSchema.of(ACTUAL, declaration(false, declared("n", Kind.INTEGER, 64)));
    assertThat(closed.schema().fields()).extracting(FieldSchema::name).containsExactly("id", "n");
    assertThat(closed.narrowed()).isTrue();
    assertThat(closed.schema().primaryKey()).containsExactly("id");
    assertThat(closed.schema().uniqueKeys()).isEqualTo(ACTUAL.uniqueKeys());
    assertThat(closed.schema().isOpen()).isFalse();
    DeclaredSchema nothing = DeclaredSchema.of(ACTUAL, declaration(false));
    assertThat(nothing.schema().fields()).extracting(FieldSchema::name).containsExactly("id");
  }

  @Test
  void anOpenDeclarationLeavesAll() {
    DeclaredSchema open =
        DeclaredSchema.of(ACTUAL, declaration(true, declared("n", Kind.INTEGER, 64)));
    assertThat(open.schema().fields()).hasSize(7);
    assertThat(open.narrowed()).isFalse();
  }

  @Test
  void aDatabaseThatHoldsAnythingIsNarrowedByAClosedOneAlone() {
    CollectionSchema anything = Schemas.of("t").required("id", Kind.STRING).key("id").open();
    DeclaredField[] all = {declared("id", Kind.STRING, -1)};
    DeclaredSchema closed = DeclaredSchema.of(anything, declaration(false, all));
    assertThat(closed.schema().isOpen()).isFalse();
    assertThat(closed.narrowed()).isTrue();
    DeclaredSchema open = DeclaredSchema.of(anything, declaration(true, all));
    assertThat(open.schema().isOpen()).isTrue();
    assertThat(open.narrowed()).isFalse();
    DeclaredSchema exact =
        DeclaredSchema.of(
            Schemas.of("t").required("id", Kind.STRING).key("id").build(), declaration(false, all));
    assertThat(exact.narrowed()).isFalse();
  }

  @Test
  void theNarrowerOfTwoLimitsHolds() {
    DeclaredSchema declared =
        DeclaredSchema.of(
            ACTUAL,
            declaration(
                true,
                declared("n", Kind.INTEGER, 32),
                declared("s", Kind.STRING, 100),
                declared("free", Kind.STRING, 10),
                declared("extra", Kind.STRING, -1),
                scaled("whole", 2),
                scaled("price", 0)));
    assertThat(of(declared, "whole").precision()).isZero();
    assertThat(of(declared, "price").precision()).isZero();
    assertThat(of(declared, "n").precision()).isEqualTo(32);
    assertThat(of(declared, "s").precision()).isEqualTo(50);
    assertThat(of(declared, "free").precision()).isEqualTo(10);
    assertThat(of(declared, "extra").precision()).isEqualTo(-1);
    assertThat(of(declared, "id").precision()).isEqualTo(-1);
  }

  @Test
  void aKindThatTheDatabaseKnowsStays() {
    DeclaredSchema declared =
        DeclaredSchema.of(ACTUAL, declaration(true, declared("s", Kind.INTEGER, 16)));
    assertThat(of(declared, "s").kind()).isEqualTo(Kind.STRING);
    assertThat(of(declared, "s").precision()).isEqualTo(50);
    CollectionSchema unknown = Schemas.of("t").field("x", null).open();
    DeclaredSchema known =
        DeclaredSchema.of(unknown, declaration(true, declared("x", Kind.INTEGER, 16)));
    assertThat(of(known, "x").kind()).isEqualTo(Kind.INTEGER);
  }

  @Test
  void whatIsRequiredMayNotBeNull() {
    DeclaredField required = new DeclaredField("n", Kind.INTEGER, true, null, false, 64, -1);
    assertThat(of(DeclaredSchema.of(ACTUAL, declaration(true, required)), "n").nullable())
        .isFalse();
    assertThat(
            of(DeclaredSchema.of(ACTUAL, declaration(true, declared("id", Kind.STRING, -1))), "id")
                .nullable())
        .isFalse();
    assertThat(
            of(DeclaredSchema.of(ACTUAL, declaration(true, declared("n", Kind.INTEGER, 64))), "n")
                .nullable())
        .isTrue();
  }

  @Test
  void aDefaultStandsInWhereAFieldIsLeftOut() {
    DeclaredField defaulted = new DeclaredField("n", Kind.INTEGER, true, 7L, false, 64, -1);
    Binder binder = binder(declaration(false, defaulted));
    assertThat(binder.defaults()).isEqualTo(Map.of("n", 7L));
    assertThat(create(binder, Map.of("id", "1")).get("n")).isEqualTo(7L);
    assertThat(create(binder, Map.of("id", "1", "n", 8L)).get("n")).isEqualTo(8L);
    assertThatThrownBy(() -> create(binder, Map.of("id", "1", "extra", "x")))
        .isInstanceOf(InvalidRequestException.class);
    DeclaredField required = new DeclaredField("n", Kind.INTEGER, true, null, false, 64, -1);
    assertThatThrownBy(() -> create(binder(declaration(false, required)), Map.of("id", "1")))
        .hasMessageContaining("is required");
  }

  /** Whether or not anything else in the document has to be brought to its kind. */
  @Test
  void aNullThatMayBeThereStandsInThePlaceOfADefault() {
    DeclaredField at = new DeclaredField("at", Kind.TIMESTAMP, false, null, false, -1, -1);
    DeclaredField defaulted = new DeclaredField("n", Kind.INTEGER, false, 7L, false, 64, -1);
    CollectionSchema actual =
        Schemas.of("t")
            .required("id", Kind.STRING)
            .field("n", Kind.INTEGER, 64)
            .field("at", Kind.TIMESTAMP)
            .key("id")
            .build();
    Binder binder =
        new Binder(
            DeclaredSchema.of(actual, declaration(false, at, defaulted)),
            EnumSet.allOf(Capability.class),
            Clock.systemUTC());
    Map<String, Object> doc = new LinkedHashMap<>(Map.of("id", "1"));
    doc.put("n", null);
    assertThat(create(binder, doc).get("n")).isNull();
    doc.put("at", "2020-01-01T00:00:00Z");
    assertThat(create(binder, doc)).containsEntry("at", Instant.parse("2020-01-01T00:00:00Z"));
    assertThat(create(binder, doc).get("n")).isNull();
    doc.remove("n");
    assertThat(create(binder, doc)).containsEntry("n", 7L);
  }

  private static Binder binder(Declaration declaration) {
    return new Binder(
        DeclaredSchema.of(ACTUAL, declaration), EnumSet.allOf(Capability.class), Clock.systemUTC());
  }

  private static Map<String, Object> create(Binder binder, Map<String, ?> doc) {
    return ((Create) binder.bind("", Create.one("db", "t", doc))).docs().get(0);
  }

  @Test
  void whatIsNotDeclaredIsNotRead() {
    Binder binder = binder(declaration(false, declared("n", Kind.INTEGER, 64)));
    Read read = (Read) binder.bind("", Read.all("db", "t").where(field("n").eq(1)));
    assertThat(read.select().toString()).isEqualTo("[id, n]");
    Aggregate limit = Aggregate.all("db", "t", List.of(Map.of("$limit", 5)));
    List<Stage> stages = ((Aggregate) binder.bind("", limit)).stages();
    assertThat(((Stage.Project) stages.get(1)).fields())
        .extracting(Stage.Projection::name)
        .containsExactly("id", "n");
    Aggregate counted = Aggregate.all("db", "t", List.of(Map.of("$count", "x")));
    assertThat(((Aggregate) binder.bind("", counted)).stages()).hasSize(1);
    assertThat(
            ((Aggregate) binder(declaration(true, declared("n", Kind.INTEGER, 64))).bind("", limit))
                .stages())
        .hasSize(1);
  }
}
