package io.spacecloud.api.contract;

import static io.spacecloud.api.condition.Conditions.field;
import static io.spacecloud.api.condition.Conditions.not;
import static io.spacecloud.api.contract.ConditionCases.list;

import io.spacecloud.api.condition.Field;
import io.spacecloud.api.value.Kind;
import java.math.BigDecimal;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** Columns of JSON: paths into objects, equality of structures, containment. */
final class JsonCases {
  private static final long P53 = 1L << 53;
  private static final Field V = field("v");
  private static final Field A = field("v.a");
  private static final Field AB = field("v.a.b");

  private JsonCases() {}

  static Stream<CaseTable> all() {
    return Stream.of(paths(), values(), texts(), lists(), objects());
  }

  private static CaseTable paths() {
    return CaseTable.of("paths into JSON", Column.of("v", Kind.OBJECT))
        .row("none", null)
        .row("empty", Map.of())
        .row("null", object("a", null))
        .row("one", Map.of("a", 1))
        .row("inner", Map.of("a", Map.of("b", 1)))
        .row("inner-null", Map.of("a", object("b", null)))
        .row("inner-two", Map.of("a", Map.of("b", 2, "c", 1)))
        .row("list", Map.of("a", List.of(Map.of("b", 1))))
        .row("top-list", List.of(Map.of("a", 1)))
        .row("case", Map.of("A", 1))
        .row("odd", Map.of("a\"'`$", Map.of("b c", 1), "0", 7))
        .when(V.eq(null), "none")
        .when(A.eq(1), "one")
        .when(A.eq(null), "none empty null top-list case odd")
        .when(A.exists(), "one inner inner-null inner-two list")
        .when(AB.eq(1), "inner")
        .when(AB.gt(0), "inner inner-two")
        .when(AB.gt(1), "inner-two")
        .when(AB.exists(), "inner inner-two")
        .when(AB.eq(null), "none empty null one inner-null list top-list case odd")
        .whenAllBut(AB.ne(1), "inner")
        .when(AB.in(1, 2), "inner inner-two")
        .when(AB.in(2, null), "none empty null one inner-null inner-two list top-list case odd")
        .when(field("v.a.0.b").exists(), "")
        .when(field("v.A").eq(1), "case")
        .when(field("v.a\"'`$.b c").eq(1), "odd")
        .when(field("v.0").exists(), "odd")
        .when(field("v.0").eq(7), "odd")
        .when(field("v.a.b.c.d").exists(), "");
  }

  private static CaseTable values() {
    return CaseTable.of("values in JSON", Column.of("v", Kind.OBJECT))
        .row("none", null)
        .row("false", Map.of("a", false))
        .row("true", Map.of("a", true))
        .row("zero", Map.of("a", 0))
        .row("one", Map.of("a", 1))
        .row("real", Map.of("a", 1.0))
        .row("half", Map.of("a", 1.5))
        .row("decimal", Map.of("a", new BigDecimal("0.1")))
        .row("p53", Map.of("a", P53))
        .row("p53+1", Map.of("a", P53 + 1))
        .row("max", Map.of("a", Long.MAX_VALUE))
        .row("text", Map.of("a", "1"))
        .row("empty", Map.of("a", ""))
        .row("word", Map.of("a", "true"))
        .row("list", Map.of("a", List.of(1)))
        .row("object", Map.of("a", Map.of("b", 1)))
        .when(A.eq(1), "one real")
        .when(A.eq(1.0), "one real")
        .when(A.eq(new BigDecimal("1.00")), "one real")
        .when(A.eq("1"), "text")
        .when(A.eq(true), "true")
        .when(A.eq(false), "false")
        .when(A.eq("true"), "word")
        .when(A.eq(""), "empty")
        .when(A.eq(0), "zero")
        .when(A.eq(new BigDecimal("0.1")), "decimal")
        .when(A.eq(P53), "p53")
        .when(A.eq(P53 + 1), "p53+1")
        .when(A.gt(P53), "p53+1 max")
        .when(A.eq(Long.MAX_VALUE), "max")
        .when(A.gt(1), "half p53 p53+1 max")
        .when(A.gte(1), "one real half p53 p53+1 max")
        .when(A.lt(1), "zero decimal")
        .when(A.lt(1.5), "zero one real decimal")
        .when(A.gt(false), "true")
        .when(A.gte(false), "false true")
        .when(A.gte(""), "text empty word")
        .when(A.gt("1"), "word")
        .when(A.like("%"), "text empty word")
        .when(A.like("tr_e"), "word")
        .when(A.eq(list(1)), "list")
        .when(A.eq(Map.of("b", 1)), "object")
        .when(A.in(1, "1", true), "true one real text")
        .whenAllBut(A.notIn(1, "1", true), "true one real text")
        .when(A.in(list(1), Map.of("b", 1), null), "none list object")
        .whenAllBut(A.ne(1), "one real");
  }

