package org.tucana.nn.module;

import java.util.Optional;
import org.tucana.core.Parameter;
import org.tucana.core.Tensor;
import org.tucana.core.op.Convolutions;
import org.tucana.core.type.Shape;

/** A convolution with parameters {@code weight} [Cout,Cin/groups,R,S] and {@code bias} [Cout]. */
public final class Conv2dLayer extends WeightLayer {
  private final ConvSpec spec;
  private final Parameter weight;
  private final Optional<Parameter> bias;

  public Conv2dLayer(ParameterSpace space, ConvSpec spec) {
    super(space);
    this.spec = spec;
    this.weight = parameter("weight", spec.weightShape(), spec.initializer());
    this.bias =
        spec.bias()
            ? Optional.of(parameter("bias", Shape.of(spec.outChannels()), Initializer.constant(0)))
            : Optional.empty();
  }

  public ConvSpec spec() {
    return spec;
  }

  /** x [N,Cin,H,W] to [N,Cout,H',W']. */
  @Override
  public Tensor forward(Tensor x) {
    try (var _ = enter(x.session())) {
      return Convolutions.conv2d(
          multiplied(x), weight.in(x.session()), bias.map(b -> b.in(x.session())), spec.geometry());
    }
  }
}
