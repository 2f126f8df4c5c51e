package org.tucana.cuda.binding;

/** Which of a convolution's three tensors is computed from the other two. */
public enum ConvolutionDirection {
  /** y from x and the weight. */
  FORWARD,
  /** The gradient of x from that of y and the weight. */
  INPUT_GRADIENT,
  /** The gradient of the weight from x and the gradient of y. */
  WEIGHT_GRADIENT
}
