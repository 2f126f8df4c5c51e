package org.tucana.nn.factor;

import java.util.List;
import org.tucana.core.type.Shape;
import org.tucana.nn.module.Initializer;
import org.tucana.nn.module.LayerForm;
import org.tucana.nn.module.LinearLayer;
import org.tucana.nn.module.ParameterSpace;

/**
 * A linear layer as two: {@code 0.weight} [r, in] without bias, {@code 1.weight} [out, r] and
 * {@code 1.bias} [out]. The weight it stands for is their product.
 */
public final class SvdLinear extends FactorChain {
  /**
   * @param initializer first values of the second weight
   * @throws org.tucana.core.type.FormatException where the rank is beyond the layer's sizes
   */
  public SvdLinear(
      ParameterSpace space,
      int inFeatures,
      int outFeatures,
      LayerForm.Svd form,
      Initializer initializer) {
    Refusal.unlessRanks(space, form, Shape.of(outFeatures, inFeatures), 1);
    int rank = form.rank();
    super(
        space,
        form,
        List.of(
            part ->
                LinearLayer.withoutBias(part, inFeatures, rank, Initializer.kaimingUniformFanIn(1)),
            part -> new LinearLayer(part, rank, outFeatures, initializer)));
  }
}
