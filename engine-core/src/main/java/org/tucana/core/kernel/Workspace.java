package org.tucana.core.kernel;

import org.tucana.core.type.Numerics;
import org.tucana.core.type.TensorType;

/**
 * What the caller of a kernel provides: memory to use while it runs, and the arithmetic allowed.
 */
public interface Workspace {
  /** A row-major operand that lives until the kernel call ends; contents are undefined at first. */
  Operand scratch(TensorType type);

  /** The arithmetic allowed; a kernel that knows a single way of computing need not ask. */
  Numerics numerics();
}
