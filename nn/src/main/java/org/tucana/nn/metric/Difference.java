package org.tucana.nn.metric;

/**
 * By how much one model's figure exceeds another's on the same cases.
 *
 * @param value first less second over all cases; NaN where they do not define it
 * @param interval its interval by paired bootstrap
 * @param p two-sided p-value of no difference, see {@link Bootstrap#difference}
 */
public record Difference(double value, Interval interval, double p) {}
