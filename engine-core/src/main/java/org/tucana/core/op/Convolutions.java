package org.tucana.core.op;

import java.util.Optional;
import org.tucana.core.Tensor;
import org.tucana.core.kernel.ConvGeometry;

/** Convolutions over rows and columns of picture batches [N,C,H,W]. */
public final class Convolutions {
  private Convolutions() {}

  /** Cross-correlation of x [N,C,H,W] with weight [K,C/G,R,S], plus bias [K]. */
  public static Tensor conv2d(
      Tensor x, Tensor weight, Optional<Tensor> bias, ConvGeometry geometry) {
    return x.session().run(new Conv2d(geometry), Rules.inputs(bias, x, weight)).getFirst();
  }

  /** Transposed convolution of x [N,C,H,W] with weight [C,K/G,R,S], plus bias [K]. */
  public static Tensor convTranspose2d(
      Tensor x, Tensor weight, Optional<Tensor> bias, ConvGeometry geometry) {
    return x.session().run(new ConvTranspose2d(geometry), Rules.inputs(bias, x, weight)).getFirst();
  }
}
