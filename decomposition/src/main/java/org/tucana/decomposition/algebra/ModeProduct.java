package org.tucana.decomposition.algebra;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.tucana.core.EagerSession;
import org.tucana.core.Scope;
import org.tucana.core.Tensor;
import org.tucana.core.op.Joining;
import org.tucana.core.op.Products;

/**
 * The product of a tensor and a matrix along one mode: Y = X x_n A has the unfolding A X_(n). The
 * tensor is not copied: it is seen as [before, I_n, after] and multiplied by a broadcast matrix.
 * Only where few elements follow the mode are slabs of it turned, since products that narrow would
 * waste most of a register tile.
 */
public final class ModeProduct {
  /** Elements after the mode below which slabs are turned. */
  private static final int NARROW = 24;

  private static final int SLAB = 1 << 22;

  private ModeProduct() {}

  /**
   * One product of a chain.
   *
   * @param mode n
   * @param matrix A [J, I_n]
   */
  public record Step(int mode, Tensor matrix) {
    /** The product with the transpose of a matrix [I_n, J], such as the factor of a mode. */
    public static Step transposed(int mode, Tensor matrix) {
      Checks.matrix("mode product", matrix);
      return new Step(mode, matrix.permute(1, 0));
    }
  }

  /**
   * X x_n A: the size of mode n becomes J. The result may be a view.
   *
   * @param matrix A [J, I_n], any view
   * @throws org.tucana.core.type.ShapeException where tensor, mode and matrix do not fit
   */
  public static Tensor multiply(Tensor x, int mode, Tensor matrix) {
    Checks.tensor("mode product", x);
    Checks.mode("mode product", x, mode);
    Checks.matrix("mode product", matrix);
    Checks.sameType("mode product", x, matrix);
    if (matrix.dim(1) != x.dim(mode)) {
      throw Checks.refuse(
          "mode product",
          "expected a matrix with "
              + x.dim(mode)
              + " columns for mode "
              + mode
              + " of "
              + x.shape()
              + ", got "
              + matrix.shape()
              + "; transpose it or name another mode");
    }
    Folded folded = Folded.of(x, mode);
    int[] dims = x.shape().with(mode, matrix.dim(0)).dims();
    if (folded.after() == 1) {
      Tensor rows = folded.x().reshape(folded.before(), folded.size());
      return Products.matmul(rows, matrix.permute(1, 0)).reshape(dims);
    }
    if (folded.before() == 1) {
      Tensor columns = folded.x().reshape(folded.size(), folded.after());
      return Products.matmul(matrix, columns).reshape(dims);
    }
    if (folded.after() < NARROW && x.session() instanceof EagerSession session) {
      return turned(session, folded, matrix, dims);
    }
    return Products.matmul(matrix, folded.x()).reshape(dims);
  }

  /**
   * X x_n A^T without copying the transpose: projects on the columns of a factor.
   *
   * @param matrix A [I_n, J]
   */
  public static Tensor multiplyTransposed(Tensor x, int mode, Tensor matrix) {
    return multiply(x, mode, Step.transposed(mode, matrix).matrix());
  }

  /** Slab by slab: [slab, after, I_n] is a matrix with I_n columns. */
  private static Tensor turned(EagerSession session, Folded folded, Tensor matrix, int[] dims) {
    int rows = matrix.dim(0);
    List<Tensor> slabs = new ArrayList<>();
    try (Scope scope = session.scope()) {
      for (int[] range : Slabs.of(folded.before(), (long) folded.size() * folded.after(), SLAB)) {
        int count = range[1] - range[0];
        try (Scope step = session.scope()) {
          Tensor turned = folded.x().slice(0, range[0], range[1]).permute(0, 2, 1);
          Tensor product =
              Products.matmul(
                  turned.reshape(count * folded.after(), folded.size()), matrix.permute(1, 0));
          slabs.add(step.keep(product.reshape(count, folded.after(), rows)));
        }
      }
      Tensor all = slabs.size() == 1 ? slabs.getFirst() : Joining.concat(0, slabs);
      return scope.keep(all.permute(0, 2, 1).reshape(dims));
    }
  }

  /**
   * X x_a A x_b B ... over distinct modes, in the order that costs least: a product that takes a
   * mode from I to J multiplies the elements by J / I and costs J operations an element, so that of
   * two products the one with the larger 1/J - 1/I goes first, whatever surrounds them.
   */
  public static Tensor chain(Tensor x, List<Step> steps) {
    Checks.tensor("mode product", x);
    Set<Integer> seen = new HashSet<>();
    for (Step step : steps) {
      Checks.mode("mode product", x, step.mode());
      if (!seen.add(step.mode())) {
        throw Checks.refuse(
            "mode product",
            "mode " + step.mode() + " stands twice in a chain; multiply its matrices first");
      }
    }
    List<Step> ordered =
        steps.stream().sorted(Comparator.comparingDouble(ModeProduct::rank).reversed()).toList();
    if (!(x.session() instanceof EagerSession session)) {
      return apply(x, ordered);
    }
    try (Scope scope = session.scope()) {
      return scope.keep(apply(x, ordered));
    }
  }

  private static Tensor apply(Tensor x, List<Step> steps) {
    Tensor y = x;
    for (Step step : steps) {
      y = multiply(y, step.mode(), step.matrix());
    }
    return y;
  }

  private static double rank(Step step) {
    return 1.0 / step.matrix().dim(0) - 1.0 / step.matrix().dim(1);
  }
}
