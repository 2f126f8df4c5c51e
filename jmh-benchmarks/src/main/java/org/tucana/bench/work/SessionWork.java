package org.tucana.bench.work;

import java.util.List;
import java.util.function.UnaryOperator;
import org.tucana.core.EagerSession;
import org.tucana.core.Scope;
import org.tucana.core.Tensor;
import org.tucana.core.type.HostTensor;

/** Operators on tensors that were uploaded once; owns the session. */
final class SessionWork implements ReadableWork {
  private final EagerSession session;
  private final List<Tensor> inputs;
  private final UnaryOperator<List<Tensor>> operators;

  /**
   * @param operators from inputs to results
   */
  SessionWork(
      EagerSession session, List<HostTensor> inputs, UnaryOperator<List<Tensor>> operators) {
    this.session = session;
    this.inputs = inputs.stream().map(session::upload).toList();
    this.operators = operators;
  }

  @Override
  public void run() {
    try (Scope _ = session.scope()) {
      List<Tensor> _ = operators.apply(inputs);
    }
  }

  @Override
  public List<HostTensor> results() {
    try (Scope _ = session.scope()) {
      return operators.apply(inputs).stream().map(Tensor::read).toList();
    }
  }

  @Override
  public void close() {
    session.close();
  }
}
