package org.tucana.app.trace;

import java.awt.image.BufferedImage;
import java.util.List;

/** A part of what a page says of a stage, from top to bottom. */
sealed interface StageBlock {
  /** Words; what stands between two backquotes is code. */
  record Words(String text) implements StageBlock {}

  /** A formula as text; line breaks stay. */
  record Formula(String text) implements StageBlock {}

  /** A table: as many cells a row as headings. */
  record Table(List<String> headings, List<List<String>> rows) implements StageBlock {}

  /** Pictures side by side. */
  record Figures(List<Figure> figures) implements StageBlock {
    public Figures {
      figures = List.copyOf(figures);
    }
  }

  /**
   * One picture.
   *
   * @param file its file's name in the stage's folder, without ending
   * @param caption what it shows
   * @param image its pixels
   */
  record Figure(String file, String caption, BufferedImage image) {}
}
