package org.tucana.astro.simulation;

/**
 * Light of a mixture of stars, as flux per unit frequency over wavelength: shares of three
 * templates, elliptical, Sbc and irregular, at the rest wavelength of r.
 *
 * <p>The templates follow Coleman, Wu and Weedman 1980, smoothed and drawn through the colours of
 * Fukugita, Shimasaku and Ichikawa 1995 (table 3) at redshift zero, to about 0.1 magnitudes. A band
 * sees the template at its effective wavelength over 1 + z; that is the whole k-correction.
 *
 * @param elliptical share of the elliptical template
 * @param spiral share of the Sbc template; what is left to 1 is irregular
 * @param tilt scatter of colour: magnitudes that g - r is redder than the mixture
 */
record Spectrum(double elliptical, double spiral, double tilt) {
  private static final double[] WAVELENGTHS = {
    1500, 2000, 2500, 3000, 3557, 3850, 4100, 4400, 4825, 5500, 6261, 7672, 9097, 11000
  };

  /** AB magnitudes at those wavelengths, 0 at 6261 angstrom. */
  private static final double[] ELLIPTICAL = {
    5.6, 5.4, 4.9, 3.7, 2.5, 2.1, 1.5, 1.15, 0.77, 0.35, 0, -0.39, -0.66, -0.9
  };

  private static final double[] SPIRAL = {
    2.9, 2.75, 2.55, 2.15, 1.68, 1.35, 0.98, 0.76, 0.52, 0.23, 0, -0.26, -0.44, -0.6
  };

  private static final double[] IRREGULAR = {
    1.35, 1.3, 1.25, 1.1, 0.92, 0.68, 0.44, 0.32, 0.2, 0.09, 0, -0.06, -0.1, -0.15
  };

  /** Flux in a band over that in r, for light of a redshift. */
  double flux(Band band, double redshift) {
    double colour = tilt * (Band.R.wavelength() - band.wavelength()) / 1436;
    return flux(band.wavelength() / (1 + redshift))
        / flux(Band.R.wavelength() / (1 + redshift))
        * Math.pow(10, -0.4 * colour);
  }

  /** The k-correction in r, magnitudes (Hogg et al. 2002, equation 8). */
  double correction(double redshift) {
    return -2.5
        * Math.log10(
            (1 + redshift)
                * flux(Band.R.wavelength() / (1 + redshift))
                / flux(Band.R.wavelength()));
  }

  private double flux(double wavelength) {
    int last = WAVELENGTHS.length - 2;
    int i = 0;
    while (i < last && wavelength > WAVELENGTHS[i + 1]) {
      i++;
    }
    double t = (wavelength - WAVELENGTHS[i]) / (WAVELENGTHS[i + 1] - WAVELENGTHS[i]);
    t = Math.min(1, Math.max(0, t));
    return elliptical * brightness(ELLIPTICAL, i, t)
        + spiral * brightness(SPIRAL, i, t)
        + (1 - elliptical - spiral) * brightness(IRREGULAR, i, t);
  }

  private static double brightness(double[] template, int i, double t) {
    return Math.pow(10, -0.4 * (template[i] + t * (template[i + 1] - template[i])));
  }
}
