package org.tucana.nn.module;

import java.util.Optional;
import org.tucana.core.Parameter;
import org.tucana.core.Tensor;
import org.tucana.core.op.Convolutions;
import org.tucana.core.type.Shape;

/**
 * A transposed convolution with parameters {@code weight} [Cin,Cout/groups,R,S] and {@code bias}
 * [Cout].
 */
public final class ConvTranspose2dLayer extends WeightLayer {
  private final ConvSpec spec;
  private final Parameter weight;
  private final Optional<Parameter> bias;

  public ConvTranspose2dLayer(ParameterSpace space, ConvSpec spec) {
    super(space);
    this.spec = spec;
    this.weight = parameter("weight", spec.transposedWeightShape(), spec.initializer());
    this.bias =
        spec.bias()
            ? Optional.of(parameter("bias", Shape.of(spec.outChannels()), Initializer.constant(0)))
            : Optional.empty();
  }

  public ConvSpec spec() {
    return spec;
  }

  /** x [N,Cin,H,W] to [N,Cout,(H-1)*stride-2*padding+dilation*(R-1)+1,...]. */
  @Override
  public Tensor forward(Tensor x) {
    try (var _ = enter(x.session())) {
      return Convolutions.convTranspose2d(
          multiplied(x), weight.in(x.session()), bias.map(b -> b.in(x.session())), spec.geometry());
    }
  }
}
