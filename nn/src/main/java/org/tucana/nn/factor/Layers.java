package org.tucana.nn.factor;

import org.tucana.nn.module.Conv2dLayer;
import org.tucana.nn.module.ConvSpec;
import org.tucana.nn.module.Initializer;
import org.tucana.nn.module.Layer;
import org.tucana.nn.module.LayerForm;
import org.tucana.nn.module.LinearLayer;
import org.tucana.nn.module.ParameterSpace;

/** Makes layers in the form that their space asks for: as one weight or as factors. */
public final class Layers {
  private Layers() {}

  /**
   * A convolution.
   *
   * @throws org.tucana.core.type.FormatException where the form does not suit it
   */
  public static Layer conv2d(ParameterSpace space, ConvSpec spec) {
    return switch (space.form().orElse(null)) {
      case null -> new Conv2dLayer(space, spec);
      case LayerForm.Tucker2 tucker -> new TuckerConvolution(space, spec, tucker);
      case LayerForm.Svd svd -> new SvdConvolution(space, spec, svd);
      case LayerForm.Cp cp -> new CpConvolution(space, spec, cp);
      case LayerForm.TensorTrain train ->
          throw Refusal.of(
              space,
              train,
              "is for linear layers but this is a convolution",
              "use tucker2, svd or cp");
    };
  }

  /** A linear layer with torch's default first values. */
  public static Layer linear(ParameterSpace space, int inFeatures, int outFeatures) {
    return linear(space, inFeatures, outFeatures, Initializer.standard());
  }

  /**
   * A linear layer.
   *
   * @throws org.tucana.core.type.FormatException where the form does not suit it
   */
  public static Layer linear(
      ParameterSpace space, int inFeatures, int outFeatures, Initializer initializer) {
    return switch (space.form().orElse(null)) {
      case null -> new LinearLayer(space, inFeatures, outFeatures, initializer);
      case LayerForm.Svd svd -> new SvdLinear(space, inFeatures, outFeatures, svd, initializer);
      case LayerForm.TensorTrain train ->
          new TensorTrainLinear(space, inFeatures, outFeatures, train, initializer);
      case LayerForm.Tucker2 _, LayerForm.Cp _ ->
          throw Refusal.of(
              space,
              space.form().orElseThrow(),
              "is for convolutions but this is a linear layer",
              "use svd or tt");
    };
  }
}
