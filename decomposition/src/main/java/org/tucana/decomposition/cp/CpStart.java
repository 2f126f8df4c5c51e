package org.tucana.decomposition.cp;

import java.util.ArrayList;
import java.util.List;
import org.ejml.data.DMatrixRMaj;
import org.tucana.core.EagerSession;
import org.tucana.core.Scope;
import org.tucana.core.Tensor;
import org.tucana.core.type.Philox;
import org.tucana.core.type.RandomKey;
import org.tucana.core.type.Shape;
import org.tucana.decomposition.leastsquares.HostMatrices;
import org.tucana.decomposition.spectral.LeadingVectors;

/** Factors that alternating least squares starts from. */
public sealed interface CpStart {

  /** Uniform in [0, 1). */
  record Random(long seed) implements CpStart {}

  /**
   * The leading left singular vectors of each unfolding, filled up with random columns where the
   * rank is beyond the size of a mode; their magnitudes where factors must not be negative.
   *
   * @param seed of random columns
   */
  record LeadingSingularVectors(long seed) implements CpStart {}

  /**
   * Given ones.
   *
   * @param factors one a mode, [I_n, R]
   */
  record Given(List<Tensor> factors) implements CpStart {
    public Given {
      factors = List.copyOf(factors);
    }
  }

  /** Random factors; each number of a start draws others. */
  static List<DMatrixRMaj> random(Shape shape, int rank, long seed, int number) {
    Philox stream = new RandomKey(seed, "factors to start from", number).stream();
    List<DMatrixRMaj> factors = new ArrayList<>();
    for (int size : shape.dims()) {
      DMatrixRMaj factor = new DMatrixRMaj(size, rank);
      for (int i = 0; i < factor.data.length; i++) {
        factor.data[i] = stream.nextDouble();
      }
      factors.add(factor);
    }
    return factors;
  }

  /** Leading singular vectors in the first columns of random factors. */
  static List<DMatrixRMaj> leading(EagerSession session, Tensor x, int rank, long seed) {
    List<DMatrixRMaj> factors = random(x.shape(), rank, seed, 0);
    for (int mode = 0; mode < factors.size(); mode++) {
      DMatrixRMaj factor = factors.get(mode);
      int count = Math.min(rank, factor.numRows);
      try (Scope _ = session.scope()) {
        Tensor vectors = LeadingVectors.of(session, x, mode).leading(count, 1e-3, seed).vectors();
        DMatrixRMaj columns = HostMatrices.read(vectors);
        for (int i = 0; i < factor.numRows; i++) {
          for (int r = 0; r < count; r++) {
            factor.set(i, r, columns.get(i, r));
          }
        }
      }
    }
    return factors;
  }
}
