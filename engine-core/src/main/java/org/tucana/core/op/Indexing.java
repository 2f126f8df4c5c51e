package org.tucana.core.op;

import org.tucana.core.Tensor;

/** Access by position. */
public final class Indexing {
  private Indexing() {}

  /** Entries along an axis, named by an INT32 index [n]; negative axes count from the end. */
  public static Tensor select(Tensor x, int axis, Tensor index) {
    return x.session().one(new Select(x.shape().axis(axis)), x, index);
  }
}
