package org.tucana.bench.work;

/**
 * Equal parts of one run of a work: times and operations are those of one.
 *
 * @param count how many
 * @param unit what one is called
 */
public record Parts(int count, String unit) {
  /** A run that is told as a whole. */
  static final Parts ONE = new Parts(1, "run");
}
