package org.tucana.core.op;

import java.util.Optional;
import java.util.stream.IntStream;
import org.tucana.core.Tensor;

/** Products of matrices. */
public final class Products {
  private Products() {}

  /** a [..,m,k] times b [..,k,n]; the leading axes broadcast. */
  public static Tensor matmul(Tensor a, Tensor b) {
    return a.session().one(new Matmul(), a, b);
  }

  /** x [N,in] times the transpose of weight [out,in], plus bias [out]. */
  public static Tensor linear(Tensor x, Tensor weight, Optional<Tensor> bias) {
    return x.session().run(new Linear(), Rules.inputs(bias, x, weight)).getFirst();
  }

  /** The last two axes exchanged. */
  static Tensor transpose(Tensor matrices) {
    int rank = matrices.shape().rank();
    int[] order = IntStream.range(0, rank).toArray();
    order[rank - 2] = rank - 1;
    order[rank - 1] = rank - 2;
    return matrices.permute(order);
  }
}
