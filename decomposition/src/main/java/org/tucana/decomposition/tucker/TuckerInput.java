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
import org.tucana.core.type.Shape;
import org.tucana.core.type.ShapeException;
import org.tucana.decomposition.History;
import org.tucana.decomposition.algebra.ModeProduct;
import org.tucana.decomposition.sweep.ScaledInput;

/**
 * A tensor that was found fit to be decomposed, and a target that fits it.
 *
 * @param method heads messages
 * @param scaled the tensor
 * @param modes to compress, in the order to work on them
 * @param target ranks, or an error bound
 */
public record TuckerInput(
    String method, ScaledInput scaled, List<Integer> modes, TuckerTarget target) {
  /** Looks at tensor and target, and refuses in words. */
  public static TuckerInput of(String method, Tensor x, TuckerTarget target) {
    ScaledInput scaled = ScaledInput.of(method, x);
    List<Integer> modes = modes(method, x.shape(), target.modes());
    if (target instanceof TuckerRanks ranks) {
      checkRanks(method, x.shape(), modes, ranks.ranks());
    }
    return new TuckerInput(method, scaled, modes, target);
  }

  /** The session of the tensor. */
  public EagerSession session() {
    return scaled.session();
  }

  /** The tensor to work on. */
  public Tensor working() {
    return scaled.working();
  }

  /** The sum of the squares of the tensor to work on. */
  public double energy() {
    return scaled.energy();
  }

  /** The same without modes whose rank is their size. */
  TuckerInput truncated() {
    if (!(target instanceof TuckerRanks all)) {
      return this;
    }
    List<Integer> truncated = new ArrayList<>();
    List<Integer> ranks = new ArrayList<>();
    for (int i = 0; i < modes.size(); i++) {
      if (all.ranks().get(i) < scaled.original().dim(modes.get(i))) {
        truncated.add(modes.get(i));
        ranks.add(all.ranks().get(i));
      }
    }
    return new TuckerInput(method, scaled, truncated, new TuckerRanks(truncated, ranks));
  }

  /** Energy that an error bound allows to miss, a little less for rounding. */
  double allowance(TuckerErrorBound bound) {
    return scaled.allowance(bound.error());
  }

  /** A factor in the tensor's element type. */
  Tensor rounded(Tensor factor) {
    return Arithmetic.cast(factor, scaled.original().dtype());
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
   * @param core of the tensor to work on
   * @param factors FLOAT64, by mode
   */
  public Tucker result(
      Scope scope, Tensor core, SequencedMap<Integer, Tensor> factors, History history) {
    SequencedMap<Integer, Tensor> kept = new LinkedHashMap<>();
    factors.forEach(
        (mode, factor) -> kept.put(mode, scope.keep(Arithmetic.scale(rounded(factor), 1))));
    Tensor keptCore = scope.keep(scaled.inOriginalUnits(core));
    double error = scaled.relativeError((from, to) -> Tucker.rows(keptCore, kept, from, to));
    return new Tucker(scaled.original().type(), keptCore, kept, history, error);
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
