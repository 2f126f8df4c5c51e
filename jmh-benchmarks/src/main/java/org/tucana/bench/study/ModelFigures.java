package org.tucana.bench.study;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.tucana.nn.metric.Bootstrap;
import org.tucana.nn.metric.Difference;
import org.tucana.nn.metric.Estimate;
import org.tucana.nn.metric.Resampled;

/**
 * Figures of merit of a model by name, and by how much each exceeds the reference's.
 *
 * @param model the model's name
 * @param figures the figures
 * @param differences this model's less the reference's on the same cases; none of the reference
 */
record ModelFigures(
    String model, Map<String, Estimate> figures, Map<String, Difference> differences) {

  /** How intervals are drawn. */
  static final Bootstrap INTERVALS = new Bootstrap(1000, 0.95, 1);

  /**
   * Figures of a bootstrap.
   *
   * @param models the models' names, the reference first
   * @param names the figures' names
   * @param resampled their figures, a model after the other
   */
  static List<ModelFigures> of(List<String> models, List<String> names, List<Resampled> resampled) {
    List<ModelFigures> all = new ArrayList<>();
    for (int m = 0; m < models.size(); m++) {
      all.add(new ModelFigures(models.get(m), new LinkedHashMap<>(), new LinkedHashMap<>()));
      for (int f = 0; f < names.size(); f++) {
        all.get(m).figures.put(names.get(f), resampled.get(m).estimate(f));
        if (m > 0) {
          all.get(m).differences.put(names.get(f), resampled.get(m).over(resampled.getFirst(), f));
        }
      }
    }
    return all;
  }

  /** These figures and others of the same model. */
  ModelFigures and(ModelFigures others) {
    Map<String, Estimate> allFigures = new LinkedHashMap<>(figures);
    allFigures.putAll(others.figures);
    Map<String, Difference> allDifferences = new LinkedHashMap<>(differences);
    allDifferences.putAll(others.differences);
    return new ModelFigures(model, allFigures, allDifferences);
  }
}
