package org.tucana.nn.metric;

/**
 * How well one class is recognised; NaN where nothing defines a figure.
 *
 * @param precision share of right ones among the cases given this class
 * @param recall share of right ones among the cases of this class
 * @param f1 harmonic mean of both, 2 right / (given + cases)
 * @param cases number of cases of this class
 */
public record ClassScores(double precision, double recall, double f1, int cases) {}
