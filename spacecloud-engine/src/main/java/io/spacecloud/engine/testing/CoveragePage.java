package io.spacecloud.engine.testing;

import io.spacecloud.engine.testing.Coverage.Entry;
import io.spacecloud.engine.testing.Coverage.Reached;
import java.util.Locale;

/** Writes coverage as a page of HTML. */
final class CoveragePage {
  private static final String STYLE =
      """
      :root { color-scheme: light dark; --bg: #fff; --fg: #1b1f24; --soft: #6a737d; --line: #d8dee4;
        --reached: #1a7f37; --one_way: #9a6700; --not: #cf222e; }
      @media (prefers-color-scheme: dark) { :root { --bg: #0d1117; --fg: #e6edf3; --soft: #8b949e;
        --line: #30363d; --reached: #3fb950; --one_way: #d29922; --not: #f85149; } }
      body { background: var(--bg); color: var(--fg); font: 15px/1.5 system-ui, sans-serif;
        max-width: 60rem; margin: 2rem auto; padding: 0 1rem; }
      h1 { font-size: 1.4rem; margin-bottom: .2rem; }
      h2 { font-size: 1rem; margin: 2rem 0 .4rem; border-bottom: 1px solid var(--line); }
      .bar { display: flex; height: .6rem; border-radius: .3rem; overflow: hidden; margin: .8rem 0; }
      .bar i { display: block; }
      .rule { display: flex; gap: .7rem; padding: .15rem 0; align-items: baseline; }
      .rule b { flex: 0 0 6.2rem; font-size: .8rem; text-align: center; border: 1px solid;
        border-radius: .3rem; }
      .rule code { font-size: .9rem; }
      .rule span { color: var(--soft); font-size: .85rem; margin-left: auto; text-align: right; }
      .reached { color: var(--reached); } .one_way { color: var(--one_way); } .not { color: var(--not); }
      .bar .reached { background: var(--reached); } .bar .one_way { background: var(--one_way); }
      .bar .not { background: var(--not); }
      """;

  private CoveragePage() {}

  static String of(Coverage coverage) {
    StringBuilder page = new StringBuilder("<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n");
    page.append("<meta charset=\"utf-8\">\n<title>Coverage of rules</title>\n");
    page.append("<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n");
    page.append("<style>\n").append(STYLE).append("</style>\n</head>\n<body>\n");
    page.append("<h1>Coverage of rules</h1>\n<div>");
    page.append(escaped(CoverageWriter.headline(coverage))).append("</div>\n");
    bar(page, coverage);
    coverage.rules().forEach(entry -> rule(page, entry));
    return page.append("</body>\n</html>\n").toString();
  }

  private static void bar(StringBuilder page, Coverage coverage) {
    page.append("<div class=\"bar\">");
    for (Reached reached : new Reached[] {Reached.WHOLLY, Reached.ONE_WAY, Reached.NOT}) {
      long count = coverage.rules().stream().filter(each -> each.reached() == reached).count();
      page.append("<i class=\"").append(style(reached)).append("\" style=\"flex: ");
      page.append(count).append("\"></i>");
    }
    page.append("</div>\n");
  }

  private static String style(Reached reached) {
    return reached == Reached.WHOLLY ? "reached" : reached.name().toLowerCase(Locale.ROOT);
  }

  private static void rule(StringBuilder page, Entry entry) {
    if (entry.depth() == 0) {
      page.append("<h2>").append(escaped(entry.database() + "." + entry.collection() + ": "));
      page.append(escaped(entry.operation().key())).append("</h2>\n");
    }
    String mark = CoverageWriter.mark(entry.reached());
    page.append("<div class=\"rule\" title=\"").append(escaped(entry.path())).append("\">");
    page.append("<b class=\"").append(style(entry.reached())).append("\">");
    page.append(mark, 1, mark.length() - 1).append("</b>");
    page.append("<code style=\"padding-left: ").append(entry.depth() * 1.5).append("rem\">");
    page.append(escaped(entry.rule()));
    page.append(entry.name() == null ? "" : " &ldquo;" + escaped(entry.name()) + "&rdquo;");
    page.append("</code><span>").append(escaped(CoverageWriter.outcomes(entry)));
    page.append("</span></div>\n");
  }

  private static String escaped(String text) {
    return text.replace("&", "&amp;")
        .replace("<", "&lt;")
        .replace(">", "&gt;")
        .replace("\"", "&quot;");
  }
}
