package org.tucana.core.op;

import java.util.List;
import org.tucana.core.Op;
import org.tucana.core.type.TensorType;

/** What optimiser steps check alike. */
final class StepChecks {
  private StepChecks() {}

  /** Refuses operands that are not all of one floating-point type. */
  static void alike(Op op, List<TensorType> in, List<String> names) {
    Check.floating(op, names.getFirst(), in.getFirst());
    for (int i = 1; i < in.size(); i++) {
      Check.shape(op, names.get(i), in.get(i), in.getFirst().shape());
      Check.like(op, names.get(i), in.get(i), in.getFirst());
    }
  }
}
