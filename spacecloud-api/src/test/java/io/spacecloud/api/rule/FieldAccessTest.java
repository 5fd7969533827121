package io.spacecloud.api.rule;

import static org.assertj.core.api.Assertions.assertThat;

import io.spacecloud.api.condition.FieldPath;
import io.spacecloud.api.result.Document;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class FieldAccessTest {
  private static final FieldPath A = FieldPath.of("a");
  private static final FieldPath AB = FieldPath.of("a.b");
  private static final FieldPath ABC = FieldPath.of("a.b.c");
  private static final FieldPath X = FieldPath.of("x");

  @Test
  void whatHoldsADeniedFieldCannotBeUsedAsAWhole() {
    FieldAccess access = FieldAccess.deny(Set.of(AB));

    assertThat(access.permits(AB)).isFalse();
    assertThat(access.permits(ABC)).isFalse();
    assertThat(access.permits(A)).isFalse();
    assertThat(access.permits(X)).isTrue();
    assertThat(access.permits(FieldPath.of("a.x"))).isTrue();
    assertThat(access.permits(FieldPath.of("ab"))).isTrue();
    assertThat(access.permitsPart(A)).isTrue();
    assertThat(access.permitsPart(AB)).isFalse();
  }

  @Test
  void whatHoldsAnAllowedFieldIsNotAllowedWithIt() {
    FieldAccess access = FieldAccess.allow(Set.of(AB));

    assertThat(access.permits(AB)).isTrue();
    assertThat(access.permits(ABC)).isTrue();
    assertThat(access.permits(A)).isFalse();
    assertThat(access.permits(X)).isFalse();
    assertThat(access.permitsPart(A)).isTrue();
    assertThat(access.permitsPart(X)).isFalse();
  }

  @Test
  void theNarrowerWins() {
    FieldAccess access =
        FieldAccess.allow(Set.of(A, X))
            .and(FieldAccess.deny(Set.of(ABC)))
            .and(FieldAccess.allow(Set.of(A)));

    assertThat(access.permits(X)).isFalse();
    assertThat(access.permits(ABC)).isFalse();
    assertThat(access.permits(FieldPath.of("a.y"))).isTrue();
    assertThat(FieldAccess.ALL.and(access)).isSameAs(access);
    assertThat(access.and(FieldAccess.ALL)).isSameAs(access);
    assertThat(FieldAccess.allow(Set.of()).permits(A)).isFalse();
  }

  @Test
  void masksReachIntoObjectsAndLists() {
    Document document =
        Document.of(
            Map.of(
                "a",
                Map.of("b", 1, "c", 2),
                "x",
                List.of(Map.of("b", 1, "c", List.of(Map.of("b", 5))), 7),
                "y",
                8));

    assertThat(FieldAccess.deny(Set.of(AB, FieldPath.of("x.b"))).mask(document))
        .isEqualTo(
            Map.of(
                "a", Map.of("c", 2L),
                "x", List.of(Map.of("c", List.of(Map.of("b", 5L)))),
                "y", 8L));
    assertThat(FieldAccess.allow(Set.of(AB)).mask(document))
        .isEqualTo(Map.of("a", Map.of("b", 1L)));
    assertThat(FieldAccess.allow(Set.of()).mask(document)).isEmpty();
    assertThat(FieldAccess.ALL.mask(document)).isSameAs(document);
  }

  @Test
  void namesThatNoPathCanSayAreLeftOut() {
    Document document = Document.of(Map.of("a", Map.of("b", 1, "c.d", 2, "$e", 3, "f", 4)));

    assertThat(FieldAccess.deny(Set.of(AB)).mask(document)).isEqualTo(Map.of("a", Map.of("f", 4L)));
  }

  @Test
  void aDocumentIsLookedIntoForWhatItMayNotHold() {
    FieldAccess access = FieldAccess.allow(Set.of(AB, X));

    assertThat(access.forbidden(Map.of("x", 1, "a", Map.of("b", 1)))).isNull();
    assertThat(access.forbidden(Map.of("a", Map.of("b", 1, "c", 2))))
        .isEqualTo(FieldPath.of("a.c"));
    assertThat(access.forbidden(Map.of("a", 5))).isEqualTo(A);
    assertThat(access.forbidden(Map.of("a", Map.of("b", 1, "b.c", 2)))).isEqualTo(A);
    assertThat(access.forbidden(Map.of("y", 5))).isEqualTo(FieldPath.of("y"));
  }
}
