package org.tucana.decomposition.tucker;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;
import java.util.Set;
import java.util.stream.IntStream;
import org.tucana.core.EagerSession;
import org.tucana.core.Scope;
import org.tucana.core.Tensor;
import org.tucana.core.op.Arithmetic;
import org.tucana.core.type.DType;
import org.tucana.core.type.Shape;
import org.tucana.core.type.ShapeException;
import org.tucana.decomposition.DecompositionChecks;
import org.tucana.decomposition.History;
import org.tucana.decomposition.algebra.ModeProduct;
import org.tucana.decomposition.algebra.Residual;

/**
 * A tensor that was found fit to be decomposed, and a target that fits it.
 *
 * @param method heads messages
 * @param session of the tensor
 * @param original FLOAT32 or FLOAT64, of order 2 or more, finite and not all zeros
 * @param unit a power of 2 that the original is divided by before anything is squared; 1 but for
 *     magnitudes whose squares leave the range of float32
 * @param energy the sum of the squares of the original in this unit
 * @param modes to compress, in the order to work on them
 * @param target ranks, or an error bound
 */
public record TuckerInput(
    String method,
    EagerSession session,
    Tensor original,
    double unit,
    double energy,
    List<Integer> modes,
    TuckerTarget target) {
  /** Typical magnitude up to which squares and their sums are far from the ends of float32. */
  private static final double LARGEST = 0x1p40;

  /** Looks at tensor and target, and refuses in words. */
  public static TuckerInput of(String method, Tensor x, TuckerTarget target) {
    double energy = DecompositionChecks.energy(method, x);
    double unit = unit(Math.sqrt(energy / x.shape().elements()));
    List<Integer> modes = modes(method, x.shape(), target.modes());
    if (target instanceof TuckerRanks ranks) {
      checkRanks(method, x.shape(), modes, ranks.ranks());
    }
    return new TuckerInput(
        method,
        DecompositionChecks.session(method, x),
        x,
        unit,
        energy / unit / unit,
        modes,
        target);
  }

  /** 1, or the power of 2 below a typical magnitude that is far from it. */
  public static double unit(double magnitude) {
    return magnitude > LARGEST || magnitude < 1 / LARGEST
        ? Math.scalb(1.0, Math.getExponent(magnitude))
        : 1;
  }

  /** The tensor to work on: the original itself in almost all cases. */
  public Tensor working() {
    return unit == 1 ? original : Arithmetic.scale(original, 1 / unit);
  }

  /** The same without modes whose rank is their size. */
  TuckerInput truncated() {
    if (!(target instanceof TuckerRanks all)) {
      return this;
    }
    List<Integer> truncated = new ArrayList<>();
    List<Integer> ranks = new ArrayList<>();
    for (int i = 0; i < modes.size(); i++) {
      if (all.ranks().get(i) < original.dim(modes.get(i))) {
        truncated.add(modes.get(i));
        ranks.add(all.ranks().get(i));
      }
    }
    return new TuckerInput(
        method, session, original, unit, energy, truncated, new TuckerRanks(truncated, ranks));
  }

  /** Energy that an error bound allows to miss, a little less for rounding. */
  public double allowance(TuckerErrorBound bound) {
    return allowance(bound.error(), energy, original.dtype());
  }

  /** Energy that a relative error allows to miss, a little less for rounding. */
  public static double allowance(double error, double energy, DType dtype) {
    double rounding = dtype == DType.FLOAT64 ? 1e-12 : 1e-6;
    return error * error * energy * (1 - rounding);
  }

  /** A factor in the tensor's element type. */
  Tensor rounded(Tensor factor) {
    return Arithmetic.cast(factor, original.dtype());
  }

  /** Projects on the columns of factors of some modes. */
  Tensor project(Tensor x, SequencedMap<Integer, Tensor> factors) {
    List<ModeProduct.Step> steps =
        factors.entrySet().stream()
            .map(entry -> ModeProduct.Step.transposed(entry.getKey(), rounded(entry.getValue())))
            .toList();
    return ModeProduct.chain(x, steps);
  }

  /**
   * The result, handed to the parent of a scope.
   *
   * @param core in units of {@link #unit}
   * @param factors FLOAT64, by mode
   */
  public Tucker result(
      Scope scope, Tensor core, SequencedMap<Integer, Tensor> factors, History history) {
    SequencedMap<Integer, Tensor> kept = new LinkedHashMap<>();
    factors.forEach(
        (mode, factor) -> kept.put(mode, scope.keep(Arithmetic.scale(rounded(factor), 1))));
    Tensor scaled = scope.keep(Arithmetic.scale(core, unit));
    double error =
        Residual.relative(
            original, energy * unit * unit, (from, to) -> Tucker.rows(scaled, kept, from, to));
    return new Tucker(original.type(), scaled, kept, history, error);
  }

  private static List<Integer> modes(String method, Shape shape, List<Integer> asked) {
    if (asked.isEmpty()) {
      return IntStream.range(0, shape.rank()).boxed().toList();
    }
    Set<Integer> seen = new HashSet<>();
    for (int mode : asked) {
      if (mode < 0 || mode >= shape.rank()) {
        throw new ShapeException(
            method
                + ": there is no mode "
                + mode
                + ", expected modes in 0.."
                + (shape.rank() - 1)
                + " for a tensor of shape "
                + shape
                + "; modes count from 0");
      }
      if (!seen.add(mode)) {
        throw new ShapeException(
            method + ": mode " + mode + " is named twice in " + asked + "; name each mode once");
      }
    }
    return asked;
  }

  private static void checkRanks(
      String method, Shape shape, List<Integer> modes, List<Integer> ranks) {
    if (ranks.size() != modes.size()) {
      throw new ShapeException(
          method
              + ": expected "
              + modes.size()
              + " ranks, one for each of the modes "
              + modes
              + " of a tensor of shape "
              + shape
              + ", got "
              + ranks
              + "; give one rank a mode or name the modes");
    }
    for (int i = 0; i < ranks.size(); i++) {
      int size = shape.dim(modes.get(i));
      if (ranks.get(i) < 1 || ranks.get(i) > size) {
        throw new ShapeException(
            method
                + ": expected a rank in 1.."
                + size
                + " for mode "
                + modes.get(i)
                + " of a tensor of shape "
                + shape
                + ", got "
                + ranks.get(i)
                + "; choose a rank up to the mode's size");
      }
    }
  }
}
