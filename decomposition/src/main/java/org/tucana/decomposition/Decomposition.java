package org.tucana.decomposition;

import java.util.List;
import java.util.SequencedMap;
import org.tucana.core.Tensor;
import org.tucana.core.type.TensorType;

/** A tensor written as a few smaller ones. Its tensors belong to the scope it was made in. */
public interface Decomposition {
  /** The type of the tensor that was decomposed. */
  TensorType type();

  /** What it was written as, under the names that files use: {@code core}, {@code factor0} ... */
  SequencedMap<String, Tensor> parts();

  /** The ranks: one a compressed mode, or what the method calls so; empty where it has none. */
  default List<Integer> ranks() {
    return List.of();
  }

  /** Rows {@code from..to-1} along axis 0 of the tensor that the parts stand for. */
  Tensor rows(int from, int to);

  /** The relative error after each sweep. */
  History history();

  /**
   * The Frobenius norm of what is missing over that of the tensor, from the residual itself: a
   * difference of squared norms would have a floor near 3e-4 in float32.
   */
  double relativeError();

  /** The whole tensor that the parts stand for. */
  default Tensor reconstruct() {
    return rows(0, type().shape().dim(0));
  }

  /** Numbers that the parts hold. */
  default long parameters() {
    return parts().values().stream().mapToLong(part -> part.shape().elements()).sum();
  }

  /** Elements of the tensor for each number that is kept. */
  default double compression() {
    return (double) type().shape().elements() / parameters();
  }
}
