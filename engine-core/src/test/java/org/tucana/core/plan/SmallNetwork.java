package org.tucana.core.plan;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.tucana.core.Backend;
import org.tucana.core.Parameter;
import org.tucana.core.Tensor;
import org.tucana.core.kernel.ConvGeometry;
import org.tucana.core.kernel.PoolGeometry;
import org.tucana.core.op.Activations;
import org.tucana.core.op.Arithmetic;
import org.tucana.core.op.Convolutions;
import org.tucana.core.op.Normalizations;
import org.tucana.core.op.Poolings;
import org.tucana.core.op.Products;
import org.tucana.core.op.Resizing;
import org.tucana.core.testing.TestTensors;
import org.tucana.core.type.DType;
import org.tucana.core.type.HostTensor;

/**
 * Layers with random parameters for tests of plans: a stem, residual blocks, a feature pyramid of
 * two levels and a linear head, written as a detector's are.
 */
public final class SmallNetwork implements AutoCloseable {
  private static final double EPSILON = 1e-5;

  private final Backend backend;
  private final List<Parameter> parameters = new ArrayList<>();
  private final long seed;
  private final List<Step> steps = new ArrayList<>();

  /** A layer. */
  @FunctionalInterface
  public interface Step {
    Tensor apply(Tensor x);
  }

  public SmallNetwork(Backend backend, long seed) {
    this.backend = backend;
    this.seed = seed;
  }

  public List<Parameter> parameters() {
    return parameters;
  }

  private Parameter parameter(double low, double high, int... dims) {
    HostTensor values =
        TestTensors.uniform(DType.FLOAT32, low, high, 1000 * seed + parameters.size(), dims);
    Parameter parameter = new Parameter("p" + parameters.size(), backend, values);
    parameters.add(parameter);
    return parameter;
  }

  /** Convolution, with or without bias, with or without batch normalisation after it. */
  public Step convolution(int from, int to, int kernel, int stride, boolean bias, boolean norm) {
    double bound = 1 / Math.sqrt(from * kernel * kernel);
    Parameter weight = parameter(-bound, bound, to, from, kernel, kernel);
    Optional<Parameter> b = bias ? Optional.of(parameter(-1, 1, to)) : Optional.empty();
    ConvGeometry geometry = ConvGeometry.of(stride, kernel / 2);
    if (!norm) {
      return x ->
          Convolutions.conv2d(x, weight.in(x.session()), b.map(p -> p.in(x.session())), geometry);
    }
    Parameter scale = parameter(0.5, 1.5, to);
    Parameter shift = parameter(-1, 1, to);
    Parameter mean = parameter(-0.2, 0.2, to);
    Parameter variance = parameter(0.5, 1.5, to);
    return x ->
        Normalizations.batchNorm(
            Convolutions.conv2d(x, weight.in(x.session()), b.map(p -> p.in(x.session())), geometry),
            scale.in(x.session()),
            shift.in(x.session()),
            mean.in(x.session()),
            variance.in(x.session()),
            EPSILON);
  }

  /** relu(norm(conv) + norm(conv or x)). */
  public Step residualBlock(int from, int to, int stride) {
    Step first = convolution(from, to, 3, stride, false, true);
    Step second = convolution(to, to, 3, 1, false, true);
    Step shortcut =
        stride == 1 && from == to ? x -> x : convolution(from, to, 1, stride, false, true);
    return x ->
        Activations.relu(
            Arithmetic.add(second.apply(Activations.relu(first.apply(x))), shortcut.apply(x)));
  }

  public Step linear(int from, int to) {
    double bound = 1 / Math.sqrt(from);
    Parameter weight = parameter(-bound, bound, to, from);
    Parameter bias = parameter(-1, 1, to);
    return x -> Products.linear(x, weight.in(x.session()), Optional.of(bias.in(x.session())));
  }

  /** A small detector's body: pyramid levels and the scores of a head, from pictures [N,3,H,W]. */
  public List<Step> detector() {
    if (steps.isEmpty()) {
      steps.add(convolution(3, 16, 7, 2, false, true));
      steps.add(residualBlock(16, 16, 1));
      steps.add(residualBlock(16, 24, 2));
      steps.add(convolution(16, 8, 1, 1, true, false));
      steps.add(convolution(24, 8, 1, 1, true, false));
      steps.add(convolution(8, 8, 3, 1, true, false));
      steps.add(linear(24, 10));
      steps.add(linear(10, 5));
    }
    return steps;
  }

  /** Runs {@link #detector}: fine level, coarse level, head scores. */
  public List<Tensor> run(Tensor pictures) {
    List<Step> s = detector();
    Tensor stem = Activations.relu(s.get(0).apply(pictures));
    Tensor pooled = Poolings.maxPool2d(stem, new PoolGeometry(3, 2, 1));
    Tensor fine = s.get(1).apply(pooled);
    Tensor coarse = s.get(2).apply(fine);
    Tensor coarseLateral = s.get(4).apply(coarse);
    Tensor up = Resizing.nearest(coarseLateral, fine.dim(2), fine.dim(3));
    Tensor merged = Arithmetic.add(s.get(3).apply(fine), up);
    Tensor level = s.get(5).apply(merged);
    Tensor features = Poolings.adaptiveAveragePool2d(coarse, 1, 1).reshape(-1, 24);
    Tensor scores = s.get(7).apply(Activations.relu(s.get(6).apply(features)));
    return List.of(level, coarseLateral, Activations.softmax(scores, 1));
  }

  @Override
  public void close() {
    parameters.forEach(Parameter::close);
  }
}
