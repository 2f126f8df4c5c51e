package org.tucana.astro.wcs;

/**
 * The turn of the celestial sphere that brings the reference point to the native pole (Calabretta
 * and Greisen 2002, A&amp;A 395, 1077, section 2.4, for zenithal projections).
 *
 * @param pole the reference point
 * @param longitude native longitude of the celestial pole, LONPOLE, in degrees
 */
record Rotation(SkyPosition pole, double longitude) {
  /** Native longitude and latitude, in radians, to the sky (equation 2). */
  SkyPosition toSky(double phi, double theta) {
    double turn = phi - Math.toRadians(longitude);
    double poleDec = Math.toRadians(pole.declination());
    double sinTheta = Math.sin(theta);
    double cosTheta = Math.cos(theta);
    double across = -cosTheta * Math.sin(turn);
    double up = sinTheta * Math.cos(poleDec) - cosTheta * Math.sin(poleDec) * Math.cos(turn);
    double high = sinTheta * Math.sin(poleDec) + cosTheta * Math.cos(poleDec) * Math.cos(turn);
    double ra = pole.rightAscension() + Math.toDegrees(Math.atan2(across, up));
    double dec = Math.toDegrees(Math.atan2(high, Math.hypot(across, up)));
    return new SkyPosition(ra - 360 * Math.floor(ra / 360), dec);
  }

  /** A place on the sky as a unit vector whose third axis is the native pole (equation 5). */
  double[] toNative(SkyPosition sky) {
    double turn = Math.toRadians(sky.rightAscension() - pole.rightAscension());
    double dec = Math.toRadians(sky.declination());
    double poleDec = Math.toRadians(pole.declination());
    double across = -Math.cos(dec) * Math.sin(turn);
    double up =
        Math.sin(dec) * Math.cos(poleDec) - Math.cos(dec) * Math.sin(poleDec) * Math.cos(turn);
    double high =
        Math.sin(dec) * Math.sin(poleDec) + Math.cos(dec) * Math.cos(poleDec) * Math.cos(turn);
    double first = Math.toRadians(longitude);
    return new double[] {
      up * Math.cos(first) - across * Math.sin(first),
      up * Math.sin(first) + across * Math.cos(first),
      high
    };
  }
}
