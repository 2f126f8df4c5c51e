package org.tucana.core.op;

import org.tucana.core.Tensor;

/** Interpolation of picture batches [N,C,H,W] to another size. */
public final class Resizing {
  private Resizing() {}

  /** Each output takes the input at or before its place. */
  public static Tensor nearest(Tensor x, int rows, int columns) {
    return x.session().one(new Nearest(rows, columns), x);
  }

  /** Bilinear interpolation between pixel centres. */
  public static Tensor bilinear(Tensor x, int rows, int columns) {
    return x.session().one(new Bilinear(rows, columns), x);
  }
}
