package org.tucana.core.host;

import org.tucana.core.kernel.Operand;
import org.tucana.core.type.HostTensor;

/** Takes an operand's values out of an array in row-major order, whatever its strides. */
public final class RowMajorCopy {
  private RowMajorCopy() {}

  /**
   * Copies the values.
   *
   * @param source where the values lie in their storage
   * @param array a part of that storage, of the kind the element type says
   * @param start the storage's element that the array begins with
   */
  public static HostTensor of(Operand source, Object array, int start) {
    HostTensor copy = HostTensor.zeros(source.type());
    int n = source.elements();
    if (source.isRowMajor()) {
      System.arraycopy(array, source.offset() - start, copy.array(), 0, n);
    } else {
      StridedWalk walk = new StridedWalk(source);
      for (int i = 0; i < n; i++) {
        System.arraycopy(array, walk.next() - start, copy.array(), i, 1);
      }
    }
    return copy;
  }
}
