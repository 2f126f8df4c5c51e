package org.tucana.astro.simulation;

import java.util.ArrayList;
import java.util.List;
import org.tucana.astro.GalaxyClass;
import org.tucana.core.type.Philox;

/** Draws galaxies at random: redshift, size by luminosity, shape and stars. */
final class GalaxyFactory {
  /** Sizes are kept within what a pixel grid can show, effective radius in pixels. */
  private static final double SMALLEST = 0.5;

  private static final double LARGEST = 90;

  private final Philox random;
  private final double ringShare;

  GalaxyFactory(Philox random, double ringShare) {
    this.random = random;
    this.ringShare = ringShare;
  }

  /** What is known of a galaxy before its shape is drawn. */
  private record Seed(
      double magnitude, double redshift, double radius, List<Spectrum> populations) {
    Galaxy galaxy(
        GalaxyClass kind, double axisRatio, double angle, double index, List<Galaxy.Part> parts) {
      return new Galaxy(
          kind, magnitude, redshift, radius, axisRatio, angle, index, parts, populations);
    }
  }

  /** A galaxy of a class and an r magnitude, its size by the relations of its type. */
  Galaxy galaxy(GalaxyClass kind, double magnitude, double pixelScale) {
    double redshift = GalaxyStatistics.redshift(magnitude, random);
    boolean early = kind == GalaxyClass.ELLIPTICAL;
    List<Spectrum> populations = populations(early);
    double correction = populations.get(early ? Light.OLD : Light.DISC).correction(redshift);
    double absolute = magnitude - Cosmology.distanceModulus(redshift) - correction;
    double deviate = Math.max(-2.5, Math.min(2.5, random.nextGaussian()));
    double kiloparsec = GalaxyStatistics.radius(early, absolute, deviate);
    double pixels = kiloparsec * Cosmology.arcsecondsPerKiloparsec(redshift) / pixelScale;
    return shaped(kind, new Seed(magnitude, redshift, bounded(pixels), populations));
  }

  /** The same with the given effective radius in pixels: as a stamp cut to its galaxy shows it. */
  Galaxy sized(GalaxyClass kind, double magnitude, double pixels) {
    double redshift = GalaxyStatistics.redshift(magnitude, random);
    List<Spectrum> populations = populations(kind == GalaxyClass.ELLIPTICAL);
    return shaped(kind, new Seed(magnitude, redshift, bounded(pixels), populations));
  }

  private static double bounded(double pixels) {
    return Math.min(LARGEST, Math.max(SMALLEST, pixels));
  }

  private Galaxy shaped(GalaxyClass kind, Seed seed) {
    return switch (kind) {
      case ELLIPTICAL -> random.nextDouble() < 0.25 ? lenticular(seed) : elliptical(seed);
      case SPIRAL -> random.nextDouble() < 0.14 ? edgeOn(seed) : spiral(seed);
      case BARRED_SPIRAL -> barred(seed);
      case MERGER -> merger(seed);
    };
  }

  private List<Spectrum> populations(boolean early) {
    double tilt = 0.06 * random.nextGaussian();
    double age = early ? random.nextDouble(0.75, 1) : random.nextDouble(0.6, 1);
    Spectrum old = new Spectrum(age, 1 - age, tilt);
    double ofDisc = early ? random.nextDouble(0.3, 0.7) : random.nextDouble(0, 0.4);
    Spectrum disc = new Spectrum(ofDisc, random.nextDouble(0.55, 1) * (1 - ofDisc), tilt);
    Spectrum young = new Spectrum(0, random.nextDouble(0, 0.45), 1.5 * tilt - 0.05);
    return List.of(old, disc, young);
  }

  private double anyAngle() {
    return random.nextDouble(0, 2 * Math.PI);
  }

  private Galaxy elliptical(Seed seed) {
    double index = random.nextDouble(2, 6);
    // Axis ratios of ellipticals peak near 0.8 and seldom fall below 0.4 (Binney 1985).
    double axisRatio = 1 - 0.62 * Math.pow(random.nextDouble(), 1.4);
    double angle = anyAngle();
    Light light = new Sersic(index, seed.radius, new Ellipse(angle, axisRatio), Light.OLD);
    return seed.galaxy(
        GalaxyClass.ELLIPTICAL, axisRatio, angle, index, List.of(new Galaxy.Part(0, 0, 1, light)));
  }

  /** A smooth disc with a large bulge, seen from anywhere: to the eye an elliptical. */
  private Galaxy lenticular(Seed seed) {
    double axisRatio = inclined(random.nextDouble(0.1, 1), 0.25);
    double angle = anyAngle();
    Ellipse shape = new Ellipse(angle, axisRatio);
    Ellipse round = new Ellipse(angle, Math.max(0.6, axisRatio));
    double scale = seed.radius / 1.4;
    List<Galaxy.Part> parts = new ArrayList<>();
    double bulge = random.nextDouble(0.35, 0.65);
    parts.add(
        new Galaxy.Part(
            0, 0, bulge, new Sersic(random.nextDouble(2, 4), scale * 0.5, round, Light.OLD)));
    parts.add(new Galaxy.Part(0, 0, 1 - bulge, new Sersic(1, 1.678 * scale, shape, Light.OLD)));
    return seed.galaxy(GalaxyClass.ELLIPTICAL, axisRatio, angle, 1, parts);
  }

