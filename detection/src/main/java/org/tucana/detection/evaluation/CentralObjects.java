package org.tucana.detection.evaluation;

import java.util.List;
import org.tucana.nn.metric.Answers;

/**
 * How a detector's answers compare with the central objects of stamps: all that figures, intervals
 * and comparisons are made of.
 *
 * <p>The class of a stamp is that of {@link Stamp#central()}; no such detection is a wrong answer.
 * Stamps of unknown class do not count for it. AP50 takes the central objects as the only truth, of
 * any class; a detection that leaves the centre out counts where it matches and is ignored where it
 * does not, as COCO ignores what lies outside of an area range, since the other objects of a stamp
 * are not in the truth. A second detection of the central object is false. Stamps without a mask do
 * not count for average precision.
 *
 * @param answers what the stamps of known class were taken for
 * @param boxes matches of the central boxes
 * @param masks matches of the central masks
 */
public record CentralObjects(Answers answers, CocoEvaluation boxes, CocoEvaluation masks) {

  /**
   * The comparison of stamps.
   *
   * @param stamps the stamps; every detection needs a mask
   * @param classes names of the classes, the first for category 1
   */
  public static CentralObjects of(List<Stamp> stamps, List<String> classes) {
    List<Stamp> classified = stamps.stream().filter(s -> s.category().isPresent()).toList();
    int[] truth = classified.stream().mapToInt(s -> s.category().getAsInt() - 1).toArray();
    int[] predicted =
        classified.stream()
            .mapToInt(s -> s.central().map(d -> d.category() - 1).orElse(Answers.NONE))
            .toArray();
    List<EvaluatedImage> images =
        stamps.stream().filter(s -> s.mask().isPresent()).map(Stamp::centralOnly).toList();
    return new CentralObjects(
        new Answers(classes, truth, predicted),
        CocoEvaluation.anyClass(images, OverlapKind.BOX),
        CocoEvaluation.anyClass(images, OverlapKind.MASK));
  }

  /** Number of stamps that count for average precision. */
  public int outlined() {
    return boxes.images();
  }
}
