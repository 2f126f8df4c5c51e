package org.tucana.astro.scene;

import org.tucana.astro.simulation.SimulationSettings;

/**
 * What a composed scene holds.
 *
 * @param fewest fewest real galaxies
 * @param most most real galaxies
 * @param smallest visible radius of the smallest one, pixels
 * @param largest visible radius of the largest
 * @param sky the simulated sky behind them, its galaxies, stars, noise and stretch
 */
public record SceneStyle(
    int fewest, int most, double smallest, double largest, SimulationSettings sky) {
  public SceneStyle {
    if (fewest < 0 || most < fewest || !(smallest > 0) || largest < smallest) {
      throw new IllegalArgumentException(
          "scene: fewest <= most and smallest <= largest wanted, got "
              + fewest
              + ".."
              + most
              + ", "
              + smallest
              + ".."
              + largest);
    }
  }

  /** Rows and columns, pixels. */
  public int side() {
    return sky.side();
  }

  /** A few galaxies of survey size among stars. */
  public static SceneStyle survey(int side) {
    return new SceneStyle(1, 6, 9, 62, sky("training-survey", side));
  }

  /** Many small galaxies on a dark sky, as in deep fields. */
  public static SceneStyle deep(int side) {
    return new SceneStyle(6, 24, 4.5, 30, sky("training-deep", side));
  }

  private static SimulationSettings sky(String name, int side) {
    return SimulationSettings.named(name).withSide(side).faintest();
  }
}
