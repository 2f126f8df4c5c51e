package org.tucana.app;

import java.nio.file.Path;
import org.tucana.core.type.FormatException;
import picocli.CommandLine.Option;

/** Options that say on which pictures the ranges of inputs are looked up. */
final class CalibrationOptions {
  private static final int USUAL_COUNT = 16;
  private static final int MOST_PICTURES = 100_000;

  @Option(
      names = "--data",
      description =
          "With --int8: stamps to calibrate on, a folder with labels.csv and images/ (default:"
              + " simulated survey pictures).")
  private Path data;

  @Option(
      names = "--pictures",
      description =
          "With --int8: how many pictures to calibrate on (default: " + USUAL_COUNT + ").")
  private Integer pictures;

  @Option(names = "--seed", description = "With --int8: which simulated pictures (default: 1).")
  private Long seed;

  CalibrationOptions() {}

  /** Refuses them where nothing is calibrated. */
  void requireNone() {
    if (data != null || pictures != null || seed != null) {
      throw new FormatException(
          "compress: --data, --pictures and --seed say what --int8 is calibrated on; add --int8 or"
              + " leave them out");
    }
  }

  CalibrationPictures pictures() {
    int count = pictures == null ? USUAL_COUNT : pictures;
    if (count < 1 || count > MOST_PICTURES) {
      throw new FormatException(
          "compress: --pictures must lie in 1.." + MOST_PICTURES + ", got " + count);
    }
    if (data == null) {
      return new CalibrationPictures.Simulated(seed == null ? 1 : seed, count);
    }
    if (seed != null) {
      throw new FormatException(
          "compress: --seed chooses simulated pictures but --data names stamps; leave one out");
    }
    return CalibrationPictures.Stamps.of(data, count);
  }
}
