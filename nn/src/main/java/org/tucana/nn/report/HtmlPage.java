package org.tucana.nn.report;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * One page of HTML, made from top to bottom, that asks nothing of a network: its style is inside,
 * and its pictures are inside or beside it. The text is well-formed XML too.
 *
 * <p>All words given to it are escaped. In paragraphs, formulas, notes and lists, words between two
 * backquotes are set as code.
 */
public final class HtmlPage {
  /** A page with fewer sections is seen at a glance and needs no list of them. */
  private static final int SECTIONS_TO_LIST = 4;

  private final String title;
  private final List<String> sections = new ArrayList<>();
  private final StringBuilder body = new StringBuilder();

  /** An empty page under a title. */
  public HtmlPage(String title) {
    this.title = title;
  }

  /** Begins a section; pages of several list them, with links, under the title. */
  public HtmlPage section(String heading) {
    sections.add(heading);
    body.append(
        "<h2 id=\"section-%d\">%s</h2>\n".formatted(sections.size(), HtmlText.escape(heading)));
    return this;
  }

  /** A heading within a section. */
  public HtmlPage heading(String words) {
    return element("h3", HtmlText.escape(words));
  }

  /** A paragraph. */
  public HtmlPage paragraph(String words) {
    return element("p", HtmlText.withCode(words));
  }

  /** A paragraph that stands back: where numbers are from, what was left out. */
  public HtmlPage note(String words) {
    body.append("<p class=\"note\">%s</p>\n".formatted(HtmlText.withCode(words)));
    return this;
  }

  /** A formula as text, on a line of its own; line breaks stay. */
  public HtmlPage formula(String words) {
    body.append("<pre class=\"formula\">%s</pre>\n".formatted(HtmlText.withCode(words)));
    return this;
  }

  /** A list of points. */
  public HtmlPage list(List<String> points) {
    return element("ul", joined(points, point -> "<li>" + HtmlText.withCode(point) + "</li>"));
  }

  /** Figures that sum the page up, large, by what they are. */
  public HtmlPage tiles(Map<String, String> valuesByName) {
    body.append("<div class=\"tiles\">");
    valuesByName.forEach((name, value) ->
        body.append(
            "<div class=\"tile\"><b>%s</b>%s</div>"
                .formatted(HtmlText.escape(value), HtmlText.escape(name))));
    body.append("</div>\n");
    return this;
  }

  /**
   * A table.
   *
   * @param headings one a column
   * @param rows as many cells as there are headings
   */
  public HtmlPage table(List<String> headings, List<List<String>> rows) {
    double[][] plain = new double[rows.size()][headings.size()];
    return table(headings, rows, plain);
  }

  /**
   * A table whose cells are shaded.
   *
   * @param headings one a column
   * @param rows as many cells as there are headings
   * @param shades from 0 (none) to 1 (full) for each cell
   */
  public HtmlPage table(List<String> headings, List<List<String>> rows, double[][] shades) {
    for (List<String> row : rows) {
      if (row.size() != headings.size()) {
        throw new IllegalArgumentException(
            "table: " + headings.size() + " cells a row wanted, got " + row.size());
      }
    }
    body.append("<div class=\"wide\"><table><thead><tr>")
        .append(joined(headings, heading -> "<th>" + HtmlText.escape(heading) + "</th>"))
        .append("</tr></thead><tbody>\n");
    for (int r = 0; r < rows.size(); r++) {
      List<String> row = rows.get(r);
      double[] shadesOfRow = shades[r];
      body.append("<tr>")
          .append(
              IntStream.range(0, row.size())
                  .mapToObj(c -> cell(row.get(c), shadesOfRow[c]))
                  .collect(Collectors.joining()))
          .append("</tr>\n");
    }
    body.append("</tbody></table></div>\n");
    return this;
  }

  private static String cell(String words, double shade) {
    return shade == 0
        ? "<td>%s</td>".formatted(HtmlText.escape(words))
        : "<td style=\"background:%s\">%s</td>".formatted(shading(shade), HtmlText.escape(words));
  }

  /** From white to a blue that black words are read on. */
  private static String shading(double shade) {
    double share = Math.clamp(shade, 0.0, 1.0);
    return "rgb(%d,%d,255)".formatted(Math.round(255 - 115 * share), Math.round(255 - 75 * share));
  }

  /** Pictures side by side, each over its caption, in as many rows as they need. */
  public HtmlPage pictures(HtmlPicture... pictures) {
    return pictures(Arrays.asList(pictures));
  }

  /** Pictures side by side, each over its caption, in as many rows as they need. */
  public HtmlPage pictures(List<HtmlPicture> pictures) {
    body.append("<div class=\"pictures\">")
        .append(joined(pictures, HtmlPicture::markup))
        .append("</div>\n");
    return this;
  }

  private HtmlPage element(String tag, String markup) {
    body.append("<%1$s>%2$s</%1$s>\n".formatted(tag, markup));
    return this;
  }

  private static <T> String joined(List<T> items, Function<T, String> markup) {
    return items.stream().map(markup).collect(Collectors.joining());
  }

  /** The whole page. */
  @Override
  public String toString() {
    return """
    <!DOCTYPE html>
    <html xmlns="http://www.w3.org/1999/xhtml" lang="en"><head><meta charset="utf-8"/>
    <meta name="viewport" content="width=device-width,initial-scale=1"/>
    <title>%1$s</title>
    <style>%2$s</style></head>
    <body><h1>%1$s</h1>
    %3$s%4$s</body></html>
    """
        .formatted(HtmlText.escape(title), HtmlText.STYLE, contents(), body);
  }

  private String contents() {
    if (sections.size() < SECTIONS_TO_LIST) {
      return "";
    }
    return IntStream.range(0, sections.size())
        .mapToObj(i ->
            "<a href=\"#section-%d\">%s</a>".formatted(i + 1, HtmlText.escape(sections.get(i))))
        .collect(Collectors.joining("\n", "<nav>", "</nav>\n"));
  }
}
