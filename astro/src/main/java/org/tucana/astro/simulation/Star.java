package org.tucana.astro.simulation;

import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.tucana.core.type.Philox;

/**
 * A star of the foreground: a black body seen as the point-spread function, a faint halo, and the
 * four spikes that the spider of a telescope diffracts.
 *
 * @param magnitude in r (AB)
 * @param temperature of its surface, kelvin
 */
record Star(double magnitude, double temperature) {
  /** Shares of the light in halo and spikes. */
  private static final double HALO = 0.008;

  private static final double SPIKES = 0.008;

  private static final double SPIKE_LENGTH = 9;
  private static final double SPIKE_WIDTH = 0.8;

  /** Light fainter than this, in deviations of the sky's noise, is not drawn. */
  private static final double FAINTEST = 0.1;

  private static final double LEAST_REACH = 5;
  private static final double LARGEST_REACH = 70;
  private static final int SAMPLES = 3;

  /** Pixels nearer than this are averaged over their area. */
  private static final double STEEP = 6;

  /** Entries of a profile's table for each pixel of distance. */
  private static final int STEPS = 4;

  /** Planck's constant times the speed of light over Boltzmann's constant, angstrom kelvin. */
  private static final double PLANCK = 1.438_777e8;

  static Star of(double magnitude, Philox random) {
    return new Star(magnitude, new Range(3300, 8000).drawLogarithmic(random));
  }

  /** AB magnitude in a band. */
  double magnitude(Band band) {
    double ratio = planck(band.wavelength()) / planck(Band.R.wavelength());
    return magnitude - 2.5 * Math.log10(ratio);
  }

  /** Flux per unit frequency, relative. */
  private double planck(double wavelength) {
    return 1
        / (wavelength * wavelength * wavelength * Math.expm1(PLANCK / (wavelength * temperature)));
  }

  /** Draws the star at a place. */
  Footprint draw(double x, double y, Exposure exposure, List<Band> bands) {
    double reach = LEAST_REACH;
    for (Band band : Band.values()) {
      Exposure.Conditions c = exposure.in(band);
      double flux = c.electronsOf(magnitude(band));
      double faintest = FAINTEST * c.noise() / flux;
      double spike = SPIKE_LENGTH * Math.log(Math.max(1, spikeAtCentre() / faintest));
      double far = Math.max(c.seeing().radiusWhere(faintest), 2 * spike);
      reach = Math.max(reach, Math.min(LARGEST_REACH, far));
    }
    Footprint footprint = Footprint.around(x, y, reach);
    Map<Band, float[]> light = new EnumMap<>(Band.class);
    for (Band band : bands) {
      Exposure.Conditions c = exposure.in(band);
      light.put(
          band, seen(footprint, x, y, c, exposure.spiderAngle(), c.electronsOf(magnitude(band))));
    }
    footprint.light().putAll(light);
    return footprint;
  }

  private float[] seen(
      Footprint box, double x, double y, Exposure.Conditions c, double spider, double electrons) {
    float[] plane = new float[box.size()];
    double[] profile = profile(c.seeing(), Math.hypot(box.height(), box.width()));
    boolean spikes = electrons * spikeAtCentre() > FAINTEST * c.noise();
    double cosine = Math.cos(spider);
    double sine = Math.sin(spider);
    for (int i = 0; i < plane.length; i++) {
      double dy = box.row() + i / box.width() + 0.5 - y;
      double dx = box.column() + i % box.width() + 0.5 - x;
      double density = at(profile, dx, dy);
      if (spikes) {
        double u = Math.abs(dx * cosine + dy * sine);
        double v = Math.abs(dy * cosine - dx * sine);
        if (Math.min(u, v) < 4 * SPIKE_WIDTH) {
          density += spikeAtCentre() * (spike(u, v) + spike(v, u));
        }
      }
      plane[i] = (float) (electrons * density);
    }
    return plane;
  }

  /** Density of core and halo at distances {@code 1 / STEPS} apart. */
  private static double[] profile(Moffat core, double reach) {
    double scale = 4 * core.fwhm();
    double[] profile = new double[(int) (reach * STEPS) + 3];
    for (int i = 0; i < profile.length; i++) {
      double r2 = (double) i * i / (STEPS * STEPS);
      double halo = Math.pow(1 + r2 / (scale * scale), -1.5) / (2 * Math.PI * scale * scale);
      profile[i] = (1 - HALO - SPIKES) * core.at(r2) + HALO * halo;
    }
    return profile;
  }

  /** Mean over a pixel where the profile is steep, its value at the pixel's centre elsewhere. */
  private static double at(double[] profile, double dx, double dy) {
    if (dx * dx + dy * dy > STEEP * STEEP) {
      return at(profile, Math.sqrt(dx * dx + dy * dy));
    }
    double sum = 0;
    for (int i = 0; i < SAMPLES; i++) {
      for (int j = 0; j < SAMPLES; j++) {
        sum +=
            at(profile, Math.hypot(dx + (j + 0.5) / SAMPLES - 0.5, dy + (i + 0.5) / SAMPLES - 0.5));
      }
    }
    return sum / (SAMPLES * SAMPLES);
  }

  private static double at(double[] profile, double radius) {
    double t = radius * STEPS;
    int i = (int) t;
    return profile[i] + (t - i) * (profile[i + 1] - profile[i]);
  }

  private static double spike(double along, double across) {
    return Math.exp(-across * across / (2 * SPIKE_WIDTH * SPIKE_WIDTH) - along / SPIKE_LENGTH);
  }

  /** Density of one pair of spikes where it starts: its integral is half of the spikes' share. */
  private static double spikeAtCentre() {
    return SPIKES / 2 / (Math.sqrt(2 * Math.PI) * SPIKE_WIDTH * 2 * SPIKE_LENGTH);
  }
}
