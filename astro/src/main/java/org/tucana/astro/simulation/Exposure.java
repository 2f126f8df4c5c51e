package org.tucana.astro.simulation;

import java.util.EnumMap;
import java.util.Map;
import org.tucana.core.type.Philox;

/**
 * An exposure's instrument and weather.
 *
 * @param pixelScale arc seconds a pixel
 * @param gain electrons a count
 * @param grain deviation of the Gaussian that correlates the noise, pixels; 0 for white noise
 * @param spiderAngle direction of the diffraction spikes, radians
 * @param bands the conditions in each band
 */
public record Exposure(
    double pixelScale, double gain, double grain, double spiderAngle, Map<Band, Conditions> bands) {
  public Exposure {
    bands = new EnumMap<>(bands);
  }

  /**
   * Conditions in one band.
   *
   * @param electrons that an object of magnitude 0 gives over the exposure
   * @param sky electrons a pixel
   * @param readNoise standard deviation, electrons
   * @param seeing the point-spread function
   */
  public record Conditions(double electrons, double sky, double readNoise, Moffat seeing) {
    /** Standard deviation of an empty pixel, electrons: Poisson noise of the sky and read noise. */
    public double noise() {
      return Math.sqrt(sky + readNoise * readNoise);
    }

    /** Electrons of an object of an AB magnitude. */
    double electronsOf(double magnitude) {
      return electrons * Math.pow(10, -0.4 * magnitude);
    }

    /** AB magnitude of so many electrons. */
    double magnitudeOf(double objectElectrons) {
      return -2.5 * Math.log10(objectElectrons / electrons);
    }
  }

  /** The conditions in a band. */
  public Conditions in(Band band) {
    return bands.get(band);
  }

  /** AB magnitude that gives one count over the exposure, as headers state it. */
  public double zeroPoint(Band band) {
    return 2.5 * Math.log10(in(band).electrons / gain);
  }

  /** Draws an exposure from the ranges of an instrument. */
  static Exposure draw(InstrumentSettings settings, double pixelScale, Philox random) {
    double seeing = settings.fwhmArcsec().draw(random) / pixelScale;
    double beta = settings.moffatBeta().draw(random);
    double readNoise = settings.readNoiseElectrons().draw(random);
    double gain = settings.gainElectronsPerCount().draw(random);
    double grain =
        random.nextDouble() < settings.grainShare() ? settings.grainPixels().draw(random) : 0;
    double spider = random.nextDouble(0, Math.PI / 2);
    // Long in one band, long in all: colours of the display would differ wildly otherwise.
    double patience = random.nextDouble();
    Map<Band, Conditions> bands = new EnumMap<>(Band.class);
    for (Band band : Band.values()) {
      double width = seeing * band.relativeSeeing() * random.nextDouble(0.95, 1.05);
      double seconds = settings.exposureSeconds().get(band).logarithmic(patience);
      double electrons = seconds * Math.pow(10, 0.4 * settings.zeroPointAb().get(band));
      double brightness = settings.skyAbPerSquareArcsec().get(band).draw(random);
      double sky = electrons * Math.pow(10, -0.4 * brightness) * pixelScale * pixelScale;
      bands.put(band, new Conditions(electrons, sky, readNoise, new Moffat(width, beta)));
    }
    return new Exposure(pixelScale, gain, grain, spider, bands);
  }
}
