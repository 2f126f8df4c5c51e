/**
 * A physical simulator of survey pictures: galaxies and stars by stated distributions, an
 * instrument with five bands, and exact truth.
 *
 * <p>Coordinates are pixels, x to the right and y down; pixel i covers [i, i + 1). Light is in
 * photo-electrons a pixel until the exposure is read out. Angles run from the x axis towards y.
 */
package org.tucana.astro.simulation;