  private static CaseTable texts() {
    return CaseTable.of("strings in JSON", Column.of("v", Kind.OBJECT))
        .row("a", Map.of("a", "a"))
        .row("A", Map.of("a", "A"))
        .row("a-space", Map.of("a", "a "))
        .row("acute", Map.of("a", "é"))
        .row("decomposed", Map.of("a", "e\u0301"))
        .row("quote", Map.of("a", "\"\\/'"))
        .row("control", Map.of("a", "\n\t\u0001"))
        .row("replacement", Map.of("a", "\uFFFD"))
        .row("grin", Map.of("a", "\uD83D\uDE00"))
        .when(A.eq("a"), "a")
        .when(A.eq("A"), "A")
        .when(A.eq("a "), "a-space")
        .when(A.eq("é"), "acute")
        .when(A.eq("\"\\/'"), "quote")
        .when(A.eq("\n\t\u0001"), "control")
        .when(A.eq("\uD83D\uDE00"), "grin")
        .when(A.gt("\uFFFD"), "grin")
        .when(A.gt("a"), "a-space acute decomposed replacement grin")
        .when(A.lt("a"), "A quote control")
        .when(A.like("_"), "a A acute replacement grin")
        .when(A.like("%\\\\%"), "quote")
        .when(V.eq(Map.of("a", "A")), "A")
        .when(V.contains(Map.of("a", "a")), "a");
  }

  private static CaseTable lists() {
    return CaseTable.of("lists in JSON", Column.of("v", Kind.OBJECT))
        .row("none", null)
        .row("empty", List.of())
        .row("one", List.of(1))
        .row("one-two", List.of(1, 2))
        .row("two-one", List.of(2, 1))
        .row("ones", List.of(1, 1.0))
        .row("text", List.of("1", "a"))
        .row("null", list((Object) null))
        .row("nested", List.of(List.of(1)))
        .row("objects", List.of(Map.of("a", 1, "b", 2), Map.of("c", 3)))
        .row("object", Map.of("0", 1))
        .when(V.eq(list()), "empty")
        .when(V.eq(list(1)), "one")
        .when(V.eq(list(1.0)), "one")
        .when(V.eq(list(1, 2)), "one-two")
        .when(V.eq(list(1, 1)), "ones")
        .when(V.eq(list("1", "a")), "text")
        .when(V.eq(list((Object) null)), "null")
        .when(V.eq(list(list(1))), "nested")
        .whenAllBut(V.ne(list(1, 2)), "one-two")
        .when(V.contains(1), "one one-two two-one ones")
        .when(V.contains(list(1, 2)), "one-two two-one")
        .when(V.contains(list(1, 1)), "one one-two two-one ones")
        .when(V.contains("1"), "text")
        .when(V.contains("a"), "text")
        .when(V.contains("A"), "")
        .when(V.contains(list((Object) null)), "null")
        .when(V.contains(list(list(1))), "nested")
        .when(V.contains(list(Map.of("c", 3))), "objects")
        .when(V.contains(list(Map.of("b", 2, "a", 1))), "objects")
        .when(V.contains(list(Map.of("a", 1))), "")
        .when(V.contains(list()), "empty one one-two two-one ones text null nested objects")
        .when(not(V.contains(list())), "none object")
        .when(V.in(list(1), list(2, 1)), "one two-one");
  }

  private static CaseTable objects() {
    return CaseTable.of("objects in JSON", Column.of("v", Kind.OBJECT))
        .row("none", null)
        .row("empty", Map.of())
        .row("ab", ordered("a", 1, "b", 2))
        .row("ba", ordered("b", 2, "a", 1))
        .row("real", ordered("a", 1.0, "b", 2))
        .row("null", object("a", null))
        .row("deep", Map.of("a", ordered("x", 1, "y", List.of(1, 2))))
        .row("list", List.of(Map.of("a", 1)))
        .when(V.eq(Map.of()), "empty null")
        .when(V.eq(object("a", null)), "empty null")
        .when(V.eq(ordered("b", 2, "a", 1)), "ab ba real")
        .when(V.eq(Map.of("a", 1)), "")
        .when(V.eq(Map.of("a", ordered("y", List.of(1, 2), "x", 1))), "deep")
        .when(V.eq(Map.of("a", ordered("y", List.of(2, 1), "x", 1))), "")
        .whenAllBut(V.ne(ordered("a", 1, "b", 2)), "ab ba real")
        .when(V.contains(Map.of("a", 1)), "ab ba real")
        .when(V.contains(ordered("b", 2, "a", 1)), "ab ba real")
        .when(V.contains(Map.of("a", "1")), "")
        .when(V.contains(Map.of("a", Map.of("x", 1))), "deep")
        .when(V.contains(Map.of("a", Map.of("y", List.of(1, 2)))), "deep")
        .when(V.contains(Map.of("a", Map.of("y", List.of(1)))), "")
        .when(V.contains(object("a", null)), "empty null")
        .when(V.contains(Map.of()), "empty ab ba real null deep")
        .when(V.in(Map.of(), ordered("a", 1, "b", 2)), "empty ab ba real null")
        .when(field("v.a.y").contains(2), "deep");
  }

  private static Map<String, Object> object(String key, Object value) {
    Map<String, Object> object = new LinkedHashMap<>();
    object.put(key, value);
    return object;
  }

  private static Map<String, Object> ordered(
      String key, Object value, String other, Object otherValue) {
    Map<String, Object> object = object(key, value);
    object.put(other, otherValue);
    return object;
  }
}
