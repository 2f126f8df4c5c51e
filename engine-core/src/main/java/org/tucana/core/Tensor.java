package org.tucana.core;

import org.tucana.core.kernel.Operand;
import org.tucana.core.type.ClosedException;
import org.tucana.core.type.DType;
import org.tucana.core.type.HostTensor;
import org.tucana.core.type.Shape;
import org.tucana.core.type.ShapeException;
import org.tucana.core.type.TensorType;

/**
 * An immutable value of a session: its memory is given back when the scope that owns it closes, and
 * from then on it refuses to be read. In a tracing session it has a type but no values.
 */
public final class Tensor {
  private final Session session;
  private final TensorType type;
  private final Operand operand;
  private final long id;

  Tensor(Session session, TensorType type, Operand operand, long id) {
    this.session = session;
    this.type = type;
    this.operand = operand;
    this.id = id;
  }

  public Session session() {
    return session;
  }

  public TensorType type() {
    return type;
  }

  public Shape shape() {
    return type.shape();
  }

  public DType dtype() {
    return type.dtype();
  }

  /** Size of an axis; negative axes count from the end. */
  public int dim(int axis) {
    return type.shape().dim(axis);
  }

  /** Names this value within its session: a tape's variable, a program's value. */
  long id() {
    return id;
  }

  /** Where the values lie. */
  Operand operand() {
    if (operand == null) {
      throw new ShapeException(
          "tensor: a tracing session knows shapes only; do not read values while tracing");
    }
    if (operand.storage().closed()) {
      throw new ClosedException(
          "tensor: "
              + type
              + " ("
              + operand.storage().label()
              + ") was used after its scope closed; keep it in the parent scope");
    }
    return operand;
  }

  /** The same elements in another shape; one size may be -1 and is worked out. */
  public Tensor reshape(int... dims) {
    return session.one(Reshape.to(type.shape(), dims), this);
  }

  /** Axes in another order. */
  public Tensor permute(int... axes) {
    return session.one(new Permute(axes), this);
  }

  /** Elements from..to-1 of one axis. */
  public Tensor slice(int axis, int from, int to) {
    return session.one(new Slice(type.shape().axis(axis), from, to), this);
  }

  /** The values, row-major, in Java memory. */
  public HostTensor read() {
    return session.read(this);
  }

  /** The values as float32, row-major. */
  public float[] toFloats() {
    return read().toFloats();
  }

  /** The values as int32, row-major; refuses floating-point tensors. */
  public int[] toInts() {
    return read().toInts();
  }

  /** The one value of a tensor with one element. */
  public double item() {
    if (type.shape().elements() != 1) {
      throw new ShapeException("item: one element wanted, got " + type);
    }
    return read().get(0);
  }

  @Override
  public String toString() {
    return "Tensor " + type;
  }
}
