package org.tucana.nn.module;

import java.util.Optional;
import org.tucana.core.Parameter;
import org.tucana.core.Tensor;
import org.tucana.core.op.Products;
import org.tucana.core.type.Shape;

/** A fully connected layer with parameters {@code weight} [out,in] and {@code bias} [out]. */
public final class LinearLayer extends Layer {
  private final Parameter weight;
  private final Parameter bias;

  /** Torch's default first values for the weight, zero for the bias. */
  public LinearLayer(ParameterSpace space, int inFeatures, int outFeatures) {
    this(space, inFeatures, outFeatures, Initializer.kaimingUniformFanIn(Math.sqrt(1.0 / 3)));
  }

  public LinearLayer(
      ParameterSpace space, int inFeatures, int outFeatures, Initializer initializer) {
    super(space);
    this.weight = parameter("weight", Shape.of(outFeatures, inFeatures), initializer);
    this.bias = parameter("bias", Shape.of(outFeatures), Initializer.constant(0));
  }

  /** x [N,in] to [N,out]. */
  @Override
  public Tensor forward(Tensor x) {
    try (var _ = enter(x.session())) {
      return Products.linear(x, weight.in(x.session()), Optional.of(bias.in(x.session())));
    }
  }
}
