package org.tucana.astro.io;

/**
 * The place of an image in a FITS file that is long enough to hold it.
 *
 * @param header its cards
 * @param dataOffset byte where its samples begin
 * @param bitpix bits of a sample: 8, 16, 32 or 64 for integers, -32 or -64 for floats
 * @param channels planes along the third axis; 1 where there is none
 * @param height length of the second axis
 * @param width length of the first axis, which runs fastest
 */
record FitsImageLayout(
    FitsHeader header, long dataOffset, int bitpix, int channels, int height, int width) {}
