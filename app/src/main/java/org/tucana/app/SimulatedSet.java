package org.tucana.app;

import org.tucana.astro.simulation.Simulator;
import org.tucana.detection.evaluation.LabelledPicture;
import org.tucana.detection.evaluation.LabelledPictures;

/**
 * Scenes of a simulated evaluation set.
 *
 * @param name of the set
 * @param size how many
 * @param simulator draws them
 */
record SimulatedSet(String name, int size, Simulator simulator) implements LabelledPictures {
  @Override
  public String title() {
    return name + " scenes";
  }

  @Override
  public LabelledPicture picture(int index) {
    return LabelledPicture.of(simulator.example(index));
  }
}
