package org.tucana.astro.threshold;

/**
 * One object of those that connected light was taken apart into.
 *
 * @param pixels all its pixels: indices of the picture row by row, rising
 * @param core those above the threshold at which it parts from its neighbours, where their light is
 *     least: place and shape are measured there; all its pixels where it has no neighbour
 * @param floor that threshold
 */
record Part(int[] pixels, int[] core, double floor) {}
