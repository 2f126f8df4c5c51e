package org.tucana.core.testing;

import org.tucana.core.Memory;
import org.tucana.core.kernel.Operand;
import org.tucana.core.kernel.Workspace;
import org.tucana.core.type.Numerics;
import org.tucana.core.type.TensorType;

/**
 * A workspace for calls of kernels in tests; what it hands out lives as long as the memory.
 *
 * @param memory where scratch operands come from
 * @param numerics arithmetic allowed
 */
public record TestWorkspace(Memory memory, Numerics numerics) implements Workspace {
  @Override
  public Operand scratch(TensorType type) {
    return Operand.rowMajor(type, memory.allocate(type, "scratch"));
  }
}
