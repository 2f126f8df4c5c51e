package org.tucana.core.kernel;

import org.tucana.core.type.DType;

/** A block of array or device memory; once closed, every view of it refuses to be used. */
public interface Storage {
  DType dtype();

  /** Number of elements. */
  int length();

  /** What the memory is for, as error and leak messages show it. */
  String label();

  boolean closed();
}
