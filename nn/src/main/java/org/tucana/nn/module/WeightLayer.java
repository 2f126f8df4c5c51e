package org.tucana.nn.module;

import java.util.Optional;
import org.tucana.core.Tensor;
import org.tucana.core.kernel.Levels;
import org.tucana.core.op.Arithmetic;

/**
 * A layer that multiplies its input by one weight, {@code weight}. Where its network says so, it
 * rounds the input first, as an engine that stores it in eight bits does; the product is then one
 * of floats.
 */
public abstract sealed class WeightLayer extends Layer
    permits Conv2dLayer, ConvTranspose2dLayer, LinearLayer {
  private final Optional<Levels> inputLevels;
  private final Optional<InputWatch> watch;

  WeightLayer(ParameterSpace space) {
    super(space);
    inputLevels = space.inputLevels();
    watch = space.watch();
  }

  /** What it rounds its input to; empty where it takes it as it is. */
  public final Optional<Levels> inputLevels() {
    return inputLevels;
  }

  /** What is multiplied. */
  final Tensor multiplied(Tensor x) {
    watch.ifPresent(w -> w.input(path(), x));
    return inputLevels.map(levels -> Arithmetic.round(x, levels)).orElse(x);
  }
}
