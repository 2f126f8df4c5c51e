package org.tucana.detection.train;

import java.util.ArrayList;
import java.util.List;
import org.tucana.nn.optimizer.ParameterGroup;

/**
 * Learning rates of the parts of a Mask R-CNN, as factors of the common rate; 0 freezes a part, and
 * no gradient is computed below the lowest part that is trained.
 *
 * @param stem the first convolution of the body
 * @param stages the four stages of the body, finest first
 * @param pyramid the feature pyramid
 * @param heads the proposer, the box head and the mask head
 */
public record DetectorGroups(double stem, List<Double> stages, double pyramid, double heads) {
  /** Stages of the body. */
  static final int STAGES = 4;

  public DetectorGroups {
    stages = List.copyOf(stages);
    if (stages.size() != STAGES) {
      throw new IllegalArgumentException(
          "detector groups: one rate for each of " + STAGES + " stages wanted, got " + stages);
    }
  }

  /** torchvision's fine tuning: stem and first stage stay, all else learns at the full rate. */
  public static DetectorGroups fineTuning() {
    return new DetectorGroups(0, List.of(0.0, 1.0, 1.0, 1.0), 1, 1);
  }

  /** The groups, which take every parameter of a Mask R-CNN. */
  public List<ParameterGroup> toList() {
    List<ParameterGroup> groups = new ArrayList<>();
    groups.add(ParameterGroup.of("backbone\\.body\\.conv1\\..*", stem));
    for (int s = 0; s < STAGES; s++) {
      groups.add(ParameterGroup.of("backbone\\.body\\.layer" + (s + 1) + "\\..*", stages.get(s)));
    }
    groups.add(ParameterGroup.of("backbone\\.fpn\\..*", pyramid));
    groups.add(ParameterGroup.of("(rpn|roi_heads)\\..*", heads));
    return groups;
  }
}
