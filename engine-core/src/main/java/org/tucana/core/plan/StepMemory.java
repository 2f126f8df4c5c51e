package org.tucana.core.plan;

import java.util.ArrayList;
import java.util.List;
import org.tucana.core.Memory;
import org.tucana.core.kernel.Kernels;
import org.tucana.core.kernel.Operand;
import org.tucana.core.kernel.Storage;
import org.tucana.core.kernel.Workspace;
import org.tucana.core.type.Numerics;
import org.tucana.core.type.TensorType;

/** Memory that lives as long as a step runs, and the plan's arithmetic. */
public final class StepMemory implements Workspace, AutoCloseable {
  private final Memory memory;
  private final Numerics numerics;
  private final List<Storage> scratch = new ArrayList<>();

  public StepMemory(Memory memory, Numerics numerics) {
    this.memory = memory;
    this.numerics = numerics;
  }

  @Override
  public Numerics numerics() {
    return numerics;
  }

  @Override
  public Operand scratch(TensorType type) {
    Storage storage = memory.allocate(type, "scratch of a plan");
    scratch.add(storage);
    return Operand.rowMajor(type, storage);
  }

  /** The operand itself where it is row-major, a copy otherwise. */
  public Operand rowMajor(Operand x, Kernels kernels) {
    if (x.isRowMajor()) {
      return x;
    }
    Operand copy = scratch(x.type());
    kernels.pointwise().copy(x, copy);
    return copy;
  }

  @Override
  public void close() {
    scratch.forEach(memory::release);
  }
}
