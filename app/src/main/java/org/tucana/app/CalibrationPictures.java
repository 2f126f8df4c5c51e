package org.tucana.app;

import java.nio.file.Path;
import java.util.Optional;
import org.tucana.astro.data.StampSet;
import org.tucana.astro.simulation.SimulationSettings;
import org.tucana.astro.simulation.Simulator;
import org.tucana.nn.data.Picture;

/** Pictures on which the ranges of a network's values are looked up: three channels in [0, 1]. */
sealed interface CalibrationPictures {
  int count();

  /**
   * A picture with objects to find.
   *
   * @param side rows and columns, where it can be chosen
   */
  Picture scene(int index, int side);

  /**
   * A picture of one object.
   *
   * @param side rows and columns, where it can be chosen
   */
  Picture stamp(int index, int side);

  /** What they are, in words. */
  String words();

  /** Simulated survey pictures. */
  record Simulated(long seed, int count) implements CalibrationPictures {
    @Override
    public Picture scene(int index, int side) {
      SimulationSettings settings = SimulationSettings.named("survey").withSide(side);
      return new Simulator(seed, settings).example(index).picture();
    }

    @Override
    public Picture stamp(int index, int side) {
      return Simulator.ofStamps(seed, side).stamp(index, Optional.empty()).picture();
    }

    @Override
    public String words() {
      return count + " simulated survey pictures of seed " + seed;
    }
  }

  /** Stamps of a folder, evenly spread over its rows. */
  record Stamps(Path folder, StampSet stamps, int count) implements CalibrationPictures {
    /** So many of them, or all where there are fewer. */
    static Stamps of(Path folder, int most) {
      StampSet stamps = StampSet.open(folder);
      return new Stamps(folder, stamps, Math.min(most, stamps.size()));
    }

    @Override
    public Picture scene(int index, int side) {
      return stamps.picture((int) ((long) index * stamps.size() / count));
    }

    @Override
    public Picture stamp(int index, int side) {
      return scene(index, side);
    }

    @Override
    public String words() {
      return count + " of the stamps in " + folder;
    }
  }
}
