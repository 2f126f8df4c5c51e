package org.tucana.detection.evaluation;

import java.util.List;
import java.util.stream.IntStream;
import org.tucana.nn.metric.Bootstrap;
import org.tucana.nn.metric.Estimate;
import org.tucana.nn.metric.Interval;

/**
 * Average precision with intervals by bootstrap over the pictures.
 *
 * @param ap50 at an overlap of 0.50
 * @param ap the mean over the thresholds 0.50 to 0.95
 */
public record PrecisionEstimate(Estimate ap50, Estimate ap) {

  /** The estimate of an evaluation; with several classes, of the mean over them. */
  public static PrecisionEstimate of(CocoEvaluation evaluation, Bootstrap bootstrap) {
    int images = evaluation.images();
    double[] values = both(evaluation, IntStream.range(0, images).toArray());
    List<Interval> intervals =
        bootstrap.intervals(images, values.length, sample -> both(evaluation, sample));
    return new PrecisionEstimate(
        new Estimate(values[0], intervals.get(0)), new Estimate(values[1], intervals.get(1)));
  }

  /** Both figures from the same curves. */
  private static double[] both(CocoEvaluation evaluation, int[] sample) {
    List<List<PrecisionRecall>> classes = evaluation.curves(IouThresholds.ALL, sample);
    return new double[] {
      classes.stream()
          .filter(curves -> !curves.isEmpty())
          .mapToDouble(curves -> curves.getFirst().averagePrecision())
          .average()
          .orElse(Double.NaN),
      classes.stream()
          .flatMap(List::stream)
          .mapToDouble(PrecisionRecall::averagePrecision)
          .average()
          .orElse(Double.NaN)
    };
  }
}
