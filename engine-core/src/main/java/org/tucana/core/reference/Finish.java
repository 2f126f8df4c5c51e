package org.tucana.core.reference;

import java.util.Optional;
import org.tucana.core.kernel.Epilogue;

/** Applies an epilogue to the sum of one output element. */
final class Finish {
  private final Optional<Cells> bias;
  private final Optional<Cells> residual;
  private final boolean relu;

  Finish(Epilogue epilogue) {
    bias = epilogue.bias().map(Cells::of);
    residual = epilogue.residual().map(Cells::of);
    relu = epilogue.relu();
  }

  /** The value to store as element {@code element} (row-major) of channel {@code channel}. */
  double of(double sum, int channel, int element) {
    double value = sum;
    if (bias.isPresent()) {
      value += bias.get().get(channel);
    }
    if (residual.isPresent()) {
      value += residual.get().get(element);
    }
    return relu ? Math.max(value, 0) : value;
  }
}
