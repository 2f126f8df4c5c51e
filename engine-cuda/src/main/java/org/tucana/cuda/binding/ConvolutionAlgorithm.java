package org.tucana.cuda.binding;

import static org.tucana.cuda.binding.ConvolutionDirection.FORWARD;
import static org.tucana.cuda.binding.ConvolutionDirection.INPUT_GRADIENT;
import static org.tucana.cuda.binding.ConvolutionDirection.WEIGHT_GRADIENT;

import java.util.Arrays;
import java.util.List;

/**
 * cuDNN's algorithms for convolutions. Which are deterministic is told by its documentation; the
 * others add floating numbers atomically.
 */
public enum ConvolutionAlgorithm {
  FORWARD_IMPLICIT_GEMM(FORWARD, true),
  FORWARD_IMPLICIT_PRECOMPUTED_GEMM(FORWARD, true),
  FORWARD_GEMM(FORWARD, true),
  FORWARD_FFT(FORWARD, true),
  FORWARD_FFT_IN_TILES(FORWARD, true),
  FORWARD_WINOGRAD(FORWARD, true),
  FORWARD_WINOGRAD_IN_STEPS(FORWARD, true),
  INPUT_GRADIENT_ATOMIC(INPUT_GRADIENT, false),
  INPUT_GRADIENT_GEMM(INPUT_GRADIENT, true),
  INPUT_GRADIENT_FFT(INPUT_GRADIENT, true),
  INPUT_GRADIENT_FFT_IN_TILES(INPUT_GRADIENT, true),
  INPUT_GRADIENT_WINOGRAD(INPUT_GRADIENT, true),
  INPUT_GRADIENT_WINOGRAD_IN_STEPS(INPUT_GRADIENT, true),
  WEIGHT_GRADIENT_ATOMIC(WEIGHT_GRADIENT, false),
  WEIGHT_GRADIENT_GEMM(WEIGHT_GRADIENT, true),
  WEIGHT_GRADIENT_FFT(WEIGHT_GRADIENT, true),
  WEIGHT_GRADIENT_ATOMIC_PRECOMPUTED(WEIGHT_GRADIENT, false),
  WEIGHT_GRADIENT_WINOGRAD_IN_STEPS(WEIGHT_GRADIENT, true),
  WEIGHT_GRADIENT_FFT_IN_TILES(WEIGHT_GRADIENT, true);

  private final ConvolutionDirection direction;
  private final boolean deterministic;

  ConvolutionAlgorithm(ConvolutionDirection direction, boolean deterministic) {
    this.direction = direction;
    this.deterministic = deterministic;
  }

  public ConvolutionDirection direction() {
    return direction;
  }

  /** Whether equal calls give equal bits. */
  public boolean isDeterministic() {
    return deterministic;
  }

  /** The algorithms of a direction that may be used. */
  public static List<ConvolutionAlgorithm> deterministic(ConvolutionDirection direction) {
    return Arrays.stream(values())
        .filter(a -> a.direction == direction && a.deterministic)
        .toList();
  }
}
