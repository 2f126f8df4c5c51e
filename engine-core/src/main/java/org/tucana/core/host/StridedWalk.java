package org.tucana.core.host;

import org.tucana.core.kernel.Operand;

/** Walks an operand's elements in row-major order and yields their places in the storage. */
public final class StridedWalk {
  private final int[] dims;
  private final int[] strides;
  private final int[] index;
  private int place;

  public StridedWalk(Operand operand) {
    dims = operand.shape().dims();
    strides = operand.strides();
    index = new int[dims.length];
    place = operand.offset();
  }

  /** The place of the current element; moves on to the next. */
  public int next() {
    int here = place;
    for (int a = dims.length - 1; a >= 0; a--) {
      place += strides[a];
      if (++index[a] < dims[a]) {
        break;
      }
      place -= dims[a] * strides[a];
      index[a] = 0;
    }
    return here;
  }
}
