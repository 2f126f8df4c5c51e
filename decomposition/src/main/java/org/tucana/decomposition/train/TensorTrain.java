package org.tucana.decomposition.train;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;
import org.tucana.core.EagerSession;
import org.tucana.core.Scope;
import org.tucana.core.Tensor;
import org.tucana.core.op.Products;
import org.tucana.core.type.TensorType;
import org.tucana.decomposition.Decomposition;
import org.tucana.decomposition.History;

/**
 * A tensor train (Oseledets, "Tensor-Train Decomposition", SISC 33, 2011): element (i_0, i_1, ..)
 * of X is the product of the matrices G_0[:, i_0, :] G_1[:, i_1, :] .. .
 *
 * @param type of X
 * @param cores G_k [r_k, I_k, r_(k+1)]; the first and the last r are 1
 * @param relativeError of the whole, from the residual itself
 */
public record TensorTrain(TensorType type, List<Tensor> cores, double relativeError)
    implements Decomposition {
  public TensorTrain {
    cores = List.copyOf(cores);
  }

  /** r_1 .. r_(N-1). */
  @Override
  public List<Integer> ranks() {
    return cores.stream().skip(1).map(core -> core.dim(0)).toList();
  }

  /** {@code coreK} for each mode K. */
  @Override
  public SequencedMap<String, Tensor> parts() {
    SequencedMap<String, Tensor> parts = new LinkedHashMap<>();
    for (int mode = 0; mode < cores.size(); mode++) {
      parts.put("core" + mode, cores.get(mode));
    }
    return parts;
  }

  @Override
  public History history() {
    return History.direct();
  }

  @Override
  public Tensor rows(int from, int to) {
    return rows(cores, from, to);
  }

  /** Rows along axis 0 of what cores stand for. */
  static Tensor rows(List<Tensor> cores, int from, int to) {
    EagerSession session = (EagerSession) cores.getFirst().session();
    try (Scope scope = session.scope()) {
      Tensor product = cores.getFirst().slice(1, from, to);
      for (Tensor core : cores.subList(1, cores.size())) {
        product = Products.matmul(product.reshape(-1, core.dim(0)), core.reshape(core.dim(0), -1));
      }
      int[] dims = cores.stream().mapToInt(core -> core.dim(1)).toArray();
      dims[0] = to - from;
      return scope.keep(product.reshape(dims));
    }
  }
}