  /** Apparent axis ratio of a disc of a thickness (Hubble 1926). */
  private static double inclined(double cosine, double thickness) {
    double q = thickness * thickness;
    return Math.sqrt(cosine * cosine * (1 - q) + q);
  }

  private Galaxy edgeOn(Seed seed) {
    double angle = anyAngle();
    double scale = seed.radius / 1.678;
    double height = scale * random.nextDouble(0.14, 0.26);
    double bulge = random.nextDouble() < 0.3 ? 0.02 : random.nextDouble(0.05, 0.35);
    double lane = random.nextDouble() < 0.6 ? random.nextDouble(0.5, 2) : 0;
    EdgeOnDisc disc =
        new EdgeOnDisc(new Ellipse(angle, 1), scale, height, 1.2 * random.nextGaussian(), lane);
    Ellipse round = new Ellipse(angle, random.nextDouble(0.6, 0.95));
    Sersic middle =
        new Sersic(
            random.nextDouble(1.2, 3.5), scale * random.nextDouble(0.15, 0.4), round, Light.OLD);
    return seed.galaxy(
        GalaxyClass.SPIRAL,
        height / scale,
        angle,
        1,
        List.of(new Galaxy.Part(0, 0, 1 - bulge, disc), new Galaxy.Part(0, 0, bulge, middle)));
  }

  private Galaxy spiral(Seed seed) {
    double axisRatio = inclined(random.nextDouble(0.2, 1), 0.15);
    double angle = anyAngle();
    Ellipse shape = new Ellipse(angle, axisRatio);
    double scale = seed.radius / 1.678;
    int number = random.nextDouble() < 0.6 ? 2 : random.nextDouble() < 0.55 ? 3 : 4;
    Arms arms = arms(number, anyAngle(), scale * random.nextDouble(0.3, 0.9));
    double bulge = 0.03 + 0.37 * Math.pow(random.nextDouble(), 1.6);
    List<Galaxy.Part> parts = new ArrayList<>();
    parts.add(new Galaxy.Part(0, 0, 1 - bulge, disc(shape, scale, arms)));
    Ellipse round = new Ellipse(angle, Math.max(axisRatio, random.nextDouble(0.6, 0.8)));
    double bulgeRadius = scale * random.nextDouble(0.12, 0.4);
    parts.add(
        new Galaxy.Part(
            0, 0, bulge, new Sersic(random.nextDouble(1, 3.5), bulgeRadius, round, Light.OLD)));
    return seed.galaxy(GalaxyClass.SPIRAL, axisRatio, angle, 1, parts);
  }

  private Galaxy barred(Seed seed) {
    double axisRatio = inclined(random.nextDouble(0.45, 1), 0.15);
    double angle = anyAngle();
    Ellipse shape = new Ellipse(angle, axisRatio);
    double scale = seed.radius / 1.678;
    double length = scale * random.nextDouble(0.9, 1.9);
    double phase = anyAngle();
    Arms arms = arms(2, phase, length * random.nextDouble(0.85, 1));
    double ofBar = random.nextDouble(0.14, 0.34);
    double bulge = random.nextDouble(0.04, 0.2);
    Bar bar =
        new Bar(shape, phase, length, random.nextDouble(0.18, 0.42), random.nextDouble(2, 3.5));
    Ellipse round = new Ellipse(angle, Math.max(axisRatio, 0.75));
    double bulgeRadius = length * random.nextDouble(0.1, 0.22);
    return seed.galaxy(
        GalaxyClass.BARRED_SPIRAL,
        axisRatio,
        angle,
        1,
        List.of(
            new Galaxy.Part(0, 0, 1 - ofBar - bulge, disc(shape, scale, arms)),
            new Galaxy.Part(0, 0, ofBar, bar),
            new Galaxy.Part(
                0,
                0,
                bulge,
                new Sersic(random.nextDouble(1, 2.5), bulgeRadius, round, Light.OLD))));
  }

  private Disc disc(Ellipse shape, double scale, Arms arms) {
    double depth = random.nextDouble() < 0.5 ? random.nextDouble(0.2, 0.9) : 0;
    double ring = random.nextDouble() < ringShare ? random.nextDouble(0.6, 2) : 0;
    return new Disc(
        shape,
        scale,
        arms,
        random.nextDouble(0.25, 0.8),
        depth,
        ring,
        scale * random.nextDouble(1, 2),
        knots(scale, arms));
  }

