package org.tucana.detection.report;

import java.io.IOException;
import java.util.Optional;
import org.tucana.detection.evaluation.EvaluatedImage;
import org.tucana.detection.evaluation.Stamp;
import org.tucana.nn.data.Picture;

/**
 * One picture of a report.
 *
 * @param name how the report calls it
 * @param source where its pixels come from; without one it is measured but never drawn
 * @param image its truth and its detections
 */
public record ReportPicture(String name, Optional<Source> source, EvaluatedImage image) {

  /** Pixels that are read when they are drawn, so that thousands of pictures need no memory. */
  @FunctionalInterface
  public interface Source {
    /** A display picture, samples in [0, 1], of the size of the masks. */
    Picture read() throws IOException;
  }

  /**
   * A stamp that is measured by its central object alone; empty where that has no outline. Other
   * detections are ignored, since the truth does not list what they are on.
   */
  public static Optional<ReportPicture> central(String name, Source source, Stamp stamp) {
    return stamp.mask().map(mask -> new ReportPicture(name, source, stamp.centralOnly()));
  }

  /** A picture that can be drawn. */
  public ReportPicture(String name, Source source, EvaluatedImage image) {
    this(name, Optional.of(source), image);
  }
}
