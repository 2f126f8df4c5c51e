package org.tucana.astro.scene;

import org.tucana.astro.GalaxyClass;
import org.tucana.core.type.Philox;

/** Stars, and specks of galaxies too small to count. */
final class Foreground {
  private Foreground() {}

  static void add(Canvas canvas, SceneStyle style, Philox random) {
    int stars = random.nextInt(style.stars() + 1);
    double spikes = random.nextDouble(0, Math.PI / 2);
    for (int i = 0; i < stars; i++) {
      Light star = new Star(logUniform(random, 20, 3000), spikes, Colour.star(random));
      place(canvas, star, style, random);
    }
    GalaxyFactory factory = new GalaxyFactory(random);
    int specks = random.nextInt(style.clutter() + 1);
    for (int i = 0; i < specks; i++) {
      double radius = random.nextDouble(1, 2.2);
      double brightness = random.nextDouble(5, 40);
      place(canvas, factory.galaxy(GalaxyClass.ELLIPTICAL, radius, brightness), style, random);
    }
  }

  private static void place(Canvas canvas, Light light, SceneStyle style, Philox random) {
    canvas.addUncounted(
        light, random.nextDouble(0, style.side()), random.nextDouble(0, style.side()));
  }

  /** Uniform in the logarithm. */
  static double logUniform(Philox random, double low, double high) {
    return low * Math.exp(random.nextDouble() * Math.log(high / low));
  }
}
