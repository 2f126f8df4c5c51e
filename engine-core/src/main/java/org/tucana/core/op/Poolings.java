package org.tucana.core.op;

import java.util.List;
import org.tucana.core.Tensor;
import org.tucana.core.kernel.PoolGeometry;

/** Pooling over rows and columns of picture batches [N,C,H,W]. */
public final class Poolings {
  private Poolings() {}

  /** The largest value of each window. */
  public static Tensor maxPool2d(Tensor x, PoolGeometry geometry) {
    return x.session().run(new MaxPool2d(geometry), List.of(x)).getFirst();
  }

  /** Means over a grid of rows x columns windows. */
  public static Tensor adaptiveAveragePool2d(Tensor x, int rows, int columns) {
    return x.session().one(new AdaptiveAveragePool2d(rows, columns), x);
  }
}
