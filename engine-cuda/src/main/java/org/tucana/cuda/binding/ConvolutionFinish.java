package org.tucana.cuda.binding;

import java.util.OptionalLong;

/**
 * What happens to each result before it is stored: the bias of its channel is added, then the
 * residual, then ReLU is applied.
 *
 * @param bias address of one number a channel
 * @param residual address of numbers that lie as the results do
 */
public record ConvolutionFinish(long bias, OptionalLong residual, boolean relu) {}
