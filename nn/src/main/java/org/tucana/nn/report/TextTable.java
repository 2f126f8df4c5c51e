package org.tucana.nn.report;

import java.util.ArrayList;
import java.util.List;

/** A table for people: columns as wide as their widest cell, words left and figures right. */
public final class TextTable {
  private final int wordColumns;
  private final List<List<String>> rows = new ArrayList<>();

  /**
   * @param wordColumns how many columns, from the left, hold words
   */
  public TextTable(int wordColumns, String... header) {
    this.wordColumns = wordColumns;
    rows.add(List.of(header));
  }

  /** Adds a row of as many cells as the header has. */
  public void add(String... cells) {
    add(List.of(cells));
  }

  /** Adds a row of as many cells as the header has. */
  public void add(List<String> cells) {
    if (cells.size() != rows.getFirst().size()) {
      throw new IllegalArgumentException(
          "table: " + rows.getFirst().size() + " cells a row wanted, got " + cells.size());
    }
    rows.add(List.copyOf(cells));
  }

  @Override
  public String toString() {
    StringBuilder text = new StringBuilder();
    for (List<String> row : rows) {
      StringBuilder line = new StringBuilder();
      for (int column = 0; column < row.size(); column++) {
        String space = " ".repeat(width(column) - row.get(column).length());
        line.append(column == 0 ? "" : "  ");
        line.append(column < wordColumns ? row.get(column) + space : space + row.get(column));
      }
      text.append(line.toString().stripTrailing()).append('\n');
    }
    return text.toString();
  }

  private int width(int column) {
    return rows.stream().mapToInt(row -> row.get(column).length()).max().orElse(0);
  }
}
