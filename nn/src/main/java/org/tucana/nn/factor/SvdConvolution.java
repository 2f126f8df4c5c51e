package org.tucana.nn.factor;

import org.tucana.core.kernel.ConvGeometry;
import org.tucana.nn.module.ConvSpec;
import org.tucana.nn.module.Initializer;
import org.tucana.nn.module.LayerForm;
import org.tucana.nn.module.ParameterSpace;

/**
 * A 1x1 convolution as two of inner width r in each of G groups: {@code 0.weight} [G*r, Cin/G, 1,
 * 1], which has the stride and so computes no position that is left out, and {@code 1.weight}
 * [Cout, r, 1, 1] with {@code 1.bias}. The weight it stands for is {@code W[o,i] = sum_q U1[o,q]
 * U0[q,i]} within each group.
 */
public final class SvdConvolution extends FactorChain {
  /**
   * @throws org.tucana.core.type.FormatException where the kernel is larger or the rank is beyond
   *     the channels of a group
   */
  public SvdConvolution(ParameterSpace space, ConvSpec spec, LayerForm.Svd form) {
    if (spec.kernelRows() != 1 || spec.kernelColumns() != 1) {
      throw Refusal.of(
          space,
          form,
          "is for 1x1 convolutions and linear layers, its kernel is "
              + spec.kernelRows()
              + "x"
              + spec.kernelColumns(),
          "use tucker2 or cp, or leave the layer out");
    }
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
                1,
                1,
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
