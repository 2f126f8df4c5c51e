package org.tucana.detection.evaluation;

import java.util.List;
import java.util.stream.IntStream;
import org.tucana.nn.metric.Answers;
import org.tucana.nn.metric.Bootstrap;
import org.tucana.nn.metric.ClassificationReport;
import org.tucana.nn.metric.Interval;

/**
 * How well a detector finds, classifies and outlines the central objects of stamps.
 *
 * <p>The class of a stamp is that of {@link Stamp#central()}; no such detection is a wrong answer.
 * Stamps of unknown class do not count for it. AP50 takes the central objects as the only truth, of
 * any class; a detection that leaves the centre out counts where it matches and is ignored where it
 * does not, as COCO ignores what lies outside of an area range, since the other objects of a stamp
 * are not in the truth. A second detection of the central object is false. Stamps without a mask do
 * not count for AP50.
 *
 * @param classification the figures of the classes
 * @param ap50Box AP50 of the central boxes; NaN without any mask
 * @param ap50BoxInterval its interval by bootstrap over the stamps
 * @param ap50Mask AP50 of the central masks
 * @param ap50MaskInterval its interval
 * @param masks number of stamps that count for AP50
 */
public record CentralObjectReport(
    ClassificationReport classification,
    double ap50Box,
    Interval ap50BoxInterval,
    double ap50Mask,
    Interval ap50MaskInterval,
    int masks) {

  /**
   * The report on stamps.
   *
   * @param stamps the stamps; every detection needs a mask
   * @param classes names of the classes, the first for category 1
   * @param bootstrap how the intervals are drawn
   */
  public static CentralObjectReport of(
      List<Stamp> stamps, List<String> classes, Bootstrap bootstrap) {
    List<Stamp> classified = stamps.stream().filter(s -> s.category().isPresent()).toList();
    int[] truth = classified.stream().mapToInt(s -> s.category().getAsInt() - 1).toArray();
    int[] predicted =
        classified.stream()
            .mapToInt(s -> s.central().map(d -> d.category() - 1).orElse(Answers.NONE))
            .toArray();
    List<EvaluatedImage> images =
        stamps.stream().filter(s -> s.mask().isPresent()).map(Stamp::centralOnly).toList();
    CocoEvaluation boxes = CocoEvaluation.anyClass(images, OverlapKind.BOX);
    CocoEvaluation masks = CocoEvaluation.anyClass(images, OverlapKind.MASK);
    int[] all = IntStream.range(0, images.size()).toArray();
    return new CentralObjectReport(
        ClassificationReport.of(new Answers(classes, truth, predicted), bootstrap),
        boxes.ap50(all),
        bootstrap.interval(images.size(), boxes::ap50),
        masks.ap50(all),
        bootstrap.interval(images.size(), masks::ap50),
        images.size());
  }
}
