package org.tucana.app;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.tucana.core.type.FormatException;
import org.tucana.detection.config.MaskRcnnConfig;
import org.tucana.detection.cost.DetectorWork;
import org.tucana.detection.structure.PictureSize;
import picocli.CommandLine.Option;

/** The options that say what goes through a network in one pass. */
final class PassOptions {
  private static final Pattern SIZE = Pattern.compile("([1-9]\\d{0,5})x([1-9]\\d{0,5})");

  @Option(
      names = "--size",
      description =
          "Rows and columns of the picture, HxW (default: 224x224, for cifar networks 32x32; for a"
              + " detector, after resizing and padding, 800x1088; for a model file, what it was"
              + " trained on).")
  private String size;

  @Option(
      names = "--rois",
      description =
          "Regions that a detector's box head sees (default: its proposals, 1000 in torchvision).")
  private Integer regions;

  @Option(
      names = "--masks",
      description =
          "Objects that a detector outlines (default: its detections, 100 in torchvision).")
  private Integer masks;

  PassOptions() {}

  /** What a classifier is given. */
  PictureSize classifierPicture(PictureSize usual) {
    if (regions != null || masks != null) {
      throw new FormatException(
          "cost: --rois and --masks are for detectors and the network is a classifier; leave them"
              + " out");
    }
    return size == null ? usual : parsedSize();
  }

  /**
   * What a detector is given.
   *
   * @param usual size of a picture before padding
   */
  DetectorWork detectorWork(MaskRcnnConfig config, PictureSize usual) {
    DetectorWork most =
        DetectorWork.most(config, size == null ? DetectorWork.padded(usual) : parsedSize());
    return new DetectorWork(
        most.picture(),
        regions == null ? most.regions() : regions,
        masks == null ? most.masks() : masks);
  }

  private PictureSize parsedSize() {
    Matcher matcher = SIZE.matcher(size);
    if (!matcher.matches()) {
      throw new FormatException(
          "cost: --size is rows and columns of at least 1, such as 224x224, got '" + size + "'");
    }
    return new PictureSize(Integer.parseInt(matcher.group(1)), Integer.parseInt(matcher.group(2)));
  }
}
