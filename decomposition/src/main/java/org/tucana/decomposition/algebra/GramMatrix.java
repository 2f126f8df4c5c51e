package org.tucana.decomposition.algebra;

import java.util.List;
import java.util.function.Function;
import org.tucana.core.EagerSession;
import org.tucana.core.Scope;
import org.tucana.core.Tensor;
import org.tucana.core.op.Arithmetic;
import org.tucana.core.op.Joining;
import org.tucana.core.op.Products;
import org.tucana.core.type.DType;

/**
 * G = X_(n) X_(n)^T [I_n, I_n], summed over slabs of bounded size, so that no unfolding of a large
 * tensor is ever whole in memory.
 */
public final class GramMatrix {
  /** Bytes of a slab in the type of the sums. */
  private static final int SLAB = 1 << 23;

  /** Rows from which a product is made by halves. */
  private static final int HALVED = 192;

  /** Rows and columns that products are fast at: whole register tiles. */
  private static final int TILE = 48;

  private GramMatrix() {}

  /** The Gram matrix of one mode, in the tensor's element type. */
  public static Tensor of(Tensor x, int mode) {
    return of(x, mode, x.dtype());
  }

  /**
   * The Gram matrix of one mode in a chosen element type: eigenvalues of a FLOAT32 Gram matrix lie
   * on a floor of 1e-7 of the largest, those of a FLOAT64 one on 1e-16.
   *
   * @throws org.tucana.core.type.ShapeException where there is no such mode
   */
  public static Tensor of(Tensor x, int mode, DType dtype) {
    Checks.tensor("Gram matrix", x);
    Checks.mode("Gram matrix", x, mode);
    EagerSession session = Checks.eager("Gram matrix", x);
    if (x.shape().elements() == 0) {
      throw Checks.refuse("Gram matrix", "the tensor " + x.type() + " is empty; give it elements");
    }
    try (Scope scope = session.scope()) {
      Folded folded = Folded.of(x, mode);
      boolean matrix = folded.before() == 1;
      int most = SLAB / dtype.bytes();
      List<int[]> slabs =
          matrix
              ? Slabs.of(folded.after(), folded.size(), most)
              : Slabs.of(folded.before(), (long) folded.size() * folded.after(), most);
      return scope.keep(
          sum(
              session,
              slabs,
              range -> {
                Tensor part = folded.x().slice(matrix ? 2 : 0, range[0], range[1]);
                return square(Arithmetic.cast(unfolded(part), dtype));
              }));
    }
  }

  /**
   * A A^T. Of a large product only the blocks on and below the diagonal are multiplied, by halves;
   * those above are turned.
   */
  private static Tensor square(Tensor a) {
    int rows = a.dim(0);
    if (rows < HALVED) {
      return Products.matmul(a, a.permute(1, 0));
    }
    int half = rows / 2 / TILE * TILE;
    Tensor upper = a.slice(0, 0, half);
    Tensor lower = a.slice(0, half, rows);
    Tensor corner = Products.matmul(lower, upper.permute(1, 0));
    return Joining.concat(
        0,
        List.of(
            Joining.concat(1, List.of(square(upper), corner.permute(1, 0))),
            Joining.concat(1, List.of(corner, square(lower)))));
  }

  /** [before, I_n, after] as [I_n, before after]: a view where one of the two is 1. */
  private static Tensor unfolded(Tensor part) {
    int rows = part.dim(1);
    if (part.dim(0) == 1) {
      return part.permute(1, 2, 0).reshape(rows, part.dim(2));
    }
    return part.dim(2) == 1
        ? part.reshape(part.dim(0), rows).permute(1, 0)
        : Unfolding.unfold(part, 1);
  }

  /** The sum over ranges, by halves, so that few parts are alive at once and little is rounded. */
  private static Tensor sum(
      EagerSession session, List<int[]> ranges, Function<int[], Tensor> part) {
    int half = ranges.size() / 2;
    try (Scope scope = session.scope()) {
      return scope.keep(
          half == 0
              ? part.apply(ranges.getFirst())
              : Arithmetic.add(
                  sum(session, ranges.subList(0, half), part),
                  sum(session, ranges.subList(half, ranges.size()), part)));
    }
  }
}
