package org.tucana.cuda.binding;

import org.tucana.core.kernel.ConvGeometry;

/**
 * A convolution but for its numbers. Gradients are described by the convolution that they belong
 * to.
 *
 * @param x pictures [N,C,H,W]
 * @param weight filters [K,C/G,R,S]
 * @param y results [N,K,P,Q]
 */
public record ConvolutionProblem(
    TensorLayout x,
    TensorLayout weight,
    ConvGeometry geometry,
    TensorLayout y,
    Precision precision) {}
