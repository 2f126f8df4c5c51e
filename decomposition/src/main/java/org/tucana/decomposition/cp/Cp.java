package org.tucana.decomposition.cp;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;
import org.tucana.core.Tensor;
import org.tucana.core.op.Arithmetic;
import org.tucana.core.op.Products;
import org.tucana.core.type.TensorType;
import org.tucana.decomposition.Decomposition;
import org.tucana.decomposition.History;
import org.tucana.decomposition.algebra.TensorProducts;

/**
 * The canonical polyadic decomposition: X is the sum over r of w_r times the outer product of the
 * columns r of all factors.
 *
 * @param type of X
 * @param weights w [R], nonnegative and falling
 * @param factors one a mode, [I_n, R], columns of length 1; the largest entry of a column is
 *     positive in all modes but mode 0
 * @param history the relative error after each sweep
 * @param relativeError of the whole, from the residual itself
 */
public record Cp(
    TensorType type, Tensor weights, List<Tensor> factors, History history, double relativeError)
    implements Decomposition {
  public Cp {
    factors = List.copyOf(factors);
  }

  /** R alone. */
  @Override
  public List<Integer> ranks() {
    return List.of(weights.dim(0));
  }

  /** {@code weights}, then {@code factorN} for each mode N. */
  @Override
  public SequencedMap<String, Tensor> parts() {
    SequencedMap<String, Tensor> parts = new LinkedHashMap<>();
    parts.put("weights", weights);
    for (int mode = 0; mode < factors.size(); mode++) {
      parts.put("factor" + mode, factors.get(mode));
    }
    return parts;
  }

  @Override
  public Tensor rows(int from, int to) {
    return rows(weights, factors, from, to);
  }

  /** Rows along axis 0 of what weights and factors stand for. */
  public static Tensor rows(Tensor weights, List<Tensor> factors, int from, int to) {
    int last = factors.size() - 1;
    List<Tensor> leading = new ArrayList<>(factors.subList(0, last));
    leading.set(0, Arithmetic.multiply(leading.getFirst().slice(0, from, to), weights));
    int[] dims = factors.stream().mapToInt(factor -> factor.dim(0)).toArray();
    dims[0] = to - from;
    Tensor columns = factors.getLast().permute(1, 0);
    return Products.matmul(TensorProducts.khatriRao(leading), columns).reshape(dims);
  }
}
