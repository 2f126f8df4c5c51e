package org.tucana.core;

import java.util.concurrent.atomic.AtomicLong;
import org.tucana.core.kernel.Operand;
import org.tucana.core.type.ClosedException;
import org.tucana.core.type.HostTensor;
import org.tucana.core.type.ShapeException;
import org.tucana.core.type.TensorType;

/**
 * The one mutable cell: a named tensor outside every scope, at a fixed address, whose version
 * counts its assignments. Many sessions of its backend may read it; one at a time may assign.
 */
public final class Parameter implements AutoCloseable {
  private final String name;
  private final Backend backend;
  private final Operand operand;
  private final AtomicLong version = new AtomicLong();

  public Parameter(String name, Backend backend, HostTensor initial) {
    this.name = name;
    this.backend = backend;
    this.operand =
        Operand.rowMajor(
            initial.type(), backend.memory().allocate(initial.type(), "parameter " + name));
    backend.memory().upload(initial, operand);
  }

  public String name() {
    return name;
  }

  public TensorType type() {
    return operand.type();
  }

  public Backend backend() {
    return backend;
  }

  /** Where the values lie. */
  public Operand operand() {
    if (operand.storage().closed()) {
      throw new ClosedException("parameter " + name + ": its model was closed");
    }
    return operand;
  }

  /** Where the values lie, for a kernel that overwrites them; counts as an assignment. */
  public Operand overwritten() {
    version.incrementAndGet();
    return operand();
  }

  /** Counts assignments, so that whatever is derived from the values knows when it is stale. */
  public long version() {
    return version.get();
  }

  /** This parameter's value as a tensor of a session. */
  public Tensor in(Session session) {
    return session.parameter(this);
  }

  /** Copies values in. */
  public void assign(Tensor value) {
    checkType(value.type());
    backend.kernels().pointwise().copy(value.operand(), operand());
    version.incrementAndGet();
  }

  /** Copies values in from Java memory. */
  public void assign(HostTensor value) {
    checkType(value.type());
    backend.memory().upload(value, operand());
    version.incrementAndGet();
  }

  /** A copy of the values in Java memory. */
  public HostTensor read() {
    return backend.memory().download(operand());
  }

  private void checkType(TensorType other) {
    if (!other.equals(type())) {
      throw new ShapeException(
          "parameter " + name + ": it is " + type() + " but was assigned " + other);
    }
  }

  @Override
  public void close() {
    if (!operand.storage().closed()) {
      backend.memory().release(operand.storage());
    }
  }

  @Override
  public String toString() {
    return "Parameter " + name + " " + type();
  }
}
