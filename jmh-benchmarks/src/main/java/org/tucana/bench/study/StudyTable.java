package org.tucana.bench.study;

import java.util.ArrayList;
import java.util.List;
import org.tucana.nn.report.HtmlPage;
import org.tucana.nn.report.TextTable;

/**
 * A table of a study's report, for a page and for a terminal.
 *
 * @param wordColumns how many columns, from the left, hold words
 * @param headings one a column
 * @param rows as many cells as there are headings
 */
record StudyTable(int wordColumns, List<String> headings, List<List<String>> rows) {
  StudyTable {
    headings = List.copyOf(headings);
    rows = List.copyOf(rows);
  }

  /** Aligned lines. */
  String text() {
    TextTable table = new TextTable(wordColumns, headings.toArray(String[]::new));
    rows.forEach(table::add);
    return table.toString();
  }

  void addTo(HtmlPage page) {
    page.table(headings, rows);
  }

  /** A table in the making. */
  static final class Builder {
    private final int wordColumns;
    private final List<String> headings;
    private final List<List<String>> rows = new ArrayList<>();

    Builder(int wordColumns, String... headings) {
      this(wordColumns, List.of(headings));
    }

    Builder(int wordColumns, List<String> headings) {
      this.wordColumns = wordColumns;
      this.headings = headings;
    }

    Builder row(String... cells) {
      return row(List.of(cells));
    }

    Builder row(List<String> cells) {
      rows.add(cells);
      return this;
    }

    StudyTable build() {
      return new StudyTable(wordColumns, headings, rows);
    }
  }
}
