package org.tucana.bench.work;

import java.util.List;
import java.util.function.BiFunction;
import java.util.stream.IntStream;
import org.tucana.core.Tensor;
import org.tucana.core.op.Activations;
import org.tucana.nn.module.Layer;
import org.tucana.nn.module.ParameterSpace;

/** Layers one after the other, a ReLU after each. */
final class ReluStack extends Layer {
  private final List<Layer> layers;

  /**
   * Makes the layers.
   *
   * @param maker a layer by its number, whose parameters are in the space given
   */
  ReluStack(ParameterSpace space, int count, BiFunction<Integer, ParameterSpace, Layer> maker) {
    super(space);
    layers =
        IntStream.range(0, count)
            .mapToObj(i -> child(maker.apply(i, space.child("" + i))))
            .toList();
  }

  @Override
  public Tensor forward(Tensor x) {
    Tensor y = x;
    for (Layer layer : layers) {
      y = Activations.relu(layer.forward(y));
    }
    return y;
  }
}
