package org.tucana.detection.train;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * How much of a Mask R-CNN a stage of the published training changes: from a stage of the body on,
 * counted as C2 to C5 are, with all that comes after it. What lies below stays as it is, and no
 * gradient is computed for it.
 */
public enum DetectorPart {
  /** Pyramid, proposer, box head and mask head. */
  HEADS("heads", DetectorGroups.STAGES),
  /** The last stage of the body and the heads. */
  FROM_C5("5+", 3),
  /** The last two stages of the body and the heads. */
  FROM_C4("4+", 2),
  /** All but the stem and the first stage. */
  FROM_C3("3+", 1),
  /** Everything. */
  ALL("all", 0);

  private final String title;
  private final int frozenStages;

  DetectorPart(String title, int frozenStages) {
    this.title = title;
    this.frozenStages = frozenStages;
  }

  /** The part of that name, empty where there is none. */
  public static Optional<DetectorPart> titled(String title) {
    return Arrays.stream(values()).filter(part -> part.title.equals(title)).findFirst();
  }

  /** All names, from the least to everything. */
  public static List<String> titles() {
    return Arrays.stream(values()).map(part -> part.title).toList();
  }

  /** The full rate for what is changed, 0 for what is not. */
  public DetectorGroups groups() {
    List<Double> stages =
        IntStream.range(0, DetectorGroups.STAGES)
            .mapToObj(stage -> stage < frozenStages ? 0.0 : 1.0)
            .toList();
    return new DetectorGroups(frozenStages == 0 ? 1 : 0, stages, 1, 1);
  }
}
