package org.tucana.nn.factor;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.tucana.core.Tensor;
import org.tucana.nn.module.Conv2dLayer;
import org.tucana.nn.module.ConvSpec;
import org.tucana.nn.module.Layer;
import org.tucana.nn.module.LayerForm;
import org.tucana.nn.module.ParameterSpace;

/**
 * Factors that are layers of their own, one after another and named like torch's {@code
 * nn.Sequential}: {@code 0}, {@code 1} and so on. Only the last has a bias, and only where the
 * whole layer has one.
 */
abstract sealed class FactorChain extends FactorisedLayer
    permits TuckerConvolution, SvdConvolution, CpConvolution, SvdLinear {
  private final List<Layer> parts;

  FactorChain(ParameterSpace space, LayerForm form, List<Function<ParameterSpace, Layer>> makers) {
    super(space, form);
    List<Layer> made = new ArrayList<>(makers.size());
    for (Function<ParameterSpace, Layer> maker : makers) {
      made.add(child(maker.apply(space.whole().child(Integer.toString(made.size())))));
    }
    parts = List.copyOf(made);
  }

  /** Makes a chain of convolutions. */
  static List<Function<ParameterSpace, Layer>> convolutions(ConvSpec... specs) {
    return List.of(specs).stream()
        .<Function<ParameterSpace, Layer>>map(spec -> space -> new Conv2dLayer(space, spec))
        .toList();
  }

  @Override
  public final Tensor forward(Tensor x) {
    try (var _ = enter(x.session())) {
      Tensor y = x;
      for (Layer part : parts) {
        y = part.forward(y);
      }
      return y;
    }
  }
}
