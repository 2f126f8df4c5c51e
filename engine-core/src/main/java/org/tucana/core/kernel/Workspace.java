package org.tucana.core.kernel;

import org.tucana.core.type.TensorType;

/** Memory that a kernel may use while it runs; contents are undefined at first. */
public interface Workspace {
  /** A row-major operand that lives until the kernel call ends. */
  Operand scratch(TensorType type);
}
