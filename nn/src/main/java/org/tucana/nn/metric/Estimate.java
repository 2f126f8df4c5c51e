package org.tucana.nn.metric;

/**
 * A figure with its interval.
 *
 * @param value the figure over all cases; NaN where they do not define it
 * @param interval its interval
 */
public record Estimate(double value, Interval interval) {}
