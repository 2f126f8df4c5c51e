package org.tucana.decomposition.tables;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.tucana.nn.report.TextTable;

/**
 * A published table with our figures beside its cells.
 *
 * @param title number and subject
 * @param columns names of the figures, with units
 * @param rows the rows
 * @param notes what a reader must know, one sentence each
 */
public record ComparedTable(
    String title, List<Column> columns, List<Row> rows, List<String> notes) {
  public ComparedTable {
    columns = List.copyOf(columns);
    rows = List.copyOf(rows);
    notes = List.copyOf(notes);
    for (Row row : rows) {
      if (row.cells().size() != columns.size()) {
        throw new IllegalArgumentException(
            "table: "
                + row.name()
                + " has "
                + row.cells().size()
                + " cells under "
                + columns.size()
                + " columns");
      }
    }
  }

  /**
   * One kind of figure.
   *
   * @param name with its unit
   * @param decimals as printed
   */
  public record Column(String name, int decimals) {}

  /**
   * A row.
   *
   * @param name what it is about
   * @param cells one a column
   */
  public record Row(String name, List<Cell> cells) {
    public Row {
      cells = List.copyOf(cells);
    }
  }

  /** A figure of ours beside the published one as printed; NaN where one is not known. */
  public record Cell(double ours, double published) {
    /** Whether ours rounds to the published figure, where there is one. */
    public boolean equalAfterRounding(int decimals) {
      return !Double.isNaN(published) && text(ours, decimals).equals(text(published, decimals));
    }

    private String difference(int decimals) {
      if (Double.isNaN(ours) || Double.isNaN(published)) {
        return "";
      }
      return equalAfterRounding(decimals)
          ? "equal"
          : String.format(Locale.ROOT, "%+." + decimals + "f", ours - published);
    }
  }

  private static String text(double value, int decimals) {
    return Double.isNaN(value) ? "-" : String.format(Locale.ROOT, "%." + decimals + "f", value);
  }

  /** Aligned lines: a figure a line, ours, the published cell and the difference. */
  public String text() {
    TextTable table = new TextTable(2, "", "figure", "ours", "published", "difference");
    for (Row row : rows) {
      for (int c = 0; c < columns.size(); c++) {
        int decimals = columns.get(c).decimals();
        Cell cell = row.cells().get(c);
        table.add(
            c == 0 ? row.name() : "",
            columns.get(c).name(),
            text(cell.ours(), decimals),
            text(cell.published(), decimals),
            cell.difference(decimals));
      }
    }
    StringBuilder out = new StringBuilder(title).append("\n\n").append(table);
    notes.forEach(note -> out.append(note).append("\n"));
    return out.toString();
  }

  private static Double known(double value) {
    return Double.isNaN(value) ? null : value;
  }

  /** For programs: a list of rows, each with its figures by column. */
  public Map<String, Object> toMap() {
    List<Map<String, Object>> list = new ArrayList<>();
    for (Row row : rows) {
      Map<String, Object> map = new LinkedHashMap<>();
      map.put("row", row.name());
      for (int c = 0; c < columns.size(); c++) {
        Cell cell = row.cells().get(c);
        Map<String, Object> figure = new LinkedHashMap<>();
        figure.put("ours", known(cell.ours()));
        figure.put("published", known(cell.published()));
        figure.put("equal", cell.equalAfterRounding(columns.get(c).decimals()));
        map.put(columns.get(c).name(), figure);
      }
      list.add(map);
    }
    Map<String, Object> table = new LinkedHashMap<>();
    table.put("title", title);
    table.put("rows", list);
    table.put("notes", notes);
    return table;
  }
}
