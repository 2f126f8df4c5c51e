package org.tucana.astro.simulation;

import org.tucana.detection.evaluation.LabelledPicture;
import org.tucana.detection.evaluation.LabelledPictures;

/**
 * Scenes of a simulated evaluation set.
 *
 * @param name of the set
 * @param size how many
 * @param simulator draws them
 */
public record SimulatedSet(String name, int size, Simulator simulator) implements LabelledPictures {
  @Override
  public String title() {
    return name + " scenes";
  }

  @Override
  public LabelledPicture picture(int index) {
    return LabelledPicture.of(simulator.example(index));
  }
}
