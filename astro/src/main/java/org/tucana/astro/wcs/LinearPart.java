package org.tucana.astro.wcs;

import org.tucana.astro.io.FitsHeader;

/**
 * The matrix from pixel offsets to degrees beside the reference point (Greisen and Calabretta 2002,
 * A&amp;A 395, 1061): CDi_j; or CDELTi PCi_j; or, as older headers have it, CDELTi turned by
 * CROTA2.
 *
 * @param xx degrees along the first axis for each pixel along the first
 * @param xy along the first axis for each pixel along the second
 * @param yx along the second axis for each pixel along the first
 * @param yy along the second axis for each pixel along the second
 */
record LinearPart(double xx, double xy, double yx, double yy) {
  LinearPart {
    double determinant = xx * yy - xy * yx;
    if (determinant == 0 || !Double.isFinite(determinant)) {
      throw WcsCards.fault("its matrix of CD, PC or CDELT cards has no inverse");
    }
  }

  static LinearPart of(FitsHeader header) {
    double unitX = WcsCards.degrees(header, "CUNIT1");
    double unitY = WcsCards.degrees(header, "CUNIT2");
    if (WcsCards.hasAny(header, "CD")) {
      return matrix(header, "CD", unitX, unitY, 0);
    }
    double stepX = unitX * WcsCards.number(header, "CDELT1", 1);
    double stepY = unitY * WcsCards.number(header, "CDELT2", 1);
    if (WcsCards.hasAny(header, "PC")) {
      return matrix(header, "PC", stepX, stepY, 1);
    }
    double angle = Math.toRadians(WcsCards.number(header, "CROTA2", 0));
    return new LinearPart(
        stepX * Math.cos(angle),
        -stepY * Math.sin(angle),
        stepX * Math.sin(angle),
        stepY * Math.cos(angle));
  }

  private static LinearPart matrix(
      FitsHeader header, String name, double scaleX, double scaleY, double diagonal) {
    return new LinearPart(
        scaleX * WcsCards.number(header, name + "1_1", diagonal),
        scaleX * WcsCards.number(header, name + "1_2", 0),
        scaleY * WcsCards.number(header, name + "2_1", 0),
        scaleY * WcsCards.number(header, name + "2_2", diagonal));
  }

  PlanePosition apply(PlanePosition offset) {
    return new PlanePosition(xx * offset.x() + xy * offset.y(), yx * offset.x() + yy * offset.y());
  }

  PlanePosition invert(PlanePosition degrees) {
    double determinant = xx * yy - xy * yx;
    return new PlanePosition(
        (yy * degrees.x() - xy * degrees.y()) / determinant,
        (xx * degrees.y() - yx * degrees.x()) / determinant);
  }
}