  private Arms arms(int number, double phase, double start) {
    double handedness = random.nextDouble() < 0.5 ? 1 : -1;
    double pitch = handedness * Math.toRadians(random.nextDouble(9, 28));
    // Waves wound like the arms are spurs; others make the disc lopsided or patchy.
    List<Arms.Wave> waves = new ArrayList<>();
    int count = 3 + random.nextInt(4);
    for (int i = 0; i < count; i++) {
      int turns = 1 + random.nextInt(6);
      double winding = -turns / Math.tan(pitch) * random.nextDouble(0.4, 1.3);
      waves.add(new Arms.Wave(random.nextDouble(0.05, 0.35), turns, winding, anyAngle()));
    }
    return new Arms(
        number,
        pitch,
        phase,
        start,
        random.nextDouble(0.8, 2.2),
        random.nextDouble(0.15, 0.6),
        waves);
  }

  /** Star-forming regions along the arms, brighter ones rarer. */
  private List<Disc.Knot> knots(double scale, Arms arms) {
    List<Disc.Knot> knots = new ArrayList<>();
    int count = scale < 3 ? 0 : (int) (random.nextDouble() * random.nextDouble() * 45);
    for (int i = 0; i < count; i++) {
      double r = scale * random.nextDouble(0.8, 3.6);
      double arm = 2 * Math.PI * random.nextInt(arms.number()) / arms.number();
      double theta = arms.ridge(r) + arm + 0.2 * random.nextGaussian();
      double brightness = 0.15 * Math.pow(1 - 0.97 * random.nextDouble(), -0.6);
      knots.add(
          new Disc.Knot(
              r * Math.cos(theta),
              r * Math.sin(theta),
              random.nextDouble(0.03, 0.09) * scale,
              Math.exp(-0.8 * r / scale) * brightness));
    }
    return knots;
  }

  /** Two galaxies, seldom alike, with tails, a bridge and a common envelope. */
  private Galaxy merger(Seed seed) {
    double direction = anyAngle();
    double size = seed.radius;
    double apart = size * random.nextDouble(0.5, 2.4);
    double first = random.nextDouble(0.4, 0.75);
    List<Galaxy.Part> parts = new ArrayList<>();
    for (int i = 0; i < 2; i++) {
      double share = i == 0 ? first : 1 - first;
      double away = i == 0 ? 1 - first : -first;
      double x = Math.cos(direction) * apart * away;
      double y = Math.sin(direction) * apart * away;
      Seed member =
          new Seed(
              seed.magnitude,
              seed.redshift,
              bounded(size * Math.sqrt(share) * random.nextDouble(0.5, 0.85)),
              seed.populations);
      Galaxy galaxy = random.nextDouble() < 0.4 ? elliptical(member) : spiral(member);
      galaxy.parts().forEach(part -> parts.add(part.moved(x, y, share)));
      if (random.nextDouble() < 0.8) {
        double outwards = direction + (i == 0 ? 0 : Math.PI) + random.nextDouble(-1.2, 1.2);
        parts.add(tail(x, y, size, outwards, random.nextDouble(0.06, 0.2)));
      }
    }
    if (random.nextDouble() < 0.5) {
      parts.add(bridge(direction, apart, first, size));
    }
    Ellipse envelope = new Ellipse(direction, random.nextDouble(0.4, 0.9));
    Light halo = new Sersic(random.nextDouble(0.8, 2), size * 1.1, envelope, Light.DISC);
    parts.add(new Galaxy.Part(0, 0, random.nextDouble(0.05, 0.3), halo));
    return seed.galaxy(
        GalaxyClass.MERGER,
        Math.min(1, 1.2 * size / (1.2 * size + apart / 2)),
        direction,
        1,
        parts);
  }

  private Galaxy.Part tail(double x, double y, double size, double outwards, double share) {
    double bend = size * random.nextDouble(0.8, 2.2);
    double hand = random.nextDouble() < 0.5 ? 1 : -1;
    double centreX = x + Math.cos(outwards + hand * Math.PI / 2) * bend;
    double centreY = y + Math.sin(outwards + hand * Math.PI / 2) * bend;
    Tail tail =
        new Tail(
            bend,
            outwards - hand * Math.PI / 2,
            hand * random.nextDouble(0.9, 2.4),
            size * random.nextDouble(0.12, 0.3),
            random.nextDouble(0, 0.8),
            random.nextDouble(4, 16),
            anyAngle());
    return new Galaxy.Part(centreX, centreY, share, tail);
  }

  /** A faint arc from one member to the other. */
  private Galaxy.Part bridge(double direction, double apart, double first, double size) {
    double startX = Math.cos(direction) * apart * (1 - first);
    double startY = Math.sin(direction) * apart * (1 - first);
    double bend = apart * random.nextDouble(0.6, 1.5);
    double half = Math.asin(apart / 2 / bend);
    double hand = random.nextDouble() < 0.5 ? 1 : -1;
    double toCentre = direction + Math.PI + hand * (Math.PI / 2 - half);
    Tail bridge =
        new Tail(
            bend,
            toCentre + Math.PI,
            hand * 2 * half * 1.3,
            size * random.nextDouble(0.1, 0.2),
            random.nextDouble(0, 0.6),
            random.nextDouble(2, 8),
            anyAngle());
    return new Galaxy.Part(
        startX + Math.cos(toCentre) * bend,
        startY + Math.sin(toCentre) * bend,
        random.nextDouble(0.03, 0.12),
        bridge);
  }
}
