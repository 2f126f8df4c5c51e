package org.tucana.decomposition.spectral;

import org.tucana.core.Scope;
import org.tucana.core.Tensor;

/**
 * Leading eigenvectors of a Gram matrix G = W W^T, which are leading left singular vectors of W.
 *
 * @param vectors FLOAT64 [I, L], orthonormal columns
 * @param values falling eigenvalues of G, one a column: squared singular values of W, each the
 *     energy that its vector captures
 * @param energy the trace of G: the squared Frobenius norm of W
 */
public record Basis(Tensor vectors, double[] values, double energy) {

  /** Energy that the first vectors capture. */
  public double captured(int count) {
    double sum = 0;
    for (int i = 0; i < count; i++) {
      sum += Math.max(0, values[i]);
    }
    return sum;
  }

  /** Energy that the first vectors miss; without the noise of a difference where all are known. */
  public double missing(int count) {
    if (values.length < vectors.dim(0)) {
      return Math.max(0, energy - captured(count));
    }
    double sum = 0;
    for (int i = values.length - 1; i >= count; i--) {
      sum += Math.max(0, values[i]);
    }
    return sum;
  }

  /** The fewest vectors, but one at least, that miss no more than an energy; all if none do. */
  public int countMissing(double most) {
    int count = 1;
    while (count < values.length && missing(count) > most) {
      count++;
    }
    return count;
  }

  /** The first vectors. */
  public Tensor leading(int count) {
    return vectors.slice(1, 0, count);
  }

  /** The same with the signs of the vectors as {@link Signs} has them. */
  Basis withAgreedSigns() {
    return new Basis(Signs.agreed(vectors), values, energy);
  }

  /** Hands the vectors to the parent of a scope. */
  public Basis keptBy(Scope scope) {
    return new Basis(scope.keep(vectors), values, energy);
  }
}
