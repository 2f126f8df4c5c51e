package org.tucana.astro.simulation;

import java.util.List;

/**
 * The bands of the Sloan Digital Sky Survey with their effective wavelengths (Fukugita et al. 1996,
 * "The Sloan Digital Sky Survey photometric system", table 2a).
 */
public enum Band {
  U("u", 3557),
  G("g", 4825),
  R("r", 6261),
  I("i", 7672),
  Z("z", 9097);

  /** Bands shown as red, green and blue. */
  public static final List<Band> DISPLAY = List.of(I, R, G);

  private final String title;
  private final double wavelength;

  Band(String title, double wavelength) {
    this.title = title;
    this.wavelength = wavelength;
  }

  /** The name in files: u, g, r, i or z. */
  public String title() {
    return title;
  }

  /** Effective wavelength, angstrom. */
  public double wavelength() {
    return wavelength;
  }

  /** Extinction by dust over that in r, by a law lambda^-1.2 between those of Cardelli 1989. */
  double relativeExtinction() {
    return Math.pow(wavelength / R.wavelength, -1.2);
  }

  /** Width of the seeing over that in r: lambda^-1/5 of Kolmogorov turbulence (Fried 1966). */
  double relativeSeeing() {
    return Math.pow(wavelength / R.wavelength, -0.2);
  }
}
