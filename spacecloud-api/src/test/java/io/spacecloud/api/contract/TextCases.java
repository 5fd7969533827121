package io.spacecloud.api.contract;

import static io.spacecloud.api.condition.Conditions.and;
import static io.spacecloud.api.condition.Conditions.field;
import static io.spacecloud.api.condition.Conditions.not;

import io.spacecloud.api.condition.Field;
import io.spacecloud.api.value.Kind;
import java.util.stream.Stream;

/** Strings are equal and ordered by code points, whatever the column's collation says. */
final class TextCases {
  private static final String GRIN = "\uD83D\uDE00";
  private static final String DECOMPOSED = "e\u0301";
  private static final Field V = field("v");

  private TextCases() {}

  static Stream<CaseTable> all() {
    Column exact = Column.of("v", Kind.STRING);
    Column ignoring = exact.ignoringCase();
    return Stream.of(
        strings("strings", exact),
        strings("strings under a collation that ignores case", ignoring),
        patterns("patterns", exact),
        patterns("patterns under a collation that ignores case", ignoring));
  }

  private static CaseTable strings(String title, Column column) {
    return CaseTable.of(title, column)
        .row("none", null)
        .row("empty", "")
        .row("space", " ")
        .row("a", "a")
        .row("A", "A")
        .row("a-space", "a ")
        .row("a-tab", "a\t")
        .row("ab", "ab")
        .row("b", "b")
        .row("e", "e")
        .row("acute", "é")
        .row("decomposed", DECOMPOSED)
        .row("ss", "ss")
        .row("sharp", "ß")
        .row("dotless", "ı")
        .row("i", "i")
        .row("I", "I")
        .row("fullwidth", "ａ")
        .row("replacement", "\uFFFD")
        .row("grin", GRIN)
        .row("quote", "it's")
        .row("double", "say \"x\"")
        .row("backslash", "a\\b")
        .row("newline", "a\nb")
        .row("five", "5")
        .row("null", "null")
        .row("variable", "args.auth.id")
        .when(V.eq(""), "empty")
        .when(V.eq(" "), "space")
        .when(V.eq("a"), "a")
        .when(V.eq("A"), "A")
        .when(V.eq("a "), "a-space")
        .when(V.eq("a\t"), "a-tab")
        .when(V.eq("a  "), "")
        .when(V.eq("e"), "e")
        .when(V.eq("E"), "")
        .when(V.eq("é"), "acute")
        .when(V.eq(DECOMPOSED), "decomposed")
        .when(V.eq("ss"), "ss")
        .when(V.eq("ß"), "sharp")
        .when(V.eq("i"), "i")
        .when(V.eq("I"), "I")
        .when(V.eq("ı"), "dotless")
        .when(V.eq("\uFFFD"), "replacement")
        .when(V.eq(GRIN), "grin")
        .when(V.eq("it's"), "quote")
        .when(V.eq("say \"x\""), "double")
        .when(V.eq("a\\b"), "backslash")
        .when(V.eq("a\nb"), "newline")
        .when(V.eq("5"), "five")
        .when(V.eq("null"), "null")
        .when(V.eq("args.auth.id"), "variable")
        .when(V.eq("' OR '1'='1"), "")
        .when(V.eq(null), "none")
        .whenAllBut(V.ne("a"), "a")
        .whenAllBut(V.ne(""), "empty")
        .whenAllBut(V.ne(null), "none")
        .whenAllBut(V.exists(), "none")
        .when(V.in("a", "B", "é", null), "none a acute")
        .whenAllBut(V.notIn("a", "B", "é", null), "none a acute")
        .when(V.in("A", "a "), "A a-space")
        .when(V.lt("A"), "empty space five")
        .when(V.lte("A"), "empty space five A")
        .when(and(V.gt("A"), V.lt("a")), "I")
        .when(and(V.gte("a"), V.lt("b")), "a a-space a-tab ab backslash newline variable")
        .when(and(V.gt("a"), V.lt("a ")), "a-tab newline")
        .when(V.gt("z"), "acute sharp dotless fullwidth replacement grin")
        .when(V.gt("\uFF00"), "fullwidth replacement grin")
        .when(V.gt("\uFFFD"), "grin")
        .when(V.gte("\uFFFD"), "replacement grin")
        .whenAllBut(V.lt(GRIN), "none grin")
        .whenAllBut(V.gte(""), "none")
        .when(V.lt(""), "")
        .when(V.gt(null), "");
  }

  private static CaseTable patterns(String title, Column column) {
    return CaseTable.of(title, column)
        .row("none", null)
        .row("empty", "")
        .row("abc", "abc")
        .row("ABC", "ABC")
        .row("abc-space", "abc ")
        .row("axc", "axc")
        .row("percent", "50%")
        .row("under", "a_c")
        .row("backslash", "a\\c")
        .row("lines", "a\nc")
        .row("acute", "é")
        .row("decomposed", DECOMPOSED)
        .row("grin", GRIN)
        .row("a-grin-c", "a" + GRIN + "c")
        .row("bracket", "[a]")
        .row("exclaim", "a!c")
        .row("quote", "a'c")
        .whenAllBut(V.like("%"), "none")
        .whenAllBut(not(V.like("")), "empty")
        .when(V.like("abc"), "abc")
        .when(V.like("ABC"), "ABC")
        .when(V.like("ab%"), "abc abc-space")
        .when(V.like("%bc"), "abc")
        .when(V.like("%b%"), "abc abc-space")
        .when(V.like("%B%"), "ABC")
        .when(V.like("a_c"), "abc axc under backslash lines a-grin-c exclaim quote")
        .when(V.like("a\\_c"), "under")
        .when(V.like("a\\\\c"), "backslash")
        .when(V.like("%\\%"), "percent")
        .when(V.like("%\\%%"), "percent")
        .when(V.like("_"), "acute grin")
        .when(V.like("__"), "decomposed")
        .when(V.like("e_"), "decomposed")
        .when(V.like("e%"), "decomposed")
        .when(V.like("é"), "acute")
        .when(V.like("%" + GRIN + "%"), "grin a-grin-c")
        .when(V.like("[a]"), "bracket")
        .when(V.like("a!c"), "exclaim")
        .when(V.like("a!%"), "exclaim")
        .when(V.like("a'c"), "quote")
        .when(V.like("a\\bc"), "abc")
        .when(V.like("abc_"), "abc-space")
        .when(V.like("a%c"), "abc axc under backslash lines a-grin-c exclaim quote")
        .when(
            V.like("%%"),
            "empty abc ABC abc-space axc percent under backslash lines acute"
                + " decomposed grin a-grin-c bracket exclaim quote");
  }
}
