package io.spacecloud.engine.testing;

import io.spacecloud.engine.testing.Coverage.Entry;
import io.spacecloud.engine.testing.Coverage.Reached;
import java.util.List;
import java.util.Locale;

/** Writes coverage as a page of HTML. */
final class CoveragePage {
  private static final String STYLE =
      """
      :root { color-scheme: light dark; --bg: #fff; --fg: #1b1f24; --soft: #59636e; --line: #d1d9e0;
        --reached: #1a7f37; --one_way: #9a6700; --not: #cf222e; }
      @media (prefers-color-scheme: dark) { :root { --bg: #0d1117; --fg: #e6edf3; --soft: #9198a1;
        --line: #3d444d; --reached: #3fb950; --one_way: #d29922; --not: #f85149; } }
      body { background: var(--bg); color: var(--fg); font: 15px/1.5 system-ui, sans-serif;
        max-width: 60rem; margin: 2rem auto; padding: 0 1rem; }
      h1 { font-size: 1.4rem; margin-bottom: .2rem; }
      h2 { font-size: 1rem; margin: 2rem 0 .4rem; border-bottom: 1px solid var(--line); }
      .bar { display: flex; height: .6rem; border-radius: .3rem; overflow: hidden; margin: .8rem 0 .4rem; }
      .legend { display: flex; flex-wrap: wrap; gap: .2rem 1.2rem; font-size: .85rem; }
      ul { list-style: none; margin: 0; padding: 0; }
      li ul { margin-left: .7rem; padding-left: 1.1rem; border-left: 1px solid var(--line); }
      .rule { display: flex; flex-wrap: wrap; gap: 0 .7rem; padding: .15rem 0; align-items: baseline; }
      .rule b { flex: 0 0 6.2rem; font-size: .8rem; text-align: center; border: 1px solid;
        border-radius: .3rem; }
      .rule code { font-size: .9rem; overflow-wrap: anywhere; }
      small { color: var(--soft); font-size: .8rem; }
      .rule span { color: var(--soft); font-size: .85rem; margin-left: auto; text-align: right; }
      .reached { color: var(--reached); } .one_way { color: var(--one_way); } .not { color: var(--not); }
      .bar i { display: block; background: currentColor; }
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
    tree(page, coverage.rules());
    return page.append("</body>\n</html>\n").toString();
  }

  private static void bar(StringBuilder page, Coverage coverage) {
    StringBuilder legend = new StringBuilder("<div class=\"legend\">");
    page.append("<div class=\"bar\" aria-hidden=\"true\">");
    for (Reached reached : new Reached[] {Reached.WHOLLY, Reached.ONE_WAY, Reached.NOT}) {
      long count = coverage.rules().stream().filter(each -> each.reached() == reached).count();
      page.append("<i class=\"").append(style(reached)).append("\" style=\"flex: ");
      page.append(count).append("\"></i>");
      legend.append("<span class=\"").append(style(reached)).append("\">");
      legend.append(count).append(reached == Reached.WHOLLY ? " wholly " : " ");
      legend.append(CoverageWriter.word(reached)).append("</span>");
    }
    page.append("</div>\n").append(legend).append("</div>\n");
  }

  private static String style(Reached reached) {
    return reached == Reached.WHOLLY ? "reached" : reached.name().toLowerCase(Locale.ROOT);
  }

  /** Each clause in a list within its rule's item. */
  private static void tree(StringBuilder page, List<Entry> entries) {
    int open = 0;
    for (int i = 0; i < entries.size(); i++) {
      Entry entry = entries.get(i);
      if (entry.depth() == 0) {
        heading(page, entry);
      }
      if (entry.depth() >= open) {
        page.append("<ul>");
        open++;
      }
      rule(page.append("<li>"), entry);
      int next = i + 1 < entries.size() ? entries.get(i + 1).depth() : 0;
      boolean last = i + 1 == entries.size() || next == 0;
      if (next <= entry.depth() || last) {
        page.append("</li>");
      }
      for (; open > (last ? 0 : next + 1); open--) {
        page.append(open > 1 ? "</ul></li>" : "</ul>");
      }
      page.append('\n');
    }
  }

  private static void heading(StringBuilder page, Entry entry) {
    page.append("<h2>").append(escaped(CoverageWriter.place(entry.access()) + ": "));
    page.append(escaped(entry.access().verb())).append("</h2>\n");
  }

  private static void rule(StringBuilder page, Entry entry) {
    page.append("<div class=\"rule\" title=\"").append(escaped(entry.path())).append("\">");
    page.append("<b class=\"").append(style(entry.reached())).append("\">");
    page.append(CoverageWriter.word(entry.reached())).append("</b>");
    page.append("<code>").append(escaped(entry.rule()));
    page.append(entry.name() == null ? "" : " &ldquo;" + escaped(entry.name()) + "&rdquo;");
    page.append("</code><small>").append(escaped(place(entry))).append("</small><span>");
    page.append(escaped(CoverageWriter.outcomes(entry))).append("</span></div>");
  }

  /** Which clause of the rule around it this is. */
  private static String place(Entry entry) {
    String path = entry.path();
    int clauses = path.lastIndexOf(".clause");
    return entry.depth() == 0 || clauses < 0 ? "" : path.substring(clauses + 1);
  }

  private static String escaped(String text) {
    return text.replace("&", "&amp;")
        .replace("<", "&lt;")
        .replace(">", "&gt;")
        .replace("\"", "&quot;");
  }
}
