package org.tucana.decomposition.report;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** The frame of a page, and its tables. */
final class HtmlPage {
  private static final String STYLE =
      """
      body{font:15px/1.5 system-ui,sans-serif;margin:2rem auto;max-width:1500px;padding:0 1rem;\
      color:#1b2733}
      h1{font-size:1.6rem} h2{font-size:1.2rem;margin-top:2rem}
      table{border-collapse:collapse;width:100%;font-size:12px;font-variant-numeric:tabular-nums}
      th,td{border-bottom:1px solid #d8dee4;padding:.3rem .4rem;text-align:left;white-space:nowrap}
      th{background:#f3f5f7} .wide{overflow-x:auto} img{max-width:100%;margin:.5rem 0}
      .tiles{display:flex;gap:1rem;flex-wrap:wrap}
      .tile{background:#f3f5f7;border-radius:8px;padding:.8rem 1.2rem;min-width:9rem}
      .tile b{display:block;font-size:1.6rem}
      """;

  private HtmlPage() {}

  static String of(String title, String body) {
    return """
    <!DOCTYPE html>
    <html lang="en"><head><meta charset="utf-8">
    <meta name="viewport" content="width=device-width,initial-scale=1">
    <title>%1$s</title>
    <style>%2$s</style></head>
    <body><h1>%1$s</h1>
    %3$s</body></html>
    """
        .formatted(escape(title), STYLE, body);
  }

  static String table(List<String> headings, List<List<String>> rows) {
    return "<div class=\"wide\"><table><thead>%s</thead><tbody>%s</tbody></table></div>\n"
        .formatted(
            line(headings, "th"),
            rows.stream().map(row -> line(row, "td")).collect(Collectors.joining("\n")));
  }

  /** The cells of a row: some, one more, and the rest. */
  static List<String> row(List<String> first, String next, List<String> rest) {
    List<String> cells = new ArrayList<>(first);
    cells.add(next);
    cells.addAll(rest);
    return cells;
  }

  private static String line(List<String> cells, String tag) {
    return cells.stream()
        .map(cell -> "<%1$s>%2$s</%1$s>".formatted(tag, escape(cell)))
        .collect(Collectors.joining("", "<tr>", "</tr>"));
  }

  static String escape(String text) {
    return text.replace("&", "&amp;")
        .replace("<", "&lt;")
        .replace(">", "&gt;")
        .replace("\"", "&quot;");
  }
}
