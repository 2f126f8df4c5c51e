package org.tucana.cuda.binding;

/**
 * Where the numbers of a convolution lie; in a gradient, some are those of gradients.
 *
 * @param x address of the pictures
 * @param weight address of the filters
 * @param y address of the results
 */
public record ConvolutionData(long x, long weight, long y) {}
