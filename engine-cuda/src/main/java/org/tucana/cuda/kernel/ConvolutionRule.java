package org.tucana.cuda.kernel;

import static org.tucana.cuda.binding.ConvolutionAlgorithm.FORWARD_IMPLICIT_GEMM;
import static org.tucana.cuda.binding.ConvolutionAlgorithm.FORWARD_IMPLICIT_PRECOMPUTED_GEMM;
import static org.tucana.cuda.binding.ConvolutionAlgorithm.FORWARD_WINOGRAD;
import static org.tucana.cuda.binding.ConvolutionAlgorithm.INPUT_GRADIENT_GEMM;
import static org.tucana.cuda.binding.ConvolutionAlgorithm.INPUT_GRADIENT_WINOGRAD;
import static org.tucana.cuda.binding.ConvolutionAlgorithm.WEIGHT_GRADIENT_GEMM;

import java.util.ArrayList;
import java.util.List;
import org.tucana.core.kernel.ConvGeometry;
import org.tucana.core.type.Shape;
import org.tucana.cuda.binding.ChannelOrder;
import org.tucana.cuda.binding.ConvolutionAlgorithm;
import org.tucana.cuda.binding.ConvolutionProblem;

/**
 * Which algorithms are tried for a convolution, in this order. What is chosen depends on the shapes
 * and on what cuDNN has, never on a clock, so that equal runs give equal bits.
 */
final class ConvolutionRule {
  private static final ConvGeometry UNIT = new ConvGeometry(1, 1, 0, 0, 1, 1, 1);

  /** Transforming few channels takes longer than it saves. */
  private static final int FEWEST_CHANNELS = 32;

  private ConvolutionRule() {}

  static List<ConvolutionAlgorithm> order(ConvolutionCall.Form form) {
    boolean winograd = form.winograd() && winogradPays(form.problem());
    List<ConvolutionAlgorithm> order = new ArrayList<>();
    switch (form.direction()) {
      case FORWARD -> {
        if (winograd) {
          order.add(FORWARD_WINOGRAD);
        }
        order.add(FORWARD_IMPLICIT_PRECOMPUTED_GEMM);
        order.add(FORWARD_IMPLICIT_GEMM);
      }
      case INPUT_GRADIENT -> {
        if (winograd) {
          order.add(INPUT_GRADIENT_WINOGRAD);
        }
        order.add(INPUT_GRADIENT_GEMM);
      }
      case WEIGHT_GRADIENT -> order.add(WEIGHT_GRADIENT_GEMM);
    }
    return order;
  }

  /**
   * Winograd's minimal filtering with tiles of 2x2 (Lavin and Gray 2016) takes 4 products where 9
   * are due. cuDNN's variant in steps has tiles of 4x4 and about ten times the error; it is left
   * out.
   */
  private static boolean winogradPays(ConvolutionProblem problem) {
    Shape weight = problem.weight().type().shape();
    ConvGeometry g = problem.geometry();
    boolean unit =
        new ConvGeometry(g.strideY(), g.strideX(), 0, 0, g.dilationY(), g.dilationX(), g.groups())
            .equals(UNIT);
    return unit
        && weight.dim(2) == 3
        && weight.dim(3) == 3
        && weight.dim(0) >= FEWEST_CHANNELS
        && weight.dim(1) >= FEWEST_CHANNELS
        && problem.weight().order() == ChannelOrder.CHANNELS_FIRST;
  }
}
