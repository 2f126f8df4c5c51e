package org.tucana.core.kernel;

/**
 * The axes of an operand that a reduction keeps and those it combines, each merged.
 *
 * @param kept in the order of the results
 * @param reduced in the order of a result's elements
 */
public record ReducedAxes(MergedAxes kept, MergedAxes reduced) {

  /** The axes of {@code x}; those in which {@code y} has another size are reduced. */
  public static ReducedAxes of(Operand x, Operand y) {
    int[] keptDims = x.shape().dims();
    int[] reducedDims = x.shape().dims();
    for (int axis = 0; axis < keptDims.length; axis++) {
      if (y.dim(axis) == x.dim(axis)) {
        reducedDims[axis] = 1;
      } else {
        keptDims[axis] = 1;
      }
    }
    return new ReducedAxes(
        MergedAxes.of(keptDims, x.strides()), MergedAxes.of(reducedDims, x.strides()));
  }
}
