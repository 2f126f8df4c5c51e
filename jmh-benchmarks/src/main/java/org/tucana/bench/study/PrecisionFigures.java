package org.tucana.bench.study;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import java.util.stream.DoubleStream;
import java.util.stream.Stream;
import org.tucana.detection.evaluation.CocoEvaluation;
import org.tucana.detection.evaluation.EvaluatedImage;
import org.tucana.detection.evaluation.IouThresholds;
import org.tucana.detection.evaluation.OverlapKind;
import org.tucana.detection.evaluation.PrecisionRecall;
import org.tucana.nn.metric.Resampled;

/** AP, AP50 and AP75 of boxes and of masks, whatever the classes. */
final class PrecisionFigures {
  private static final List<String> FIGURES = List.of("AP", "AP50", "AP75");

  /** The figures' names, those of boxes first. */
  static final List<String> NAMES =
      Stream.of(OverlapKind.values())
          .flatMap(kind -> FIGURES.stream().map(figure -> name(figure, kind)))
          .toList();

  private PrecisionFigures() {}

  /** {@code AP50_box} and the like. */
  static String name(String figure, OverlapKind kind) {
    return figure + "_" + kind.name().toLowerCase(Locale.ROOT);
  }

  /** The figures of evaluations of boxes and of masks on the same pictures. */
  static Resampled of(CocoEvaluation boxes, CocoEvaluation masks) {
    Function<int[], double[]> figures =
        sample ->
            DoubleStream.concat(Arrays.stream(of(boxes, sample)), Arrays.stream(of(masks, sample)))
                .toArray();
    return ModelFigures.INTERVALS.resampled(boxes.images(), figures);
  }

  private static double[] of(CocoEvaluation evaluation, int[] sample) {
    List<PrecisionRecall> curves = evaluation.curves(IouThresholds.ALL, sample).getFirst();
    if (curves.isEmpty()) {
      double[] undefined = new double[FIGURES.size()];
      Arrays.fill(undefined, Double.NaN);
      return undefined;
    }
    return new double[] {
      curves.stream().mapToDouble(PrecisionRecall::averagePrecision).average().orElseThrow(),
      curves.get(IouThresholds.AT_50.first()).averagePrecision(),
      curves.get(IouThresholds.AT_75.first()).averagePrecision()
    };
  }

  /** The figures of each model over the pictures of some sets together. */
  static List<Resampled> of(List<Findings> sets) {
    List<Resampled> figures = new ArrayList<>();
    for (int m = 0; m < sets.getFirst().found().size(); m++) {
      int model = m;
      List<EvaluatedImage> images =
          sets.stream().flatMap(set -> set.images().get(model).stream()).toList();
      figures.add(
          of(
              CocoEvaluation.anyClass(images, OverlapKind.BOX),
              CocoEvaluation.anyClass(images, OverlapKind.MASK)));
    }
    return figures;
  }

  /** A group of these figures. */
  static FigureGroup group(String name, List<StudyModel> models, List<Findings> sets) {
    return new FigureGroup(
        name,
        sets.stream().mapToInt(Findings::pictures).sum(),
        sets.stream().mapToInt(Findings::objects).sum(),
        ModelFigures.of(models.stream().map(StudyModel::name).toList(), NAMES, of(sets)));
  }
}
