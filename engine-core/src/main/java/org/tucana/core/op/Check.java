package org.tucana.core.op;

import java.util.List;
import org.tucana.core.Op;
import org.tucana.core.type.DType;
import org.tucana.core.type.Shape;
import org.tucana.core.type.ShapeException;
import org.tucana.core.type.TensorType;

/**
 * What operators refuse alike. Messages read {@code operation: what is wrong, expected ..., got
 * ...; do ...}.
 */
final class Check {
  private Check() {}

  static ShapeException refuse(Op op, String message) {
    return new ShapeException(op.name() + ": " + message);
  }

  static void inputs(Op op, List<TensorType> in, int least, int most) {
    if (in.size() < least || in.size() > most) {
      String expected = least == most ? "" + least : least + " to " + most;
      throw refuse(op, "expected " + expected + " inputs, got " + in.size() + "; pass " + expected);
    }
  }

  /** Refuses another rank; {@code axes} names the axes wanted, for instance {@code [N,C,H,W]}. */
  static void rank(Op op, String what, TensorType type, int rank, String axes) {
    if (type.shape().rank() != rank) {
      throw refuse(
          op,
          "wrong rank of the "
              + what
              + ", expected "
              + rank
              + " axes "
              + axes
              + ", got "
              + type.shape()
              + "; reshape to that rank");
    }
  }

  static void axis(Op op, TensorType type, int axis) {
    if (axis < 0 || axis >= type.shape().rank()) {
      throw refuse(
          op,
          "the input "
              + type.shape()
              + " has no axis "
              + axis
              + "; choose one below "
              + type.shape().rank());
    }
  }

  static void shape(Op op, String what, TensorType type, Shape expected) {
    if (!type.shape().equals(expected)) {
      throw refuse(
          op,
          "wrong shape of the "
              + what
              + ", expected "
              + expected
              + ", got "
              + type.shape()
              + "; pass shape "
              + expected);
    }
  }

  static void dtype(Op op, String what, TensorType type, DType expected) {
    if (type.dtype() != expected) {
      throw refuse(
          op,
          "wrong element type of the "
              + what
              + ", expected "
              + expected
              + ", got "
              + type
              + "; cast to "
              + expected);
    }
  }

  /** Refuses what has no arithmetic: BOOL and the half precisions, which are for storage. */
  static void arithmetic(Op op, String what, TensorType type) {
    switch (type.dtype()) {
      case BOOL, FLOAT16, BFLOAT16 ->
          throw refuse(
              op,
              "there is no arithmetic on the "
                  + what
                  + ", expected numbers of 32 or 64 bits, got "
                  + type
                  + "; cast to FLOAT32");
      default -> {}
    }
  }

  static void floating(Op op, String what, TensorType type) {
    if (!type.dtype().isDifferentiable()) {
      throw refuse(
          op, "the " + what + " must be FLOAT32 or FLOAT64, got " + type + "; cast to FLOAT32");
    }
  }

  /** Refuses an operand whose type differs from the first input's. */
  static void like(Op op, String what, TensorType type, TensorType x) {
    dtype(op, what, type, x.dtype());
  }

  /** Refuses what is not a picture batch [N,C,H,W] of floating point. */
  static void pictures(Op op, String what, TensorType type) {
    rank(op, what, type, 4, "[N,C,H,W]");
    floating(op, what, type);
  }
}
