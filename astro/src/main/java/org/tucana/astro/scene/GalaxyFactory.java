package org.tucana.astro.scene;

import java.util.ArrayList;
import java.util.List;
import org.tucana.astro.GalaxyClass;
import org.tucana.core.type.Philox;

/**
 * Draws the light of galaxies at random. Brightness is in units of the sky's noise (its standard
 * deviation in one pixel); {@code radius} is roughly where the eye sees the galaxy end, in pixels.
 */
final class GalaxyFactory {
  private final Philox random;

  GalaxyFactory(Philox random) {
    this.random = random;
  }

  /** A galaxy of a class. */
  Light galaxy(GalaxyClass kind, double radius, double signalToNoise) {
    return switch (kind) {
      case ELLIPTICAL -> elliptical(radius, signalToNoise);
      case SPIRAL -> spiral(radius, signalToNoise, false);
      case BARRED_SPIRAL -> spiral(radius, signalToNoise, true);
      case MERGER -> merger(radius, signalToNoise);
    };
  }

  private Ellipse ellipse(double roundest, double flattest) {
    return new Ellipse(
        random.nextDouble(0, Math.PI), roundest + (flattest - roundest) * random.nextDouble());
  }

  private Light elliptical(double radius, double signalToNoise) {
    double index = random.nextDouble(2.2, 5);
    return new Sersic(
        index, radius / 1.9, signalToNoise * 0.22, ellipse(1, 0.45), Colour.old(random));
  }

  private SpiralDisc spiral(double radius, double signalToNoise, boolean barred) {
    double scale = radius / random.nextDouble(2.4, 3.0);
    double centre = signalToNoise * random.nextDouble(0.8, 1.2);
    Ellipse shape = ellipse(1, barred ? 0.55 : 0.3);
    Colour old = Colour.old(random);
    Colour young = Colour.young(random);
    double phase = random.nextDouble(0, 2 * Math.PI);
    int arms = random.nextDouble() < 0.7 ? 2 : random.nextDouble() < 0.5 ? 3 : 4;
    double handedness = random.nextDouble() < 0.5 ? 1 : -1;
    double pitch = handedness * Math.toRadians(random.nextDouble(11, 28));
    double bar = barred ? scale * random.nextDouble(0.9, 1.5) : 0;
    double bulgeRadius = scale * random.nextDouble(0.15, barred ? 0.3 : 0.45);
    Sersic bulge =
        new Sersic(
            random.nextDouble(1, 2.5),
            bulgeRadius,
            centre * random.nextDouble(0.5, 1.6),
            new Ellipse(shape.angle(), Math.max(shape.axisRatio(), 0.6)),
            old);
    return new SpiralDisc(
        scale,
        centre,
        barred ? 2 : arms,
        pitch,
        random.nextDouble(0.55, 0.95),
        phase,
        bar,
        centre * random.nextDouble(1.0, 2.2),
        shape,
        old.mixed(young, random.nextDouble(0.3, 0.8)),
        young,
        knots(scale, centre, barred ? 2 : arms, pitch, phase, bar),
        bulge);
  }

  private List<SpiralDisc.Knot> knots(
      double scale, double centre, int arms, double pitch, double phase, double bar) {
    List<SpiralDisc.Knot> knots = new ArrayList<>();
    int count = scale < 4 ? 0 : random.nextInt(18);
    double start = bar > 0 ? bar * 0.9 : 0.6 * scale;
    for (int i = 0; i < count; i++) {
      double r = scale * random.nextDouble(1, 3.2);
      double arm = 2 * Math.PI * random.nextInt(arms) / arms;
      double theta =
          phase
              + arm
              + Math.log(Math.max(r, 1e-3) / start) / Math.tan(pitch)
              + random.nextDouble(-0.25, 0.25);
      knots.add(
          new SpiralDisc.Knot(
              r * Math.cos(theta),
              r * Math.sin(theta),
              random.nextDouble(0.03, 0.09) * scale + 0.5,
              centre * Math.exp(-r / scale) * random.nextDouble(0.6, 2.5)));
    }
    return knots;
  }

  private Light merger(double radius, double signalToNoise) {
    double direction = random.nextDouble(0, 2 * Math.PI);
    double apart = radius * random.nextDouble(0.45, 0.95);
    double share = random.nextDouble(0.35, 0.65);
    List<Merger.Displaced> members = new ArrayList<>();
    List<Merger.Tail> tails = new ArrayList<>();
    for (int i = 0; i < 2; i++) {
      double side = i == 0 ? share : share - 1;
      double x = Math.cos(direction) * apart * side;
      double y = Math.sin(direction) * apart * side;
      double size = radius * random.nextDouble(0.35, 0.6);
      Light light =
          random.nextDouble() < 0.5
              ? elliptical(size, signalToNoise * random.nextDouble(0.7, 1.3))
              : spiral(size, signalToNoise * random.nextDouble(0.7, 1.3), false);
      members.add(new Merger.Displaced(x, y, light));
      if (random.nextDouble() < 0.75) {
        double bend = radius * random.nextDouble(0.5, 1.1);
        double away = direction + (i == 0 ? 0 : Math.PI) + random.nextDouble(-0.9, 0.9);
        double centreX = x + Math.cos(away + Math.PI / 2) * bend;
        double centreY = y + Math.sin(away + Math.PI / 2) * bend;
        tails.add(
            new Merger.Tail(
                centreX,
                centreY,
                bend,
                away - Math.PI / 2,
                random.nextDouble(0.8, 2.2),
                radius * random.nextDouble(0.07, 0.15) + 0.6,
                signalToNoise * random.nextDouble(0.2, 0.6),
                Colour.young(random).mixed(Colour.old(random), random.nextDouble())));
      }
    }
    return new Merger(members, tails);
  }
}
