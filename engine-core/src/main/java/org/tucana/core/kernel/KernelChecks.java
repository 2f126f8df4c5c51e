package org.tucana.core.kernel;

import org.tucana.core.type.BackendException;
import org.tucana.core.type.Shape;
import org.tucana.core.type.ShapeException;

/** What the kernels of all backends refuse in the same words. */
public final class KernelChecks {
  private KernelChecks() {}

  /** Refuses operands of different element types. */
  public static void sameType(String operation, Operand a, Operand b) {
    if (a.dtype() != b.dtype()) {
      throw new BackendException(
          operation
              + ": operands of one type wanted, got "
              + a.dtype()
              + " and "
              + b.dtype()
              + "; cast one of them first");
    }
  }

  /** What to throw for an index that names nothing. */
  public static ShapeException indexOutside(int index, int position, int axis, Shape x) {
    return new ShapeException(
        "select: index " + index + " at " + position + " is outside axis " + axis + " of " + x);
  }

  /** What to throw for a target of cross entropy that is no class. */
  public static ShapeException noClass(int target, int row, int classes, int ignoreIndex) {
    return new ShapeException(
        "cross entropy: target "
            + target
            + " of row "
            + row
            + " is no class, expected 0 to "
            + (classes - 1)
            + " or "
            + ignoreIndex
            + " to ignore the row");
  }

  /** What to throw for a box whose picture is none of the batch. */
  public static ShapeException noPicture(int box, int picture, int count) {
    return new ShapeException(
        "roi align: box " + box + " names picture " + picture + " of a batch of " + count);
  }
}
