package org.tucana.core.op;

import static org.junit.jupiter.api.Assertions.fail;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.tucana.core.EagerSession;
import org.tucana.core.Gradients;
import org.tucana.core.Scope;
import org.tucana.core.Tape;
import org.tucana.core.Tensor;
import org.tucana.core.type.HostTensor;

/**
 * Compares a tape's gradients of a scalar function with (f(x + h) - f(x - h)) / 2h in double. With
 * h the cube root of the precision, truncation and rounding each leave an error near h * h; a
 * thousand times that is allowed, relative to the largest gradient or to 1.
 */
final class CentralDifferences {
  private static final double STEP = Math.cbrt(Math.ulp(1.0));
  private static final double TOLERANCE = 1000 * STEP * STEP;

  private final EagerSession session;
  private final String label;
  private final Function<List<Tensor>, Tensor> function;

  CentralDifferences(EagerSession session, String label, Function<List<Tensor>, Tensor> function) {
    this.session = session;
    this.label = label;
    this.function = function;
  }

  /** Checks the gradient of every input for which {@code varies} holds. */
  void check(List<HostTensor> inputs, List<Boolean> varies) {
    List<double[]> analytic = gradients(inputs, varies);
    for (int k = 0; k < inputs.size(); k++) {
      if (varies.get(k)) {
        compare(inputs, k, analytic.get(k));
      }
    }
  }

  private List<double[]> gradients(List<HostTensor> inputs, List<Boolean> varies) {
    try (Scope _ = session.scope();
        Tape tape = session.tape(List.of())) {
      List<Tensor> tensors = upload(inputs);
      for (int k = 0; k < inputs.size(); k++) {
        if (varies.get(k)) {
          tape.watch(tensors.get(k));
        }
      }
      Gradients found = tape.backward(function.apply(tensors));
      List<double[]> values = new ArrayList<>();
      for (Tensor t : tensors) {
        values.add(
            found
                .of(t)
                .map(g -> Doubles.of(g.read()))
                .orElseGet(() -> new double[t.shape().elements()]));
      }
      return values;
    }
  }

  private void compare(List<HostTensor> inputs, int position, double[] analytic) {
    double scale = 1;
    for (double g : analytic) {
      scale = Math.max(scale, Math.abs(g));
    }
    for (int i = 0; i < analytic.length; i++) {
      double slope = (shifted(inputs, position, i, STEP) - shifted(inputs, position, i, -STEP));
      double numeric = slope / (2 * STEP);
      if (!(Math.abs(numeric - analytic[i]) <= TOLERANCE * scale)) {
        fail(
            label
                + ": gradient of input "
                + position
                + " at "
                + i
                + " is "
                + analytic[i]
                + " but central differences give "
                + numeric);
      }
    }
  }

  private double shifted(List<HostTensor> inputs, int position, int element, double step) {
    double[] values = Doubles.of(inputs.get(position));
    values[element] += step;
    List<HostTensor> moved = new ArrayList<>(inputs);
    moved.set(position, Doubles.as(inputs.get(position).type(), values));
    try (Scope _ = session.scope()) {
      return function.apply(upload(moved)).item();
    }
  }

  private List<Tensor> upload(List<HostTensor> inputs) {
    return inputs.stream().map(session::upload).toList();
  }
}
