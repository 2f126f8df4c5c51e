package org.tucana.nn.module;

import java.util.Optional;
import org.tucana.core.Parameter;
import org.tucana.core.Tensor;
import org.tucana.core.op.Products;
import org.tucana.core.type.Shape;

/** A fully connected layer with parameters {@code weight} [out,in] and {@code bias} [out]. */
public final class LinearLayer extends WeightLayer {
  private final Parameter weight;
  private final Optional<Parameter> bias;

  /** Torch's default first values for the weight, zero for the bias. */
  public LinearLayer(ParameterSpace space, int inFeatures, int outFeatures) {
    this(space, inFeatures, outFeatures, Initializer.standard());
  }

  public LinearLayer(
      ParameterSpace space, int inFeatures, int outFeatures, Initializer initializer) {
    this(space, Shape.of(outFeatures, inFeatures), true, initializer);
  }

  private LinearLayer(ParameterSpace space, Shape shape, boolean biased, Initializer initializer) {
    super(space);
    weight = parameter("weight", shape, initializer);
    bias =
        biased
            ? Optional.of(parameter("bias", Shape.of(shape.dim(0)), Initializer.constant(0)))
            : Optional.empty();
  }

  /** A layer that only multiplies. */
  public static LinearLayer withoutBias(
      ParameterSpace space, int inFeatures, int outFeatures, Initializer initializer) {
    return new LinearLayer(space, Shape.of(outFeatures, inFeatures), false, initializer);
  }

  /** x [N,in] to [N,out]. */
  @Override
  public Tensor forward(Tensor x) {
    try (var _ = enter(x.session())) {
      return Products.linear(
          multiplied(x), weight.in(x.session()), bias.map(b -> b.in(x.session())));
    }
  }
}
