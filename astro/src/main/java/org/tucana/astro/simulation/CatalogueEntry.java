package org.tucana.astro.simulation;

import java.util.Map;
import java.util.Optional;
import org.tucana.astro.GalaxyClass;

/**
 * The truth about one object of a scene. Numbers that an object does not have are NaN.
 *
 * @param id its number in the segmentation map, from 1; stars follow the galaxies
 * @param kind class of a galaxy, empty for a star
 * @param x centre, pixels from the left edge
 * @param y centre, pixels from the upper edge
 * @param magnitudes total AB magnitudes above the atmosphere
 * @param effectiveRadius half-light radius along the long axis, pixels
 * @param axisRatio short over long axis
 * @param angle of the long axis, degrees from x towards y in [0, 180)
 * @param index Sersic index of the main part
 * @param redshift of its light
 * @param isophote where its outline was drawn: mean of the display bands, noise deviations
 * @param area visible pixels; 0 where it is not annotated
 */
public record CatalogueEntry(
    int id,
    Optional<GalaxyClass> kind,
    double x,
    double y,
    Map<Band, Double> magnitudes,
    double effectiveRadius,
    double axisRatio,
    double angle,
    double index,
    double redshift,
    double isophote,
    int area) {
  CatalogueEntry withArea(int pixels) {
    return new CatalogueEntry(
        id,
        kind,
        x,
        y,
        magnitudes,
        effectiveRadius,
        axisRatio,
        angle,
        index,
        redshift,
        isophote,
        pixels);
  }
}
