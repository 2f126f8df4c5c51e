package org.tucana.nn.factor;

import org.tucana.core.kernel.ConvGeometry;
import org.tucana.nn.module.ConvSpec;
import org.tucana.nn.module.Initializer;
import org.tucana.nn.module.LayerForm;
import org.tucana.nn.module.ParameterSpace;

/**
 * A convolution as three (Kim et al., "Compression of deep convolutional neural networks", ICLR
 * 2016), for ranks a and b in each of G groups:
 *
 * <ul>
 *   <li>{@code 0.weight} [G*a, Cin/G, 1, 1] mixes the input channels,
 *   <li>{@code 1.weight} [G*b, a, R, S] is the core, with stride, padding and dilation,
 *   <li>{@code 2.weight} [Cout, b, 1, 1] and {@code 2.bias} mix the core's outputs.
 * </ul>
 *
 * The weight it stands for is {@code W[o,i,r,s] = sum_jk U2[o,k] core[k,j,r,s] U0[j,i]} within each
 * group.
 */
public final class TuckerConvolution extends FactorChain {
  /**
   * @throws org.tucana.core.type.FormatException where a rank is beyond the channels of a group
   */
  public TuckerConvolution(ParameterSpace space, ConvSpec spec, LayerForm.Tucker2 form) {
    Refusal.unlessRanks(space, form, spec);
    int groups = spec.geometry().groups();
    int inner = groups * form.in();
    int outer = groups * form.out();
    ConvGeometry pointwise = ConvGeometry.of(1, 0).withGroups(groups);
    Initializer preserving = Initializer.kaimingUniformFanIn(1);
    super(
        space,
        form,
        convolutions(
            new ConvSpec(spec.inChannels(), inner, 1, 1, pointwise, false, preserving),
            new ConvSpec(
                inner,
                outer,
                spec.kernelRows(),
                spec.kernelColumns(),
                spec.geometry(),
                false,
                spec.initializer()),
            new ConvSpec(outer, spec.outChannels(), 1, 1, pointwise, spec.bias(), preserving)));
  }
}
