package org.tucana.astro.scene;

/**
 * What a scene holds.
 *
 * @param side rows and columns, pixels
 * @param fewest fewest galaxies asked for
 * @param most most galaxies
 * @param smallest visible radius of the smallest galaxy, pixels
 * @param largest visible radius of the largest
 * @param stars most foreground stars
 * @param clutter most faint specks, too small to be counted as galaxies
 */
public record SceneStyle(
    int side, int fewest, int most, double smallest, double largest, int stars, int clutter) {
  public SceneStyle {
    if (side < 16 || fewest < 0 || most < fewest || !(smallest > 0) || largest < smallest) {
      throw new IllegalArgumentException(
          "scene: a side of 16 at least, fewest <= most and smallest <= largest wanted, got "
              + side
              + ", "
              + fewest
              + ".."
              + most
              + ", "
              + smallest
              + ".."
              + largest);
    }
  }

  /** A few galaxies of survey size among stars. */
  public static SceneStyle survey(int side) {
    return new SceneStyle(side, 1, 6, 9, 62, 8, 10);
  }

  /** Many small galaxies on a dark sky, as in deep fields. */
  public static SceneStyle deep(int side) {
    return new SceneStyle(side, 6, 24, 4.5, 30, 2, 35);
  }

  /** The same contents for an area {@code factor} times as large. */
  public SceneStyle scaled(int newSide) {
    double factor = (double) newSide * newSide / ((double) side * side);
    return new SceneStyle(
        newSide,
        (int) Math.round(fewest * factor),
        (int) Math.round(most * factor),
        smallest,
        largest,
        (int) Math.round(stars * factor),
        (int) Math.round(clutter * factor));
  }
}
