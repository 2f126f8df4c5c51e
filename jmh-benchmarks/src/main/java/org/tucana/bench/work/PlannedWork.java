package org.tucana.bench.work;

import java.util.List;
import java.util.function.UnaryOperator;
import org.tucana.core.Backend;
import org.tucana.core.EagerSession;
import org.tucana.core.Plan;
import org.tucana.core.PlanOptions;
import org.tucana.core.Program;
import org.tucana.core.Scope;
import org.tucana.core.Tensor;
import org.tucana.core.type.HostTensor;
import org.tucana.core.type.Numerics;
import org.tucana.nn.module.NetworkModule;

/** A network compiled for one input size; owns the network. */
final class PlannedWork implements ReadableWork {
  private final NetworkModule network;
  private final Plan plan;
  private final EagerSession session;
  private final Tensor input;

  PlannedWork(
      Backend backend,
      NetworkModule network,
      UnaryOperator<Tensor> forward,
      HostTensor input,
      Numerics numerics) {
    this(backend, network, forward, input, new PlanOptions(numerics));
  }

  PlannedWork(
      Backend backend,
      NetworkModule network,
      UnaryOperator<Tensor> forward,
      HostTensor input,
      PlanOptions options) {
    this.network = network;
    Program program =
        Program.trace(List.of(input.type()), in -> List.of(forward.apply(in.getFirst())));
    this.plan = backend.compile(program, options);
    this.session = new EagerSession(backend, options.numerics());
    this.input = session.upload(input);
  }

  @Override
  public void run() {
    try (Scope _ = session.scope()) {
      plan.run(session, List.of(input));
    }
  }

  @Override
  public List<HostTensor> results() {
    try (Scope _ = session.scope()) {
      return plan.run(session, List.of(input)).stream().map(Tensor::read).toList();
    }
  }

  @Override
  public void close() {
    session.close();
    plan.close();
    network.close();
  }
}
