package org.tucana.decomposition.cp;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;
import org.ejml.data.DMatrixRMaj;
import org.ejml.dense.row.CommonOps_DDRM;
import org.tucana.core.EagerSession;
import org.tucana.core.Tensor;
import org.tucana.core.type.DType;
import org.tucana.decomposition.leastsquares.HostMatrices;

/**
 * Weights and factors of a canonical polyadic decomposition while they are worked on, in double on
 * the host. Columns have length 1, so that every Gram matrix has a diagonal of ones.
 */
public final class CpColumns {
  private final List<DMatrixRMaj> factors;
  private final List<DMatrixRMaj> grams;
  private double[] weights;

  /** From factors of any length of columns, which are copied. */
  CpColumns(List<DMatrixRMaj> start) {
    factors = new ArrayList<>();
    grams = new ArrayList<>();
    weights = new double[start.getFirst().numCols];
    Arrays.fill(weights, 1);
    for (DMatrixRMaj given : start) {
      DMatrixRMaj factor = given.copy();
      double[] norms = HostMatrices.normalizeColumns(factor);
      for (int r = 0; r < weights.length; r++) {
        weights[r] *= norms[r];
      }
      factors.add(factor);
      grams.add(HostMatrices.gram(factor));
    }
  }

  /** One factor a mode. */
  public List<DMatrixRMaj> factors() {
    return factors;
  }

  /** A copy of a factor that carries the weights. */
  public DMatrixRMaj weighted(int mode) {
    DMatrixRMaj factor = factors.get(mode).copy();
    HostMatrices.scaleColumns(factor, weights);
    return factor;
  }

  /** Puts in place of a factor one that carries the weights. */
  void replace(int mode, DMatrixRMaj weighted) {
    DMatrixRMaj factor = weighted.copy();
    weights = HostMatrices.normalizeColumns(factor);
    factors.set(mode, factor);
    grams.set(mode, HostMatrices.gram(factor));
  }

  /** The Gram matrix of the Khatri-Rao product of all factors but one: a product of theirs. */
  DMatrixRMaj gramWithout(int mode) {
    DMatrixRMaj product = new DMatrixRMaj(weights.length, weights.length);
    CommonOps_DDRM.fill(product, 1);
    for (int other = 0; other < grams.size(); other++) {
      if (other != mode) {
        CommonOps_DDRM.elementMult(product, grams.get(other));
      }
    }
    return product;
  }

  /** The squared Frobenius norm of the tensor that this stands for. */
  double squaredNorm() {
    DMatrixRMaj gram = gramWithout(-1);
    double sum = 0;
    for (int r = 0; r < weights.length; r++) {
      for (int s = 0; s < weights.length; s++) {
        sum += weights[r] * weights[s] * gram.get(r, s);
      }
    }
    return sum;
  }

  /** Columns by falling weight, with their signs as {@link Cp} wants them. */
  public CpColumns ordered() {
    int[] order =
        IntStream.range(0, weights.length)
            .boxed()
            .sorted(Comparator.comparingDouble(r -> -weights[r]))
            .mapToInt(Integer::intValue)
            .toArray();
    List<DMatrixRMaj> sorted = new ArrayList<>();
    for (DMatrixRMaj factor : factors) {
      sorted.add(new DMatrixRMaj(factor.numRows, factor.numCols));
    }
    for (int r = 0; r < order.length; r++) {
      double product = 1;
      for (int mode = factors.size() - 1; mode >= 0; mode--) {
        DMatrixRMaj factor = factors.get(mode);
        double sign = mode == 0 ? product : sign(factor, order[r]);
        product *= sign;
        for (int i = 0; i < factor.numRows; i++) {
          sorted.get(mode).set(i, r, sign * factor.get(i, order[r]));
        }
      }
    }
    sorted.set(0, scaled(sorted.getFirst(), order));
    return new CpColumns(sorted);
  }

  private DMatrixRMaj scaled(DMatrixRMaj first, int[] order) {
    HostMatrices.scaleColumns(first, IntStream.of(order).mapToDouble(r -> weights[r]).toArray());
    return first;
  }

  private static double sign(DMatrixRMaj factor, int column) {
    double largest = 0;
    for (int i = 0; i < factor.numRows; i++) {
      double value = factor.get(i, column);
      if (Math.abs(value) > Math.abs(largest)) {
        largest = value;
      }
    }
    return largest < 0 ? -1 : 1;
  }

  /** The weights as a tensor [R]. */
  Tensor weights(EagerSession session, DType dtype) {
    Tensor row =
        HostMatrices.upload(session, DMatrixRMaj.wrap(1, weights.length, weights.clone()), dtype);
    return row.reshape(weights.length);
  }

  /** The factors as tensors. */
  public List<Tensor> factors(EagerSession session, DType dtype) {
    return factors.stream().map(f -> HostMatrices.upload(session, f, dtype)).toList();
  }
}
