package org.tucana.bench.study;

import java.util.List;
import java.util.Optional;

/**
 * Figures of all models on the same cases.
 *
 * @param name the cases in a word
 * @param pictures their number
 * @param objects number of true objects
 * @param models the figures, the reference's first
 */
record FigureGroup(String name, int pictures, int objects, List<ModelFigures> models) {
  FigureGroup {
    models = List.copyOf(models);
  }

  /** A model's figures; empty where there are none. */
  Optional<ModelFigures> model(String wanted) {
    return models.stream().filter(own -> own.model().equals(wanted)).findFirst();
  }
}
