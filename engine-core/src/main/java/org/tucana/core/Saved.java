package org.tucana.core;

import org.tucana.core.type.TensorType;

/** What a tape kept of one operator's run. */
public interface Saved {
  /** Number of inputs the operator was given. */
  int inputs();

  /** A retained input; one that the operator's {@link Retain} does not name is refused. */
  Tensor input(int position);

  /** A retained output. */
  Tensor output(int position);

  TensorType inputType(int position);
}
