package org.tucana.decomposition.rewrite;

import org.tucana.core.type.Shape;
import org.tucana.nn.module.Conv2dLayer;
import org.tucana.nn.module.ConvSpec;
import org.tucana.nn.module.ConvTranspose2dLayer;
import org.tucana.nn.module.LinearLayer;
import org.tucana.nn.module.WeightLayer;

/** What a layer is, in words: {@code 3x3 64 to 64}, {@code 1024 to 4}. */
final class WeightWords {
  private WeightWords() {}

  static String of(WeightLayer layer, Shape weight) {
    return switch (layer) {
      case Conv2dLayer convolution -> of(convolution.spec());
      case ConvTranspose2dLayer convolution -> of(convolution.spec()) + " transposed";
      case LinearLayer _ -> weight.dim(1) + " to " + weight.dim(0);
    };
  }

  private static String of(ConvSpec spec) {
    int groups = spec.geometry().groups();
    return spec.kernelRows()
        + "x"
        + spec.kernelColumns()
        + " "
        + spec.inChannels()
        + " to "
        + spec.outChannels()
        + (groups == 1 ? "" : " in " + groups + " groups");
  }
}
