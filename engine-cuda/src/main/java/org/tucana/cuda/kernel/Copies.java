package org.tucana.cuda.kernel;

import org.tucana.core.kernel.Operand;
import org.tucana.core.kernel.Pointwise;
import org.tucana.core.kernel.Workspace;

/** Copies for libraries that want operands without gaps. */
final class Copies {
  private Copies() {}

  /** The operand itself where it is row-major, else a copy that is. */
  static Operand rowMajor(Pointwise pointwise, Operand x, Workspace workspace) {
    if (x.isRowMajor()) {
      return x;
    }
    Operand copy = workspace.scratch(x.type());
    pointwise.copy(x, copy);
    return copy;
  }
}
