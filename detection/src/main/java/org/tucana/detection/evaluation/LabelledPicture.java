package org.tucana.detection.evaluation;

import java.util.List;
import org.tucana.detection.structure.Example;
import org.tucana.detection.structure.RunLength;
import org.tucana.nn.data.Picture;

/**
 * A picture whose objects are known.
 *
 * @param name where it comes from: a file name or the number of a scene
 * @param picture samples in [0, 1], as finders take them
 * @param truth its objects, masks of the picture's size; category 0 where the class is unknown
 */
public record LabelledPicture(String name, Picture picture, List<GroundTruth> truth) {
  public LabelledPicture {
    truth = List.copyOf(truth);
  }

  /** An example as training takes it. */
  public static LabelledPicture of(Example example) {
    return new LabelledPicture(
        example.name(),
        example.picture(),
        example.annotations().stream()
            .map(a -> GroundTruth.of(a.label().orElse(0), RunLength.of(a.mask())))
            .toList());
  }
}
