package org.tucana.detection.report;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.function.Function;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;
import org.tucana.detection.evaluation.CocoEvaluation;
import org.tucana.detection.evaluation.IouThresholds;
import org.tucana.detection.evaluation.OverlapKind;
import org.tucana.detection.evaluation.PrecisionRecall;
import org.tucana.nn.metric.Interval;

/**
 * A line of the table of average precision.
 *
 * @param what whose figures they are
 * @param kind boxes or masks
 * @param truths number of true objects; none for a difference or a mean
 * @param figures AP, AP50, AP75 and AR; NaN where no true object defines them
 * @param intervals one a figure, or none at all
 */
record PrecisionRow(
    String what, OverlapKind kind, OptionalInt truths, double[] figures, List<Interval> intervals) {
  /** What the figures are. */
  static final List<String> NAMES = List.of("AP", "AP50", "AP75", "AR");

  static final String DETECTOR = "detector, any class";
  private static final int AT_50 = IouThresholds.AT_50.first();
  private static final int AT_75 = IouThresholds.AT_75.first();

  /** The lines on boxes or on masks, those of any class first. */
  static List<PrecisionRow> of(ReportInput input, Evaluations evaluations) {
    List<PrecisionRow> rows = new ArrayList<>();
    List<Heading> headings = headings(input);
    int[] all = IntStream.range(0, input.pictures().size()).toArray();
    Function<int[], double[]> figures = sample -> figures(evaluations, sample);
    double[] values = figures.apply(all);
    List<Interval> intervals =
        input
            .bootstrap()
            .map(drawing -> drawing.intervals(all.length, values.length, figures))
            .orElse(List.of());
    for (int row = 0; row < headings.size(); row++) {
      int from = row * NAMES.size();
      int to = from + NAMES.size();
      rows.add(
          new PrecisionRow(
              headings.get(row).what,
              evaluations.kind(),
              headings.get(row).truths,
              Arrays.copyOfRange(values, from, to),
              intervals.isEmpty() ? intervals : intervals.subList(from, to)));
    }
    return rows;
  }

  private record Heading(String what, OptionalInt truths) {}

  /** In the order of {@link #figures}. */
  private static List<Heading> headings(ReportInput input) {
    List<Heading> headings = new ArrayList<>();
    headings.add(new Heading(DETECTOR, truths(input, category -> true)));
    input
        .compared()
        .ifPresent(other -> {
          headings.add(new Heading(other.name() + ", any class", truths(input, category -> true)));
          headings.add(new Heading("difference", OptionalInt.empty()));
        });
    headings.add(new Heading("detector, mean of classes", OptionalInt.empty()));
    for (Map.Entry<Integer, String> known : input.classes().entrySet()) {
      headings.add(
          new Heading(known.getValue(), truths(input, category -> category == known.getKey())));
    }
    return headings;
  }

  private static OptionalInt truths(ReportInput input, IntPredicate ofCategory) {
    return OptionalInt.of(
        (int)
            input.images().stream()
                .flatMap(image -> image.truth().stream())
                .filter(object -> !object.crowd() && ofCategory.test(object.category()))
                .count());
  }

  /** The figures of all lines, one line after the other. */
  private static double[] figures(Evaluations evaluations, int[] sample) {
    List<double[]> lines = new ArrayList<>();
    double[] any = lines(evaluations.anyClass(), sample).getFirst();
    lines.add(any);
    evaluations
        .compared()
        .ifPresent(evaluation -> {
          double[] other = lines(evaluation, sample).getFirst();
          lines.add(other);
          lines.add(IntStream.range(0, any.length).mapToDouble(i -> any[i] - other[i]).toArray());
        });
    List<double[]> classes = lines(evaluations.perClass(), sample);
    lines.add(mean(classes));
    lines.addAll(classes);
    return lines.stream().flatMapToDouble(Arrays::stream).toArray();
  }

  /** A line a class. */
  private static List<double[]> lines(CocoEvaluation evaluation, int[] sample) {
    return evaluation.curves(IouThresholds.ALL, sample).stream().map(PrecisionRow::line).toList();
  }

  private static double[] line(List<PrecisionRecall> curves) {
    if (curves.isEmpty()) {
      double[] undefined = new double[NAMES.size()];
      Arrays.fill(undefined, Double.NaN);
      return undefined;
    }
    return new double[] {
      curves.stream().mapToDouble(PrecisionRecall::averagePrecision).average().orElseThrow(),
      curves.get(AT_50).averagePrecision(),
      curves.get(AT_75).averagePrecision(),
      curves.stream().mapToDouble(PrecisionRecall::recall).average().orElseThrow()
    };
  }

  /** Over the classes that have a true object. */
  private static double[] mean(List<double[]> classes) {
    return IntStream.range(0, NAMES.size())
        .mapToDouble(i ->
            classes.stream()
                .mapToDouble(line -> line[i])
                .filter(value -> !Double.isNaN(value))
                .average()
                .orElse(Double.NaN))
        .toArray();
  }
}
