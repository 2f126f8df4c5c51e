package org.tucana.core;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Runs a program operator by operator in the caller's session. */
final class InterpretedPlan implements Plan {
  private final Program program;

  InterpretedPlan(Program program) {
    this.program = program;
  }

  @Override
  public List<Tensor> run(EagerSession session, List<Tensor> in) {
    return run(session, in, StepObserver.NONE);
  }

  @Override
  public List<Double> profile(EagerSession session, List<Tensor> in) {
    StepClock clock = new StepClock(program.nodes().size(), () -> {});
    try (Scope _ = session.scope()) {
      run(session, in, clock);
    }
    return clock.millis();
  }

  private List<Tensor> run(EagerSession session, List<Tensor> in, StepObserver observer) {
    program.checkInputs(in.stream().map(Tensor::type).toList());
    try (Scope scope = session.scope()) {
      Map<Integer, Tensor> values = new HashMap<>();
      for (int i = 0; i < in.size(); i++) {
        values.put(i, in.get(i));
      }
      program.parameters().forEach((v, p) -> values.put(v, p.in(session)));
      program.constants().forEach((v, c) -> values.put(v, session.upload(c)));
      for (int n = 0; n < program.nodes().size(); n++) {
        Node node = program.nodes().get(n);
        observer.before(n);
        List<Tensor> out = session.run(node.op(), node.in().stream().map(values::get).toList());
        observer.after(n);
        for (int k = 0; k < out.size(); k++) {
          values.put(node.out().get(k), out.get(k));
        }
      }
      List<Tensor> results = program.outputs().stream().map(values::get).toList();
      results.forEach(scope::keep);
      return results;
    }
  }

  @Override
  public PlanReport report() {
    return new PlanReport(
        program.nodes().stream()
            .map(n ->
                new PlanReport.Step(
                    n.op().name(),
                    n.frames().isEmpty() ? "" : n.frames().getLast().path(),
                    "operator by operator"))
            .toList(),
        0,
        0);
  }

  @Override
  public void close() {}
}
