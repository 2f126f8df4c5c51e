package org.tucana.bench.study;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.tucana.astro.GalaxyClass;
import org.tucana.detection.evaluation.CentralObjects;
import org.tucana.detection.evaluation.DetectedObject;
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
    List<CentralObjects> central = central(places);
    List<ModelFigures> figures = ModelFigures.of(names, PrecisionFigures.NAMES, precision(central));
    if (central.getFirst().answers().cases() > 0) {
      List<Resampled> told = central.stream().map(c -> classes(c.answers())).toList();
      figures = joined(figures, ModelFigures.of(names, CLASSES, told));
    }
    return new FigureGroup(name, places.length, central.getFirst().outlined(), figures);
  }

  /** Average precision of all stamps, a model after the other. */
  List<Resampled> precision() {
    return precision(central(IntStream.range(0, findings.pictures()).toArray()));
  }

  private static List<Resampled> precision(List<CentralObjects> central) {
    return central.stream().map(c -> PrecisionFigures.of(c.boxes(), c.masks())).toList();
  }

  private static List<ModelFigures> joined(List<ModelFigures> left, List<ModelFigures> right) {
    List<ModelFigures> both = new ArrayList<>();
    for (int i = 0; i < left.size(); i++) {
      both.add(left.get(i).and(right.get(i)));
    }
    return both;
  }

  private static Resampled classes(Answers answers) {
    return ModelFigures.INTERVALS.resampled(
        answers.cases(),
        sample -> {
          ConfusionMatrix confusion = answers.confusion(sample);
          return new double[] {confusion.accuracy(), confusion.balancedAccuracy()};
        });
  }

  /** The models' answers to some stamps. */
  private List<CentralObjects> central(int[] places) {
    return findings.found().stream()
        .map(own ->
            CentralObjects.of(
                IntStream.of(places).mapToObj(i -> stamp(own.get(i), i)).toList(),
                GalaxyClass.titles()))
        .toList();
  }

  private Stamp stamp(List<DetectedObject> found, int place) {
    return new Stamp(
        findings.sizes().get(place).height(),
        findings.sizes().get(place).width(),
        stamps.stamps().row(stamps.rows()[place]).label(),
        findings.truth().get(place).stream().findFirst().flatMap(GroundTruth::mask),
        found);
  }
}
