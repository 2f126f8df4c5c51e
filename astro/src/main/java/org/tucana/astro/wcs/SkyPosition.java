package org.tucana.astro.wcs;

/**
 * A place on the sky, in the frame of the header that it comes from.
 *
 * @param rightAscension degrees in [0, 360)
 * @param declination degrees in [-90, 90]
 */
public record SkyPosition(double rightAscension, double declination) {
  private static final double ARC_SECONDS = 3600;

  /** The angle to another place, in arc seconds; exact for small angles too. */
  public double separation(SkyPosition other) {
    double halfAcross = Math.sin(Math.toRadians(other.rightAscension - rightAscension) / 2);
    double halfUp = Math.sin(Math.toRadians(other.declination - declination) / 2);
    double square =
        halfUp * halfUp
            + Math.cos(Math.toRadians(declination))
                * Math.cos(Math.toRadians(other.declination))
                * halfAcross
                * halfAcross;
    return ARC_SECONDS * Math.toDegrees(2 * Math.asin(Math.min(1, Math.sqrt(square))));
  }
}
