package org.tucana.nn.factor;

import org.tucana.core.kernel.ConvGeometry;
import org.tucana.nn.module.ConvSpec;
import org.tucana.nn.module.Initializer;
import org.tucana.nn.module.LayerForm;
import org.tucana.nn.module.ParameterSpace;

/**
 * A convolution as four (Lebedev et al., "Speeding-up convolutional neural networks using
 * fine-tuned CP-decomposition", ICLR 2015), for rank q:
 *
 * <ul>
 *   <li>{@code 0.weight} [q, Cin, 1, 1] mixes the input channels,
 *   <li>{@code 1.weight} [q, 1, R, 1] is a column a channel, with stride, padding and dilation
 *       along rows,
 *   <li>{@code 2.weight} [q, 1, 1, S] is a row a channel, with those along columns,
 *   <li>{@code 3.weight} [Cout, q, 1, 1] and {@code 3.bias} mix the channels again.
 * </ul>
 *
 * The weight it stands for is {@code W[o,i,r,s] = sum_q A3[o,q] A2[q,s] A1[q,r] A0[q,i]}.
 */
public final class CpConvolution extends FactorChain {
  /**
   * @throws org.tucana.core.type.FormatException where the convolution has groups, or the rank is
   *     beyond the one that every weight of its shape can be written with
   */
  public CpConvolution(ParameterSpace space, ConvSpec spec, LayerForm.Cp form) {
    ConvGeometry whole = spec.geometry();
    if (whole.groups() != 1) {
      throw Refusal.of(
          space,
          form,
          "is for convolutions without groups, this one has " + whole.groups(),
          "use tucker2 or leave the layer out");
    }
    Refusal.unlessRanks(space, form, spec);
    int rank = form.rank();
    Initializer preserving = Initializer.kaimingUniformFanIn(1);
    ConvGeometry pointwise = ConvGeometry.of(1, 0);
    ConvGeometry alongRows =
        new ConvGeometry(whole.strideY(), 1, whole.padY(), 0, whole.dilationY(), 1, rank);
    ConvGeometry alongColumns =
        new ConvGeometry(1, whole.strideX(), 0, whole.padX(), 1, whole.dilationX(), rank);
    super(
        space,
        form,
        convolutions(
            new ConvSpec(spec.inChannels(), rank, 1, 1, pointwise, false, preserving),
            new ConvSpec(rank, rank, spec.kernelRows(), 1, alongRows, false, preserving),
            new ConvSpec(rank, rank, 1, spec.kernelColumns(), alongColumns, false, preserving),
            new ConvSpec(
                rank, spec.outChannels(), 1, 1, pointwise, spec.bias(), spec.initializer())));
  }
}
