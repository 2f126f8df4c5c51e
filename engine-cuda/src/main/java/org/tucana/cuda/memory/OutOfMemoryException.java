package org.tucana.cuda.memory;

import org.tucana.core.type.BackendException;

/** Some memory was not to be had; the message says who holds how much. */
public final class OutOfMemoryException extends BackendException {
  private static final long serialVersionUID = 1L;

  OutOfMemoryException(String message) {
    super(message);
  }
}
