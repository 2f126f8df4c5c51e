package org.tucana.astro.data;

/**
 * Two disjoint parts of a set, as row numbers in rising order.
 *
 * @param training rows to learn from
 * @param held rows to measure on
 */
public record Split(int[] training, int[] held) {}
