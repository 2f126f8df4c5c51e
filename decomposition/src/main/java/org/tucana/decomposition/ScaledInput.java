package org.tucana.decomposition;

import org.tucana.core.EagerSession;
import org.tucana.core.Tensor;
import org.tucana.core.op.Arithmetic;
import org.tucana.decomposition.algebra.Residual;

/**
 * A tensor that was found fit to be decomposed.
 *
 * @param session of the tensor
 * @param original FLOAT32 or FLOAT64, of order 2 or more, finite and not all zeros
 * @param unit a power of 2 that the original is divided by before anything is squared; 1 but for
 *     magnitudes whose squares leave the range of float32
 * @param energy the sum of the squares of the original in this unit
 */
record ScaledInput(EagerSession session, Tensor original, double unit, double energy) {

  /** Looks at a tensor and refuses in words. */
  static ScaledInput of(String method, Tensor x) {
    double energy = DecompositionChecks.energy(method, x);
    double unit = TuckerInput.unit(Math.sqrt(energy / x.shape().elements()));
    return new ScaledInput(DecompositionChecks.session(method, x), x, unit, energy / unit / unit);
  }

  /** The tensor to work on: the original itself in almost all cases. */
  Tensor working() {
    return unit == 1 ? original : Arithmetic.scale(original, 1 / unit);
  }

  /** A part of the result, in the units and the element type of the original. */
  Tensor inOriginalUnits(Tensor part) {
    return Arithmetic.scale(Arithmetic.cast(part, original.dtype()), unit);
  }

  /** Energy that a relative error allows to miss. */
  double allowance(double error) {
    return TuckerInput.allowance(error, energy, original.dtype());
  }

  /** The relative error of an approximation of the original. */
  double relativeError(Residual.Rows approximation) {
    return Residual.relative(original, energy * unit * unit, approximation);
  }
}
