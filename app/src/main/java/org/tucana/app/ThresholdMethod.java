package org.tucana.app;

import java.util.List;
import java.util.Locale;
import org.tucana.astro.io.LoadedPicture;
import org.tucana.astro.threshold.Source;
import org.tucana.astro.threshold.ThresholdDetector;
import org.tucana.astro.threshold.ThresholdSettings;
import org.tucana.core.type.FormatException;
import org.tucana.detection.detector.Detection;
import picocli.CommandLine.Option;

/** The options of finding objects without a network, and what is written about them. */
final class ThresholdMethod {
  /** Name of the file of what the catalogue has no columns for. */
  static final String PHOTOMETRY = "photometry.csv";

  @Option(
      names = "--threshold",
      paramLabel = "K",
      description =
          "With --method threshold: brightness of an object's faintest pixel in units of the sky's"
              + " noise (default: 1.5 for physical values, 2 for display pictures).")
  private Double threshold;

  ThresholdMethod() {}

  /** Refuses options that another method would not heed. */
  void requireUnused() {
    if (threshold != null) {
      throw new FormatException(
          "detect: --threshold says nothing to a network; add --method threshold");
    }
  }

  /** What was asked for, as a setting of the results. */
  String text() {
    return threshold == null ? "by the kind of picture" : threshold.toString();
  }

  /** The detector for a picture. */
  ThresholdDetector detector(LoadedPicture loaded) {
    ThresholdSettings settings =
        loaded.display() ? ThresholdSettings.display() : ThresholdSettings.physical();
    if (threshold == null) {
      return new ThresholdDetector(settings);
    }
    if (!(threshold > 0 && threshold <= ThresholdSettings.HIGHEST_THRESHOLD)) {
      throw new FormatException(
          "detect: --threshold must lie above 0 and up to "
              + (int) ThresholdSettings.HIGHEST_THRESHOLD
              + ", got "
              + threshold);
    }
    return new ThresholdDetector(settings.withThreshold(threshold));
  }

  /** Sources as detections, in the same order. */
  static List<Detection> detections(List<Source> sources) {
    return sources.stream().map(ThresholdDetector::detection).toList();
  }

  /**
   * Rows of catalogue id, centre, standard deviations along both axes, their angle in degrees from
   * x towards y, flux and peak above the sky in the picture's unit, and signal to noise.
   */
  static String photometry(List<Source> sources) {
    StringBuilder text = new StringBuilder("id,x,y,a,b,theta,flux,peak,snr\n");
    for (int i = 0; i < sources.size(); i++) {
      Source s = sources.get(i);
      text.append(
          String.format(
              Locale.ROOT,
              "%d,%.3f,%.3f,%.3f,%.3f,%.2f,%.6g,%.6g,%.5g%n",
              i + 1,
              s.x(),
              s.y(),
              s.major(),
              s.minor(),
              Math.toDegrees(s.angle()),
              s.flux(),
              s.peak(),
              s.signalToNoise()));
    }
    return text.toString();
  }
}
