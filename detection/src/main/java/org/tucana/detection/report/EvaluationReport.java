package org.tucana.detection.report;

import java.io.IOException;
import java.nio.file.Path;
import org.tucana.core.type.FormatException;
import org.tucana.nn.report.Fonts;

/** Writes the report on an evaluation. */
public final class EvaluationReport {
  private EvaluationReport() {}

  /**
   * Makes the report's folder, so that a place that does not allow one is known before detection.
   *
   * @throws FormatException where a file is in its place
   * @throws org.tucana.core.type.TucanaException where words cannot be drawn; no folder is made
   *     then
   */
  public static void prepare(Path folder) throws IOException {
    Fonts.require("report");
    ReportFolder.open(folder);
  }

  /**
   * Writes {@code index.html}, {@code report.json} with all numbers, and the folder {@code images}.
   * Each file is whole or not there, the page comes last, and files of the same names are replaced.
   *
   * @param folder its place, made where there is none
   * @throws FormatException where a file is in its place
   * @throws org.tucana.core.type.ShapeException where a picture is not of its masks' size
   */
  public static void write(Path folder, ReportInput input) throws IOException {
    ReportFolder opened = ReportFolder.open(folder);
    ReportFigures figures = ReportFigures.of(input);
    String page = new ReportPage(input, figures, opened).html();
    opened.write("report.json", ReportJson.of(input, figures));
    opened.write("index.html", page);
  }
}
