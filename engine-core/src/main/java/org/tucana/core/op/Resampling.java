package org.tucana.core.op;

import java.util.List;
import org.tucana.core.Op;
import org.tucana.core.type.Shape;
import org.tucana.core.type.TensorType;

/** What operators that take picture batches [N,C,H,W] to another size share. */
sealed interface Resampling extends Op
    permits AdaptiveAveragePool2d,
        AdaptiveAveragePool2dGradient,
        Nearest,
        NearestGradient,
        Bilinear,
        BilinearGradient {
  /** Rows of the output. */
  int rows();

  /** Columns of the output. */
  int columns();

  @Override
  default List<TensorType> infer(List<TensorType> in) {
    Check.inputs(this, in, 1, 1);
    TensorType x = in.getFirst();
    Check.pictures(this, "input", x);
    Shape s = x.shape();
    if (rows() < 1 || columns() < 1 || s.dim(2) < 1 || s.dim(3) < 1) {
      throw Check.refuse(
          this,
          "rows and columns must be at least 1, got "
              + s.dim(2)
              + "x"
              + s.dim(3)
              + " to become "
              + rows()
              + "x"
              + columns()
              + "; choose sizes from 1");
    }
    return List.of(x.withShape(s.with(2, rows()).with(3, columns())));
  }
}
