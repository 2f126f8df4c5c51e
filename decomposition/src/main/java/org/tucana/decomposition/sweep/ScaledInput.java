package org.tucana.decomposition.sweep;

import org.tucana.core.EagerSession;
import org.tucana.core.Tensor;
import org.tucana.core.op.Arithmetic;
import org.tucana.decomposition.DecompositionChecks;
import org.tucana.decomposition.algebra.Residual;
import org.tucana.decomposition.tucker.TuckerInput;

/**
 * A tensor that was found fit to be decomposed.
 *
 * @param session of the tensor
 * @param original FLOAT32 or FLOAT64, of order 2 or more, finite and not all zeros
 * @param unit a power of 2 that the original is divided by before anything is squared; 1 but for
 *     magnitudes whose squares leave the range of float32
 * @param energy the sum of the squares of the original in this unit
 */
public record ScaledInput(EagerSession session, Tensor original, double unit, double energy) {

  /** Looks at a tensor and refuses in words. */
  public static ScaledInput of(String method, Tensor x) {
    double energy = DecompositionChecks.energy(method, x);
    double unit = TuckerInput.unit(Math.sqrt(energy / x.shape().elements()));
    return new ScaledInput(DecompositionChecks.session(method, x), x, unit, energy / unit / unit);
  }

  /** The tensor to work on: the original itself in almost all cases. */
  public Tensor working() {
    return unit == 1 ? original : Arithmetic.scale(original, 1 / unit);
  }

  /** A part of the result, in the units and the element type of the original. */
  public Tensor inOriginalUnits(Tensor part) {
    return Arithmetic.scale(Arithmetic.cast(part, original.dtype()), unit);
  }

  /** Energy that a relative error allows to miss. */
  public double allowance(double error) {
    return TuckerInput.allowance(error, energy, original.dtype());
  }

  /** The relative error of an approximation of the original. */
  public double relativeError(Residual.Rows approximation) {
    return Residual.relative(original, energy * unit * unit, approximation);
  }
}
