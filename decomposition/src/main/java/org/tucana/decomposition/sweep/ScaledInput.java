package org.tucana.decomposition.sweep;

import org.tucana.core.EagerSession;
import org.tucana.core.Scope;
import org.tucana.core.Tensor;
import org.tucana.core.op.Arithmetic;
import org.tucana.core.op.Reductions;
import org.tucana.core.type.DType;
import org.tucana.core.type.ShapeException;
import org.tucana.decomposition.DecompositionChecks;
import org.tucana.decomposition.algebra.InnerProduct;
import org.tucana.decomposition.algebra.Residual;

/**
 * A tensor that was found fit to be decomposed.
 *
 * @param session of the tensor
 * @param original FLOAT32 or FLOAT64, of order 2 or more, finite and not all zeros
 * @param exponent of the unit, a power of 2, that the original is divided by before anything is
 *     squared; 0 but for magnitudes whose squares leave the range of float32
 * @param energy the sum of the squares of the original in this unit
 */
public record ScaledInput(EagerSession session, Tensor original, int exponent, double energy) {
  /** Typical magnitude up to which squares and their sums are far from the ends of float32. */
  private static final double LARGEST = 0x1p40;

  /**
   * Looks at a tensor and refuses in words.
   *
   * @param method heads the message
   * @throws ShapeException for integers, order 1, NaN, infinity, and nothing but zeros
   */
  public static ScaledInput of(String method, Tensor x) {
    EagerSession session = DecompositionChecks.decomposable(method, x);
    double energy = InnerProduct.squaredNorm(x);
    double magnitude = Math.sqrt(energy / x.shape().elements());
    if (magnitude >= 1 / LARGEST && magnitude <= LARGEST) {
      return new ScaledInput(session, x, 0, energy);
    }
    try (Scope _ = session.scope()) {
      double largest = Math.max(Reductions.maximum(x).item(), -Reductions.minimum(x).item());
      int exponent = Math.getExponent(largest);
      double scaled = InnerProduct.squaredNorm(times(x, -exponent));
      if (scaled == 0) {
        throw new ShapeException(
            method + ": the tensor " + x.type() + " is all zeros; there is nothing to decompose");
      }
      if (!Double.isFinite(largest) || !Double.isFinite(scaled)) {
        throw new ShapeException(
            method + ": the tensor " + x.type() + " holds NaN or infinity; replace them");
      }
      return new ScaledInput(session, x, exponent, scaled);
    }
  }

  /** The same elements in another order of axes. */
  public ScaledInput with(Tensor laidOut) {
    return new ScaledInput(session, laidOut, exponent, energy);
  }

  /** The tensor to work on: the original itself in almost all cases. */
  public Tensor working() {
    return times(original, -exponent);
  }

  /** A copy of a part of the result, in the units and the element type of the original. */
  public Tensor inOriginalUnits(Tensor part) {
    return Arithmetic.scale(times(Arithmetic.cast(part, original.dtype()), exponent), 1);
  }

  /** A squared length of the {@link #working} tensor in the units of the original. */
  public double squareInOriginalUnits(double square) {
    return Math.scalb(square, 2 * exponent);
  }

  /** Energy that a relative error allows to miss, a little less for rounding. */
  public double allowance(double error) {
    double rounding = original.dtype() == DType.FLOAT64 ? 1e-12 : 1e-6;
    return error * error * energy * (1 - rounding);
  }

  /**
   * The relative error of an approximation of the original, from the residual.
   *
   * @throws ShapeException where parts of the result are beyond the range of the element type
   */
  public double relativeError(Residual.Rows approximation) {
    try (Scope _ = session.scope()) {
      double error =
          Residual.relative(
              working(), energy, (from, to) -> times(approximation.rows(from, to), -exponent));
      if (!Double.isFinite(error)) {
        throw new ShapeException(
            "decompose: the parts of "
                + original.type()
                + " are beyond the range of its element type; rescale the tensor");
      }
      return error;
    }
  }

  /**
   * A tensor times a power of 2, in two steps since the power itself may be beyond the range of the
   * element type.
   */
  private static Tensor times(Tensor x, int exponent) {
    if (exponent == 0) {
      return x;
    }
    int half = exponent / 2;
    Tensor halfway = Arithmetic.scale(x, Math.scalb(1.0, half));
    return Arithmetic.scale(halfway, Math.scalb(1.0, exponent - half));
  }
}
