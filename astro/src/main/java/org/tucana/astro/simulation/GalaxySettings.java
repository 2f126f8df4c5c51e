package org.tucana.astro.simulation;

import java.util.EnumMap;
import java.util.Map;
import org.tucana.astro.GalaxyClass;
import org.tucana.core.type.Philox;

/**
 * Ranges of the galaxies of a scene.
 *
 * @param perMegapixel number on a million pixels
 * @param counts number counts by r magnitude
 * @param shares how often each class is drawn, relative
 * @param ringShare share of the discs with a ring
 * @param clusteredShare share of the galaxies set beside an earlier one, where outlines overlap
 * @param leastSeparation nearest that two centres may lie otherwise, pixels
 */
public record GalaxySettings(
    Range perMegapixel,
    NumberCounts counts,
    Map<GalaxyClass, Double> shares,
    double ringShare,
    double clusteredShare,
    double leastSeparation) {
  public GalaxySettings {
    shares = new EnumMap<>(shares);
    if (!(total(shares) > 0)) {
      throw new IllegalArgumentException("class_shares are all 0; give one class a share");
    }
  }

  private static double total(Map<GalaxyClass, Double> shares) {
    double total = 0;
    for (double share : shares.values()) {
      total += share;
    }
    return total;
  }

  /** The same with galaxies from one magnitude before the faint limit to one beyond. */
  GalaxySettings faintest() {
    double limit = counts.magnitudes().high();
    NumberCounts faint =
        new NumberCounts(
            new Range(limit - 1, limit + 1), counts.turn(), counts.bright(), counts.faint());
    return new GalaxySettings(
        perMegapixel, faint, shares, ringShare, clusteredShare, leastSeparation);
  }

  GalaxyClass anyClass(Philox random) {
    double left = random.nextDouble() * total(shares);
    GalaxyClass drawn = GalaxyClass.ELLIPTICAL;
    for (GalaxyClass kind : GalaxyClass.values()) {
      if (shares.get(kind) > 0 && left >= 0) {
        drawn = kind;
      }
      left -= shares.get(kind);
    }
    return drawn;
  }
}
