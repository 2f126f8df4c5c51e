package org.tucana.detection.report;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.tucana.core.io.OutputFolders;
import org.tucana.core.io.WholeFile;
import org.tucana.core.type.FormatException;
import org.tucana.nn.report.HtmlPicture;

/** The folder of a report: a page, its pictures in a folder below, and the numbers. */
record ReportFolder(Path path) {
  private static final String IMAGES = "images";

  /** Makes the folder where there is none. */
  static ReportFolder open(Path path) throws IOException {
    if (Files.exists(path) && !Files.isDirectory(path)) {
      throw new FormatException("report: " + path + " is a file; name a folder");
    }
    OutputFolders.make(path.resolve(IMAGES));
    return new ReportFolder(path);
  }

  /** Writes a picture for the page. */
  HtmlPicture add(String name, String caption, byte[] png) throws IOException {
    WholeFile.write(path.resolve(IMAGES).resolve(name), stream -> stream.write(png));
    return HtmlPicture.beside(caption, IMAGES + "/" + name);
  }

  void write(String name, String text) throws IOException {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    WholeFile.write(path.resolve(name), stream -> stream.write(bytes));
  }
}
