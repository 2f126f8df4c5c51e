package org.tucana.astro.simulation;

/**
 * Ranges of the foreground.
 *
 * @param perMegapixel number on a million pixels
 * @param counts number counts by r magnitude
 */
public record StarSettings(Range perMegapixel, NumberCounts counts) {}
