package org.tucana.core;

import java.util.List;
import org.tucana.core.type.ClosedException;
import org.tucana.core.type.HostTensor;
import org.tucana.core.type.Shape;
import org.tucana.core.type.ShapeException;

/**
 * The context in which tensors are made and operators run; every tensor carries its session. {@link
 * EagerSession} computes at once; {@link TracingSession} writes down a program in shapes only. A
 * session belongs to the thread that opened it.
 */
public abstract sealed class Session implements AutoCloseable permits EagerSession, TracingSession {
  private final Thread owner = Thread.currentThread();
  private long nextId;

  Session() {}

  /** Runs an operator. */
  public abstract List<Tensor> run(Op op, List<Tensor> in);

  /** Runs an operator that has one output. */
  public final Tensor one(Op op, Tensor... in) {
    return run(op, List.of(in)).getFirst();
  }

  /** A tensor with the given values. */
  public abstract Tensor upload(HostTensor values);

  /** A float32 tensor with the given row-major values. */
  public final Tensor tensor(float[] values, int... dims) {
    return upload(HostTensor.of(Shape.of(dims), values));
  }

  /** An int32 tensor with the given row-major values. */
  public final Tensor indices(int... values) {
    return upload(HostTensor.of(Shape.of(values.length), values));
  }

  /** A float32 scalar. */
  public final Tensor scalar(float value) {
    return upload(HostTensor.of(Shape.scalar(), value));
  }

  /** Says that what follows runs inside a module, until the result is closed. */
  public abstract Frames frame(Object module, String name);

  abstract Tensor parameter(Parameter parameter);

  abstract HostTensor read(Tensor tensor);

  @Override
  public abstract void close();

  final long newId() {
    return nextId++;
  }

  final void checkThread() {
    if (!Thread.currentThread().equals(owner)) {
      throw new ClosedException(
          "session: it belongs to thread '"
              + owner.getName()
              + "' but thread '"
              + Thread.currentThread().getName()
              + "' uses it; open one session a thread");
    }
  }

  final void checkMine(Op op, Tensor tensor) {
    if (!tensor.session().equals(this)) {
      throw new ShapeException(
          op.name() + ": an input belongs to another session; read it there and upload it here");
    }
  }

  /** An open module frame. */
  public interface Frames extends AutoCloseable {
    @Override
    void close();
  }
}
