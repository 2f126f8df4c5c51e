package org.tucana.decomposition.train;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.tucana.core.EagerSession;
import org.tucana.core.Scope;
import org.tucana.core.Tensor;
import org.tucana.core.op.Arithmetic;
import org.tucana.core.type.ShapeException;
import org.tucana.decomposition.DecompositionChecks;

/**
 * The weight of a linear layer as a tensor train (Novikov et al., "Tensorizing neural networks",
 * NeurIPS 2015): W [out, in] is a tensor [o_1 i_1, .., o_d i_d] of order d, whose train is
 * computed.
 *
 * @param out o_1 .. o_d, whose product is the number of outputs
 * @param in i_1 .. i_d, whose product is the number of inputs
 * @param train with modes of size o_k i_k
 */
public record TensorTrainMatrix(List<Integer> out, List<Integer> in, TensorTrain train) {
  public TensorTrainMatrix {
    out = List.copyOf(out);
    in = List.copyOf(in);
  }

  /**
   * Decomposes a weight by ranks; the result belongs to the session's innermost scope.
   *
   * @param weight [out, in], FLOAT32 or FLOAT64
   * @param ranks r_1 .. r_(d-1)
   * @throws ShapeException where weight, sizes and ranks do not fit
   */
  public static TensorTrainMatrix decompose(
      Tensor weight, List<Integer> out, List<Integer> in, List<Integer> ranks) {
    check(weight, out, in);
    EagerSession session = DecompositionChecks.session("tt", weight);
    try (Scope scope = session.scope()) {
      TensorTrain train = TensorTrainSvd.decompose(tensor(weight, out, in), ranks);
      train.cores().forEach(scope::keep);
      return new TensorTrainMatrix(out, in, train);
    }
  }

  /** The cores [r_k, o_k, i_k, r_(k+1)] that a layer holds. */
  public List<Tensor> cores() {
    List<Tensor> cores = new ArrayList<>();
    for (int k = 0; k < out.size(); k++) {
      Tensor core = train.cores().get(k);
      cores.add(core.reshape(core.dim(0), out.get(k), in.get(k), core.dim(2)));
    }
    return cores;
  }

  /** The weight [out, in] that the cores stand for. */
  public Tensor matrix() {
    int order = out.size();
    int[] pairs =
        IntStream.range(0, 2 * order)
            .map(axis -> axis % 2 == 0 ? out.get(axis / 2) : in.get(axis / 2))
            .toArray();
    int[] outFirst =
        IntStream.range(0, 2 * order)
            .map(axis -> axis < order ? 2 * axis : 2 * (axis - order) + 1)
            .toArray();
    return train.reconstruct().reshape(pairs).permute(outFirst).reshape(product(out), product(in));
  }

  /** W [out, in] as [o_1 i_1, .., o_d i_d]. */
  private static Tensor tensor(Tensor weight, List<Integer> out, List<Integer> in) {
    int order = out.size();
    int[] split =
        IntStream.concat(
                out.stream().mapToInt(Integer::intValue), in.stream().mapToInt(Integer::intValue))
            .toArray();
    int[] paired =
        IntStream.range(0, 2 * order)
            .map(axis -> axis % 2 == 0 ? axis / 2 : order + axis / 2)
            .toArray();
    int[] dims = IntStream.range(0, order).map(k -> out.get(k) * in.get(k)).toArray();
    return Arithmetic.scale(weight.reshape(split).permute(paired), 1).reshape(dims);
  }

  private static void check(Tensor weight, List<Integer> out, List<Integer> in) {
    boolean fit =
        weight.shape().rank() == 2
            && out.size() == in.size()
            && out.size() >= 2
            && product(out) == weight.dim(0)
            && product(in) == weight.dim(1);
    if (!fit) {
      throw new ShapeException(
          "tt: expected as many output as input sizes, two at least, whose products are the sides of"
              + " the weight "
              + weight.shape()
              + ", got "
              + out
              + " and "
              + in
              + "; factor the numbers of outputs and inputs");
    }
  }

  private static int product(List<Integer> sizes) {
    return sizes.stream().reduce(1, Math::multiplyExact);
  }
}
