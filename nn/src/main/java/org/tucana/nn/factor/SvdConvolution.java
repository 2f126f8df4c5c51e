package org.tucana.nn.factor;

import org.tucana.core.kernel.ConvGeometry;
import org.tucana.nn.module.ConvSpec;
import org.tucana.nn.module.Initializer;
import org.tucana.nn.module.LayerForm;
import org.tucana.nn.module.ParameterSpace;

/**
 * A convolution as two of inner width r in each of G groups (Zhang et al., "Accelerating very deep
 * convolutional networks for classification and detection", PAMI 2016): {@code 0.weight} [G*r,
 * Cin/G, R, S], which has the kernel with its stride and so computes no position that is left out,
 * and {@code 1.weight} [Cout, r, 1, 1] with {@code 1.bias}. The weight it stands for is {@code
 * W[o,i,r,s] = sum_q U1[o,q] U0[q,i,r,s]} within each group.
 */
public final class SvdConvolution extends FactorChain {
  /**
   * @throws org.tucana.core.type.FormatException where the rank is beyond the weight's, as a matrix
   *     of a group's output channels
   */
  public SvdConvolution(ParameterSpace space, ConvSpec spec, LayerForm.Svd form) {
    int groups = spec.geometry().groups();
    Refusal.unlessRanks(space, form, spec);
    int inner = groups * form.rank();
    super(
        space,
        form,
        convolutions(
            new ConvSpec(
                spec.inChannels(),
                inner,
                spec.kernelRows(),
                spec.kernelColumns(),
                spec.geometry(),
                false,
                Initializer.kaimingUniformFanIn(1)),
            new ConvSpec(
                inner,
                spec.outChannels(),
                1,
                1,
                ConvGeometry.of(1, 0).withGroups(groups),
                spec.bias(),
                spec.initializer())));
  }
}
