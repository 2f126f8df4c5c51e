package org.tucana.decomposition.tucker;

import java.util.List;
import org.tucana.core.type.ShapeException;

/**
 * The smallest ranks that a method finds for a relative error.
 *
 * @param error greatest relative error, above 0 and below 1
 * @param modes the modes to compress in the order to work on them; empty means all
 */
public record TuckerErrorBound(double error, List<Integer> modes) implements TuckerTarget {
  public TuckerErrorBound {
    if (!(error > 0 && error < 1)) {
      throw new ShapeException(
          "error bound: expected a relative error above 0 and below 1, got "
              + error
              + "; 0.1 keeps all but a tenth of the norm");
    }
    modes = List.copyOf(modes);
  }

  /** Over all modes. */
  public static TuckerErrorBound of(double error) {
    return new TuckerErrorBound(error, List.of());
  }
}
