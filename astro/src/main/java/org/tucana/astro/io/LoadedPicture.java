package org.tucana.astro.io;

import org.tucana.nn.data.Picture;

/**
 * A picture as its file holds it.
 *
 * @param picture the samples
 * @param display whether they are brightnesses in [0, 1], made to be looked at; otherwise they are
 *     physical values, NaN where there is none, and need a stretch
 * @param header the cards of a FITS image, empty for other files
 */
public record LoadedPicture(Picture picture, boolean display, FitsHeader header) {}
