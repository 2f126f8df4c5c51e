package org.tucana.decomposition.rewrite;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.tucana.core.Backend;
import org.tucana.core.EagerSession;
import org.tucana.core.Plan;
import org.tucana.core.PlanOptions;
import org.tucana.core.PlanReport;
import org.tucana.core.Program;
import org.tucana.core.Scope;
import org.tucana.core.Tensor;
import org.tucana.core.type.HostTensor;
import org.tucana.core.type.Philox;
import org.tucana.core.type.RandomKey;
import org.tucana.core.type.TensorType;
import org.tucana.nn.metric.Median;

/** A function of one tensor, compiled for one input type and ready to be timed. */
public final class PlanTimer implements AutoCloseable {
  /** A plan is warm when so many runs in a row did not beat the best by this factor. */
  private static final int STABLE_RUNS = 4;

  private static final double STABLE = 0.9;

  private static final double LONGEST_WARM_UP_MILLIS = 500;

  private final Plan plan;
  private final EagerSession session;
  private final Tensor input;

  /** With random values of a type. */
  public PlanTimer(Backend backend, TensorType type, Function<Tensor, List<Tensor>> function) {
    this(backend, values(type), function);
  }

  PlanTimer(Backend backend, HostTensor values, Function<Tensor, List<Tensor>> function) {
    plan =
        backend.compile(
            Program.trace(List.of(values.type()), in -> function.apply(in.getFirst())),
            PlanOptions.defaults());
    session = new EagerSession(backend);
    input = session.upload(values);
  }

  /** Uniform in [-1, 1): nothing that a kernel could be faster or slower at. */
  static HostTensor values(TensorType type) {
    Philox random = new RandomKey(1, "timed input", 0).stream();
    float[] values = new float[type.shape().elements()];
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) random.nextDouble(-1, 1);
    }
    return HostTensor.of(type.shape(), values);
  }

  /** Runs until the times no longer fall: kernels are slow before they are compiled. */
  private void warmUp() {
    double best = millis();
    double spent = best;
    for (int stable = 0; stable < STABLE_RUNS && spent < LONGEST_WARM_UP_MILLIS; ) {
      double millis = millis();
      stable = millis < STABLE * best ? 0 : stable + 1;
      best = Math.min(best, millis);
      spent += millis;
    }
  }

  /** Milliseconds of one run. */
  double millis() {
    long start = System.nanoTime();
    try (Scope _ = session.scope()) {
      plan.run(session, List.of(input));
    }
    return (System.nanoTime() - start) * 1e-6;
  }

  /**
   * Milliseconds by the path of the module that took them, the median of some runs; what belongs to
   * none is under the empty path.
   */
  Map<String, Double> millisByModule(int runs) {
    warmUp();
    List<PlanReport.Step> steps = plan.report().steps();
    List<List<Double>> profiles = new ArrayList<>();
    for (int run = 0; run < runs; run++) {
      profiles.add(plan.profile(session, List.of(input)));
    }
    Map<String, Double> millis = new HashMap<>();
    for (int i = 0; i < steps.size(); i++) {
      int step = i;
      double[] times = profiles.stream().mapToDouble(profile -> profile.get(step)).toArray();
      millis.merge(steps.get(i).path(), Median.of(times), Double::sum);
    }
    return millis;
  }

  /** The function's results on the timed input, row-major. */
  List<HostTensor> results() {
    try (Scope _ = session.scope()) {
      return plan.run(session, List.of(input)).stream().map(Tensor::read).toList();
    }
  }

  /** Median milliseconds of each, run in turns so that a machine that slows down slows all. */
  public static List<Double> medians(int runs, List<PlanTimer> timers) {
    List<double[]> times = new ArrayList<>();
    for (PlanTimer timer : timers) {
      timer.warmUp();
      times.add(new double[runs]);
    }
    for (int run = 0; run < runs; run++) {
      for (int t = 0; t < timers.size(); t++) {
        times.get(t)[run] = timers.get(t).millis();
      }
    }
    return times.stream().map(Median::of).toList();
  }

  @Override
  public void close() {
    session.close();
    plan.close();
  }
}
