package org.tucana.core.op;

import java.util.List;
import org.tucana.core.Op;
import org.tucana.core.type.TensorType;

/**
 * Inputs that an operator refuses, what it says, and what it takes once its hint is followed.
 *
 * @param message the end of the message: what is wrong, expected and got, and the hint
 */
record RefusalCase(
    Op op, List<TensorType> refused, String message, Op hinted, List<TensorType> taken) {

  static Refused refuses(Op op, TensorType... inputs) {
    return new Refused(op, List.of(inputs));
  }

  /** The first half of a case. */
  record Refused(Op op, List<TensorType> inputs) {
    Said saying(String message) {
      return new Said(this, message);
    }
  }

  /** A case that lacks its remedy. */
  record Said(Refused refused, String message) {
    RefusalCase taking(TensorType... inputs) {
      return taking(refused.op, inputs);
    }

    RefusalCase taking(Op hinted, TensorType... inputs) {
      return new RefusalCase(refused.op, refused.inputs, message, hinted, List.of(inputs));
    }
  }

  @Override
  public String toString() {
    return op.name() + refused;
  }
}
