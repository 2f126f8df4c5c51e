package org.tucana.astro.simulation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.tucana.core.type.Philox;
import org.tucana.core.type.RandomKey;

/** The distributions that galaxies are drawn from. */
class PhysicsTest {
  private static final Spectrum OLD = new Spectrum(1, 0, 0);
  private static final Spectrum SPIRAL = new Spectrum(0, 1, 0);

  private static Philox random(String purpose) {
    return new RandomKey(17, purpose, 0).stream();
  }

  /** Values of astropy 7, FlatLambdaCDM(H0=70, Om0=0.3). */
  @Test
  void distancesAreThoseOfAstropy() {
    double luminosityDistance = 2 * Cosmology.comovingDistance(1);
    assertEquals(6607.66, luminosityDistance, 0.5);
    assertEquals(5 * Math.log10(luminosityDistance) + 25, Cosmology.distanceModulus(1), 1e-9);
    assertEquals(1 / 8.0085, Cosmology.arcsecondsPerKiloparsec(1), 1e-4);
  }

  @Test
  void surfaceBrightnessDimsByTheFourthPower() {
    for (double near : new double[] {0.02, 0.3, 1}) {
      double far = 2.5 * near;
      double change =
          Cosmology.distanceModulus(far)
              + 5 * Math.log10(Cosmology.arcsecondsPerKiloparsec(far))
              - Cosmology.distanceModulus(near)
              - 5 * Math.log10(Cosmology.arcsecondsPerKiloparsec(near));
      assertEquals(2.5 * 4 * Math.log10((1 + far) / (1 + near)), change, 1e-9);
    }
  }

  @Test
  void countsRiseByTheirSlopes() {
    NumberCounts counts = new NumberCounts(new Range(14, 20), 17, 0.6, 0.3);
    Philox random = random("counts");
    double[] bins = new double[6];
    for (int i = 0; i < 400_000; i++) {
      bins[(int) (counts.draw(random) - 14)]++;
    }
    assertEquals(0.6, Math.log10(bins[2] / bins[1]), 0.03);
    assertEquals(0.6, Math.log10(bins[1] / bins[0]), 0.1);
    assertEquals(0.3, Math.log10(bins[4] / bins[3]), 0.02);
    assertEquals(0.3, Math.log10(bins[5] / bins[4]), 0.02);
  }

  @Test
  void countsOfOneSlopeNeedNoTurn() {
    for (double turn : new double[] {10, 30}) {
      NumberCounts counts = new NumberCounts(new Range(14, 16), turn, 0.3, 0.3);
      Philox random = random("one slope");
      int faint = 0;
      for (int i = 0; i < 100_000; i++) {
        double magnitude = counts.draw(random);
        assertTrue(magnitude >= 14 && magnitude <= 16);
        faint += magnitude > 15 ? 1 : 0;
      }
      double ratio = Math.pow(10, 0.3);
      assertEquals(ratio / (1 + ratio), faint / 100_000.0, 0.01);
    }
    Philox random = random("flat");
    NumberCounts flat = new NumberCounts(new Range(14, 16), 15, 0, 0);
    double sum = 0;
    for (int i = 0; i < 10_000; i++) {
      sum += flat.draw(random) / 10_000;
    }
    assertEquals(15, sum, 0.03);
  }

  @Test
  void fainterGalaxiesAreFarther() {
    Philox random = random("redshift");
    double[] redshifts = new double[20_001];
    for (double[] pair : new double[][] {{17.77, 0.1}, {21, 0.277}}) {
      for (int i = 0; i < redshifts.length; i++) {
        redshifts[i] = GalaxyStatistics.redshift(pair[0], random);
      }
      Arrays.sort(redshifts);
      assertEquals(pair[1], redshifts[redshifts.length / 2], 0.02 * pair[1]);
    }
  }

  @Test
  void sizesFollowLuminosity() {
    assertEquals(3.3, GalaxyStatistics.radius(false, -20.52, 0), 0.3);
    double doubled =
        GalaxyStatistics.radius(true, -22.5, 0) / GalaxyStatistics.radius(true, -20, 0);
    assertEquals(Math.pow(10, 0.6), doubled, 1e-6);
    double scatter =
        Math.log(GalaxyStatistics.radius(false, -17, 1) / GalaxyStatistics.radius(false, -17, 0));
    assertEquals(0.48, scatter, 0.01);
  }

  @Test
  void coloursAreThoseOfTheTypes() {
    assertEquals(0.77, colour(OLD, Band.G, Band.R, 0), 0.01);
    assertEquals(0.52, colour(SPIRAL, Band.G, Band.R, 0), 0.01);
    assertEquals(0.39, colour(OLD, Band.R, Band.I, 0), 0.01);
    double red = colour(OLD, Band.G, Band.R, 0.4);
    assertTrue(red > 1.4 && red < 2, "g - r of an elliptical at z = 0.4: " + red);
    assertTrue(OLD.correction(0.3) > SPIRAL.correction(0.3));
    assertEquals(0, OLD.correction(0), 1e-12);
    assertEquals(0.1, colour(new Spectrum(1, 0, 0.1), Band.G, Band.R, 0) - 0.77, 1e-3);
  }

  private static double colour(Spectrum spectrum, Band blue, Band red, double redshift) {
    return -2.5 * Math.log10(spectrum.flux(blue, redshift) / spectrum.flux(red, redshift));
  }
}
