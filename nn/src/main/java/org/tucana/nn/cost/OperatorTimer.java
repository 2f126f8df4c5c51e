package org.tucana.nn.cost;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.tucana.core.Constant;
import org.tucana.core.EagerSession;
import org.tucana.core.Node;
import org.tucana.core.Program;
import org.tucana.core.Scope;
import org.tucana.core.Tensor;
import org.tucana.core.ViewOp;
import org.tucana.core.type.DType;
import org.tucana.core.type.HostTensor;
import org.tucana.core.type.Philox;
import org.tucana.core.type.RandomKey;
import org.tucana.core.type.TensorType;
import org.tucana.nn.metric.Median;

/**
 * Times the operators of a program one by one. Each is given random numbers, for parameters too,
 * but the program's own constants, and with the strides that the views before it make; integers
 * that are no constants are zero.
 */
final class OperatorTimer {
  /** Random numbers that are repeated as often as a tensor needs; a prime, so rows differ. */
  private static final int DRAWN = 65_521;

  private static final double NANOSECONDS_IN_MILLISECOND = 1e6;

  private final Program program;
  private final ProgramValues values;
  private final EagerSession session;
  private final Measurement measurement;
  private final float[] random = new float[DRAWN];

  OperatorTimer(Program program, EagerSession session, Measurement measurement) {
    this.program = program;
    this.values = new ProgramValues(program);
    this.session = session;
    this.measurement = measurement;
    Philox stream = new RandomKey(1, "operands of timed operators", 0).stream();
    for (int i = 0; i < DRAWN; i++) {
      random[i] = (float) stream.nextDouble();
    }
  }

  /** The median of the timed runs. */
  double milliseconds(Node node) {
    try (Scope _ = session.scope()) {
      Map<Integer, Tensor> made = new HashMap<>();
      List<Tensor> in =
          node.in().stream().map(v -> made.computeIfAbsent(v, this::operand)).toList();
      for (int i = 0; i < measurement.warmUps(); i++) {
        nanoseconds(node, in);
      }
      double[] times = new double[measurement.runs()];
      for (int i = 0; i < times.length; i++) {
        times[i] = nanoseconds(node, in);
      }
      return Median.of(times) / NANOSECONDS_IN_MILLISECOND;
    }
  }

  private long nanoseconds(Node node, List<Tensor> in) {
    try (Scope _ = session.scope()) {
      long start = System.nanoTime();
      session.run(node.op(), in);
      return System.nanoTime() - start;
    }
  }

  private Tensor operand(int value) {
    HostTensor constant = program.constants().get(value);
    if (constant != null) {
      return session.upload(constant);
    }
    return values
        .producer(value)
        .filter(producer -> producer.op() instanceof ViewOp)
        .map(view -> session.one(view.op(), operand(view.in().getFirst())))
        .orElseGet(() -> filled(values.type(value)));
  }

  private Tensor filled(TensorType type) {
    if (type.dtype() != DType.FLOAT32) {
      return session.one(new Constant(type, 0));
    }
    float[] elements = new float[type.shape().elements()];
    for (int from = 0; from < elements.length; from += DRAWN) {
      System.arraycopy(random, 0, elements, from, Math.min(DRAWN, elements.length - from));
    }
    return session.upload(HostTensor.of(type.shape(), elements));
  }
}
