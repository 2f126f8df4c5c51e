package org.tucana.cuda.binding;

/**
 * Opens the bindings. Each method may throw a {@link LinkageError} where a shared library or a
 * function in it is missing, and {@link org.tucana.core.type.BackendException} where the binding
 * itself cannot be put in place.
 */
public interface CudaBindings {
  /** The binding library's name and version. */
  String version();

  /** Whether the binding has a native half for this system on the class path. */
  boolean hasNatives();

  CudaDriver driver();

  Blas blas();

  Dnn dnn();
}
