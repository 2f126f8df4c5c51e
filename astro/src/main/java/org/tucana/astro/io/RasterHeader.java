package org.tucana.astro.io;

/**
 * What the header of a compressed picture says, once its file is known to be whole.
 *
 * @param width columns
 * @param height rows
 * @param channels 1 for grey, 3 for colour; alpha is not counted
 */
record RasterHeader(int width, int height, int channels) {}
