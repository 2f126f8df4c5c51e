package org.tucana.detection.detector;

import org.tucana.detection.config.MaskRcnnConfig;
import org.tucana.detection.config.TransformConfig;
import org.tucana.detection.cost.DetectorWork;
import org.tucana.detection.roi.BoxHead;
import org.tucana.detection.roi.MaskHead;
import org.tucana.detection.structure.PictureSize;
import org.tucana.nn.model.ModelFile;

/**
 * The most memory in bytes that detectors of one network take on the cpu, whatever they are given.
 * With P parameters, tiles of S pixels at most after resizing and padding, R regions and D
 * detections a tile, F channels of the pyramid, and N detectors that keep plans for K sizes:
 *
 * <pre>
 * 8 P + N (24 P K + 8 ((48 + F / 3) S + 98 F R + 2156 F D))
 * </pre>
 *
 * <p>The parameters count twice, as the file holds them and as tensors. A plan has them six times:
 * folded, packed, and for Winograd's tiles of 4x4 as four numbers each. A pixel takes at most 48
 * values in the body and F / 3 in pyramid, proposals and regions; a region its 7x7 bins twice, a
 * detection 14x14 bins three times and 28x28 bins twice. Twice that, since arrays that are free
 * stay pooled.
 *
 * @param parameters number of weights and statistics
 * @param tile bytes that a tile takes besides weights
 */
public record DetectorMemory(long parameters, long tile) {
  /** Where there is no network. */
  public static final DetectorMemory NONE = new DetectorMemory(0, 0);

  private static final int VALUE = Float.BYTES;
  private static final int COPIES = 2;
  private static final int COPIES_OF_A_PLAN = 6;
  private static final int VALUES_OF_A_BODY = 48;
  private static final int CHANNELS_A_VALUE = 3;
  private static final int BOX_BINS = 2 * BoxHead.REGION_SIDE * BoxHead.REGION_SIDE;
  private static final int MASK_BINS =
      3 * MaskHead.REGION_SIDE * MaskHead.REGION_SIDE + 2 * MaskHead.MASK_SIDE * MaskHead.MASK_SIDE;

  /**
   * That of a model's detectors.
   *
   * @param source file name, for messages
   * @throws org.tucana.core.type.FormatException where the file holds no detector
   */
  public static DetectorMemory of(String source, ModelFile file) {
    return of(
        DetectorModel.config(source, file.metadata()),
        file.weights().values().stream().mapToLong(w -> w.shape().elements()).sum());
  }

  static DetectorMemory of(MaskRcnnConfig config, long parameters) {
    PictureSize largest = largestTile(config.transform());
    long pixels = (long) largest.height() * largest.width();
    long width = config.backbone().fpnWidth();
    long values =
        (VALUES_OF_A_BODY + width / CHANNELS_A_VALUE) * pixels
            + BOX_BINS * width * config.rpn().postNmsTopNTest()
            + MASK_BINS * width * config.box().detectionsPerImage();
    return new DetectorMemory(parameters, COPIES * VALUE * values);
  }

  /** No side is longer than max_size; the shorter one is min_size unless that is larger. */
  private static PictureSize largestTile(TransformConfig transform) {
    int longer = transform.maxSize();
    int shorter = Math.min(longer, transform.minSize());
    return DetectorWork.padded(new PictureSize(shorter, longer));
  }

  /** Bytes that a team takes at most. */
  public long bytes(TeamSize team) {
    long plans = COPIES_OF_A_PLAN * VALUE * parameters * team.sizes();
    return COPIES * VALUE * parameters + team.detectors() * (plans + tile);
  }
}
