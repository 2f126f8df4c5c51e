package org.tucana.bench.study;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.tucana.astro.GalaxyClass;
import org.tucana.detection.evaluation.CentralObjects;
import org.tucana.detection.evaluation.GroundTruth;
import org.tucana.detection.evaluation.Stamp;
import org.tucana.nn.metric.Answers;
import org.tucana.nn.metric.ConfusionMatrix;
import org.tucana.nn.metric.Resampled;

/**
 * Figures on the central objects of stamps.
 *
 * @param stamps the stamps
 * @param findings what models found in all of them
 */
record CentralFigures(RealStamps stamps, Findings findings) {
  private static final List<String> CLASSES = List.of("accuracy", "balanced_accuracy");

  /**
   * Average precision of some stamps, and, where any of them has a class, how well that is told.
   *
   * @param name of the group
   * @param places of the stamps in the order of the rows
   */
  FigureGroup group(String name, List<StudyModel> models, int[] places) {
    List<String> names = models.stream().map(StudyModel::name).toList();
    List<CentralObjects> central =
        IntStream.range(0, models.size()).mapToObj(m -> central(m, places)).toList();
    List<ModelFigures> figures =
        ModelFigures.of(
            names,
            PrecisionFigures.NAMES,
            central.stream().map(c -> PrecisionFigures.of(c.boxes(), c.masks())).toList());
    int classified = central.getFirst().answers().cases();
    if (classified > 0) {
      List<Resampled> told = central.stream().map(c -> classes(c.answers())).toList();
      figures = joined(figures, ModelFigures.of(names, CLASSES, told));
    }
    return new FigureGroup(name, places.length, central.getFirst().outlined(), figures);
  }

  private static List<ModelFigures> joined(List<ModelFigures> left, List<ModelFigures> right) {
    List<ModelFigures> both = new ArrayList<>();
    for (int i = 0; i < left.size(); i++) {
      both.add(left.get(i).and(right.get(i)));
    }
    return both;
  }

  private static Resampled classes(Answers answers) {
    Function<int[], double[]> figures =
        sample -> {
          ConfusionMatrix confusion = answers.confusion(sample);
          return new double[] {confusion.accuracy(), confusion.balancedAccuracy()};
        };
    return ModelFigures.INTERVALS.resampled(answers.cases(), figures);
  }

  /** A model's answers to some stamps. */
  CentralObjects central(int model, int... places) {
    return CentralObjects.of(
        IntStream.of(places).mapToObj(i -> stamp(model, i)).toList(), GalaxyClass.titles());
  }

  private Stamp stamp(int model, int place) {
    return new Stamp(
        findings.sizes().get(place).height(),
        findings.sizes().get(place).width(),
        stamps.stamps().row(stamps.rows()[place]).label(),
        findings.truth().get(place).stream().findFirst().flatMap(GroundTruth::mask),
        findings.found().get(model).get(place));
  }
}
