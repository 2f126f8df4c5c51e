package org.tucana.astro.scene;

import org.tucana.core.type.Philox;

/** Relative brightness in red, green and blue; green is near 1. */
record Colour(double red, double green, double blue) {

  /** Old stars: red to yellow. */
  static Colour old(Philox random) {
    double age = random.nextDouble();
    return new Colour(1.03 + 0.34 * age, 1, 0.97 - 0.48 * age);
  }

  /** Young stars: white to blue. */
  static Colour young(Philox random) {
    double youth = random.nextDouble();
    return new Colour(1.0 - 0.25 * youth, 1, 0.95 + 0.35 * youth);
  }

  /** Stars of the foreground: anything from blue to red. */
  static Colour star(Philox random) {
    double t = random.nextDouble(-1, 1);
    return new Colour(1 + 0.4 * t, 1, 1 - 0.4 * t);
  }

  Colour mixed(Colour other, double share) {
    return new Colour(
        red + share * (other.red - red),
        green + share * (other.green - green),
        blue + share * (other.blue - blue));
  }

  void add(double brightness, double[] rgb) {
    rgb[0] += brightness * red;
    rgb[1] += brightness * green;
    rgb[2] += brightness * blue;
  }
}
