package org.tucana.decomposition.leastsquares;

import java.util.List;
import java.util.stream.IntStream;
import org.ejml.data.DMatrixRMaj;
import org.tucana.core.EagerSession;
import org.tucana.core.Scope;
import org.tucana.core.Tensor;
import org.tucana.core.op.Products;
import org.tucana.core.type.Shape;
import org.tucana.decomposition.algebra.TensorProducts;

/**
 * X_(n) times the Khatri-Rao product of the factors of all other modes, for every mode of a sweep
 * from two products with the whole tensor and no unfolding (Phan et al., "Fast Alternating LS
 * Algorithms for High Order CANDECOMP/PARAFAC Tensor Factorizations", IEEE Trans. Signal Process.
 * 61, 2013).
 *
 * <p>The modes are cut in two: X is a matrix [I_0 .. I_(s-1), I_s .. I_(N-1)]. Its product with the
 * Khatri-Rao product of the trailing factors stays valid while the leading ones are updated, and
 * the other way round; what is left of it is contracted on the host.
 *
 * <p>R is the number of columns of every factor.
 */
public final class KhatriRaoContraction {
  private final EagerSession session;
  private final Shape shape;
  private final int split;
  private final Tensor matrix;

  /** Of a tensor of order 2 or more. */
  public KhatriRaoContraction(EagerSession session, Tensor x) {
    this.session = session;
    this.shape = x.shape();
    this.split = cheapestSplit(shape);
    int leading = elements(0, split);
    this.matrix = x.reshape(leading, shape.elements() / leading);
  }

  /** The number of leading modes. */
  public int split() {
    return split;
  }

  /** Contracts the trailing modes with their factors; for updates of the leading ones. */
  public Partial withoutTrailing(List<DMatrixRMaj> factors) {
    return contracted(factors.subList(split, factors.size()), matrix.permute(1, 0), 0, split);
  }

  /** Contracts the leading modes with their factors; for updates of the trailing ones. */
  public Partial withoutLeading(List<DMatrixRMaj> factors) {
    return contracted(factors.subList(0, split), matrix, split, shape.rank());
  }

  /** The few rows come first in the product, since register tiles have fewer rows than columns. */
  private Partial contracted(List<DMatrixRMaj> factors, Tensor columns, int from, int to) {
    try (Scope _ = session.scope()) {
      List<Tensor> tensors =
          factors.stream()
              .map(factor -> HostMatrices.upload(session, factor, matrix.dtype()))
              .toList();
      Tensor rows = TensorProducts.khatriRao(tensors).permute(1, 0);
      Tensor product = Products.matmul(rows, columns).permute(1, 0);
      int[] sizes = IntStream.range(from, to).map(shape::dim).toArray();
      return new Partial(HostMatrices.doubles(product), sizes, from, product.dim(1));
    }
  }

  /** The cut that leaves the fewest elements to contract on the host. */
  private int cheapestSplit(Shape shape) {
    int best = 1;
    long fewest = Long.MAX_VALUE;
    for (int cut = 1; cut < shape.rank(); cut++) {
      long left = cut == 1 ? 0 : elements(0, cut);
      long right = cut == shape.rank() - 1 ? 0 : elements(cut, shape.rank());
      if (left + right < fewest) {
        fewest = left + right;
        best = cut;
      }
    }
    return best;
  }

  private int elements(int from, int to) {
    return IntStream.range(from, to).map(shape::dim).reduce(1, Math::multiplyExact);
  }

  /**
   * What is left when one half of the modes is contracted.
   *
   * @param values row-major [I_first, I_(first+1), .., R]
   * @param sizes I_first and so on
   * @param first the first mode that is left
   * @param rank R
   */
  public record Partial(double[] values, int[] sizes, int first, int rank) {

    /** Contracts all modes but one with their factors: [I_n, R]. */
    public DMatrixRMaj product(int mode, List<DMatrixRMaj> factors) {
      double[] left = values;
      for (int axis = sizes.length - 1; axis > mode - first; axis--) {
        int before = left.length / rank / sizes[axis];
        left = contract(left, before, 1, factors.get(first + axis));
      }
      for (int axis = 0; axis < mode - first; axis++) {
        int after = left.length / rank / sizes[axis];
        left = contract(left, 1, after, factors.get(first + axis));
      }
      return DMatrixRMaj.wrap(sizes[mode - first], rank, left);
    }

    /** [before, I, after, R] times [I, R], summed over I. */
    private double[] contract(double[] x, int before, int after, DMatrixRMaj factor) {
      double[] sums = new double[before * after * rank];
      int size = factor.numRows;
      for (int b = 0; b < before; b++) {
        for (int i = 0; i < size; i++) {
          for (int a = 0; a < after; a++) {
            int from = ((b * size + i) * after + a) * rank;
            int to = (b * after + a) * rank;
            for (int r = 0; r < rank; r++) {
              sums[to + r] += x[from + r] * factor.data[i * rank + r];
            }
          }
        }
      }
      return sums;
    }
  }
}
