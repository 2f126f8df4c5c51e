package org.tucana.decomposition.rewrite;

import org.tucana.core.kernel.Levels;
import org.tucana.core.type.FormatException;
import org.tucana.core.type.HostTensor;
import org.tucana.core.type.Shape;

/**
 * A weight of which each filter has 255 values, evenly spaced from its largest magnitude's negative
 * to that magnitude: what eight bits hold with a scale a filter. Rounded again it stays the same.
 *
 * @param values as they multiply
 * @param relativeError norm of what rounding changed over that of the weight; 0 where that is 0
 */
record RoundedWeight(HostTensor values, double relativeError) {
  /** Levels on each side of zero. */
  private static final int HALF = 127;

  /**
   * Rounds.
   *
   * @param layer its name, for messages
   * @param axis of the filters
   */
  static RoundedWeight of(String layer, HostTensor weight, int axis) {
    Shape shape = weight.shape();
    int filters = shape.dim(axis);
    int inner = 1;
    for (int i = axis + 1; i < shape.rank(); i++) {
      inner *= shape.dim(i);
    }
    float[] values = weight.toFloats();
    double[] largest = new double[filters];
    for (int i = 0; i < values.length; i++) {
      int filter = i / inner % filters;
      largest[filter] = Math.max(largest[filter], Math.abs(values[i]));
    }
    float[] rounded = new float[values.length];
    double changed = 0;
    double all = 0;
    for (int i = 0; i < values.length; i++) {
      double most = largest[i / inner % filters];
      if (!Double.isFinite(most)) {
        throw new FormatException(
            "int8: the weight of layer " + layer + " is not finite; take another model");
      }
      rounded[i] = most == 0 ? 0 : (float) new Levels(most / HALF, -HALF, HALF).round(values[i]);
      changed += Math.pow((double) rounded[i] - values[i], 2);
      all += (double) values[i] * values[i];
    }
    return new RoundedWeight(
        HostTensor.of(shape, rounded), all == 0 ? 0 : Math.sqrt(changed / all));
  }
}
