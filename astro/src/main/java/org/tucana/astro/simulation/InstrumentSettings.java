package org.tucana.astro.simulation;

import java.util.EnumMap;
import java.util.Map;

/**
 * Ranges of an instrument and its weather.
 *
 * @param pixelScaleArcsec arc seconds a pixel
 * @param fwhmArcsec width of the point-spread function in r at half maximum, arc seconds
 * @param moffatBeta its exponent
 * @param zeroPointAb AB magnitude that gives one electron a second, for each band
 * @param exposureSeconds for each band
 * @param skyAbPerSquareArcsec brightness of the sky, AB magnitudes a square arc second
 * @param readNoiseElectrons standard deviation
 * @param gainElectronsPerCount electrons a count
 * @param grainShare share of the exposures whose noise is correlated, as resampling leaves it
 * @param grainPixels deviation of the Gaussian that correlates it
 */
public record InstrumentSettings(
    Range pixelScaleArcsec,
    Range fwhmArcsec,
    Range moffatBeta,
    Map<Band, Double> zeroPointAb,
    Map<Band, Range> exposureSeconds,
    Map<Band, Range> skyAbPerSquareArcsec,
    Range readNoiseElectrons,
    Range gainElectronsPerCount,
    double grainShare,
    Range grainPixels) {
  /** Fewer electrons than this, and Poisson noise is not normal. */
  private static final double LEAST_SKY = 12;

  /** Wider point-spread functions than this, in pixels, are of no use and slow. */
  private static final double LARGEST_FWHM = 40;

  public InstrumentSettings {
    zeroPointAb = new EnumMap<>(zeroPointAb);
    exposureSeconds = new EnumMap<>(exposureSeconds);
    skyAbPerSquareArcsec = new EnumMap<>(skyAbPerSquareArcsec);
    double widest = fwhmArcsec.high() / pixelScaleArcsec.low();
    if (widest > LARGEST_FWHM) {
      throw new IllegalArgumentException(
          "fwhm_arcsec may be %.0f pixels wide, expected %.0f at most"
              .formatted(widest, LARGEST_FWHM));
    }
    for (Band band : Band.values()) {
      double least =
          exposureSeconds.get(band).low()
              * Math.pow(10, 0.4 * (zeroPointAb.get(band) - skyAbPerSquareArcsec.get(band).high()))
              * pixelScaleArcsec.low()
              * pixelScaleArcsec.low();
      if (!(least >= LEAST_SKY)) {
        throw new IllegalArgumentException(
            "the sky may be as dark as %.1f electrons a pixel in %s, expected %.0f at least, where"
                    .formatted(least, band.title(), LEAST_SKY)
                + " Poisson noise is about normal; expose longer");
      }
    }
  }
}
