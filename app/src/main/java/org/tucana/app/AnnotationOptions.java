package org.tucana.app;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.tucana.astro.GalaxyClass;
import org.tucana.core.type.FormatException;
import org.tucana.detection.annotation.AnnotationFile;
import org.tucana.detection.annotation.AnnotationSet;
import org.tucana.detection.annotation.ClassAttribute;
import picocli.CommandLine.Option;

/** The options that say how an annotation file tells classes. */
final class AnnotationOptions {
  @Option(
      names = "--class-attribute",
      paramLabel = "NAME",
      defaultValue = "class",
      description = "VIA: the attribute that holds a region's class (default: ${DEFAULT-VALUE}).")
  private String attribute;

  @Option(
      names = "--classes",
      split = ",",
      paramLabel = "NAME",
      description =
          "VIA: the classes' names, numbered from 1 on; with one alone regions need no attribute"
              + " (default: elliptical,spiral,barred-spiral,merger).")
  private List<String> classes;

  AnnotationOptions() {}

  /**
   * Reads COCO or VIA JSON.
   *
   * @throws FormatException where the file is neither, or damaged
   */
  AnnotationSet read(Path file) throws IOException {
    return AnnotationFile.read(
        file, new ClassAttribute(attribute, classes == null ? GalaxyClass.titles() : classes));
  }
}
