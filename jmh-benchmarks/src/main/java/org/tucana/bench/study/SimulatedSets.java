package org.tucana.bench.study;

import java.util.List;
import org.tucana.astro.simulation.SimulatedSet;
import org.tucana.astro.simulation.SimulationSettings;
import org.tucana.astro.simulation.Simulator;

/**
 * The simulated pictures of a study: equally many of each evaluation set, square ones of one side.
 *
 * @param pictures of all sets together
 * @param side rows and columns
 */
record SimulatedSets(int pictures, int side) {
  /** As evaluations draw them, so that no training has seen them. */
  static final long SEED = 1000;

  /** Of the pictures that accuracy is measured on: what the published networks are trained on. */
  static final int SIDE = 256;

  /** One source a set. */
  List<PictureSource> sources() {
    return SimulationSettings.EVALUATION.stream().map(this::source).toList();
  }

  private PictureSource source(String set) {
    int size = pictures / SimulationSettings.EVALUATION.size();
    Simulator simulator = new Simulator(SEED, SimulationSettings.named(set).withSide(side));
    return new PictureSource(
        set, StudyKey.of(set, size, side, SEED), new SimulatedSet(set, size, simulator));
  }
}
