package org.tucana.nn.optimizer;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.tucana.core.Backend;
import org.tucana.core.BackendOptions;
import org.tucana.core.EagerSession;
import org.tucana.core.Gradients;
import org.tucana.core.Parameter;
import org.tucana.core.Scope;
import org.tucana.core.Tape;
import org.tucana.core.Tensor;
import org.tucana.core.op.Arithmetic;
import org.tucana.core.op.Reductions;
import org.tucana.core.testing.TestBackends;
import org.tucana.core.type.FormatException;
import org.tucana.core.type.HostTensor;
import org.tucana.nn.module.LinearLayer;
import org.tucana.nn.module.NetworkModule;
import org.tucana.nn.module.ParameterSpace;

/** Updates against steps worked out by hand, for a loss whose gradient is known. */
class GroupedOptimizerTest {
  /** Parameters of the one linear layer, 1 to 2 features: weight [2,1] and bias [2]. */
  private static final float[] WEIGHT = {1, -2};

  private static final double ROUNDING = 4 * Math.ulp(2f);

  private Backend backend;
  private EagerSession session;
  private Net net;

  private static final class Net extends NetworkModule {
    private final LinearLayer layer;

    Net(ParameterSpace space) {
      super(space);
      layer = child(new LinearLayer(space.child("fc"), 1, 2));
    }

    /** Sum of squares of layer(1): d/dweight = d/dbias = 2 (weight + bias). */
    Tensor loss(EagerSession session) {
      Tensor y = layer.forward(session.tensor(new float[] {1}, 1, 1));
      return Reductions.sum(Arithmetic.multiply(y, y));
    }
  }

  @BeforeEach
  void open() {
    backend = TestBackends.chosen("reference", BackendOptions.defaults());
    session = new EagerSession(backend);
    net = new Net(ParameterSpace.random(backend, 1));
    weight().assign(HostTensor.of(weight().type().shape(), WEIGHT.clone()));
  }

  @AfterEach
  void close() {
    net.close();
    session.close();
    backend.close();
  }

  private Parameter weight() {
    return net.state().get("fc.weight");
  }

  private Parameter bias() {
    return net.state().get("fc.bias");
  }

  private double step(GroupedOptimizer optimizer, double rateFactor, double limit) {
    try (Scope _ = session.scope();
        Tape tape = session.tape(optimizer.parameters())) {
      Gradients gradients = tape.backward(net.loss(session));
      double norm = GradientNorm.of(session, gradients);
      optimizer.step(session, gradients, rateFactor, GradientNorm.clipFactor(norm, limit));
      return norm;
    }
  }

  @Test
  void sgdWithMomentumAndDecayIsTorchs() {
    try (GroupedOptimizer optimizer =
        new GroupedOptimizer(
            new UpdateRule.Sgd(0.1, 0.9, 0.01, false),
            net,
            List.of(ParameterGroup.of(".*weight", 0.5), ParameterGroup.others().withoutDecay()))) {
      double[] w = {1, -2};
      double[] b = {0, 0};
      double[] wBuffer = {0, 0};
      double[] bBuffer = {0, 0};
      for (int step = 0; step < 3; step++) {
        step(optimizer, 1, Double.POSITIVE_INFINITY);
        for (int i = 0; i < 2; i++) {
          double gradient = 2 * (w[i] + b[i]);
          double decayed = gradient + 0.01 * w[i];
          wBuffer[i] = step == 0 ? decayed : 0.9 * wBuffer[i] + decayed;
          bBuffer[i] = step == 0 ? gradient : 0.9 * bBuffer[i] + gradient;
          w[i] -= 0.05 * wBuffer[i];
          b[i] -= 0.1 * bBuffer[i];
        }
      }
      assertClose(w, weight());
      assertClose(b, bias());
    }
  }

  @Test
  void adamWithDecoupledDecayIsTorchs() {
    try (GroupedOptimizer optimizer =
        new GroupedOptimizer(
            UpdateRule.Adam.decoupled(0.1, 0.01), net, List.of(ParameterGroup.others()))) {
      double[] w = {1, -2};
      double[] b = {0, 0};
      double[] first = new double[4];
      double[] second = new double[4];
      for (int step = 1; step <= 3; step++) {
        step(optimizer, 0.5, Double.POSITIVE_INFINITY);
        for (int i = 0; i < 2; i++) {
          double gradient = 2 * (w[i] + b[i]);
          w[i] = adam(w[i], gradient, first, second, i, step);
          b[i] = adam(b[i], gradient, first, second, 2 + i, step);
        }
      }
      assertClose(w, weight());
      assertClose(b, bias());
    }
  }

  private static double adam(
      double value, double gradient, double[] first, double[] second, int at, int step) {
    double rate = 0.05;
    double decayed = value * (1 - rate * 0.01);
    first[at] = 0.9 * first[at] + 0.1 * gradient;
    second[at] = 0.999 * second[at] + 0.001 * gradient * gradient;
    double mean = first[at] / (1 - Math.pow(0.9, step));
    double deviation = Math.sqrt(second[at] / (1 - Math.pow(0.999, step)));
    return decayed - rate * mean / (deviation + 1e-8);
  }

  @Test
  void clippingShortensTheGradientToTheLimit() {
    try (GroupedOptimizer optimizer =
        new GroupedOptimizer(
            new UpdateRule.Sgd(1, 0, 0, false), net, List.of(ParameterGroup.others()))) {
      double norm = step(optimizer, 1, 0.5);
      // Gradients 2 and -4, for weight and bias alike.
      assertEquals(Math.sqrt(2 * (4 + 16)), norm, 1e-6);
      double factor = 0.5 / (norm + 1e-6);
      assertClose(new double[] {1 - 2 * factor, -2 + 4 * factor}, weight());
    }
  }

  @Test
  void aFrozenParameterStaysAndHasNoGradient() {
    try (GroupedOptimizer optimizer =
        new GroupedOptimizer(
            new UpdateRule.Sgd(0.1, 0.9, 0, false),
            net,
            List.of(ParameterGroup.frozen("fc\\.weight"), ParameterGroup.others()))) {
      assertEquals(List.of(bias()), optimizer.parameters());
      step(optimizer, 1, Double.POSITIVE_INFINITY);
      assertArrayEquals(WEIGHT, weight().read().toFloats());
      assertClose(new double[] {-0.2, 0.4}, bias());
    }
  }

  @Test
  void stateGoesOnWhereItStopped() {
    UpdateRule rule = UpdateRule.Adam.decoupled(0.1, 0.01);
    List<ParameterGroup> groups = List.of(ParameterGroup.others());
    Map<String, HostTensor> state;
    float[] before;
    float[] expected;
    try (GroupedOptimizer optimizer = new GroupedOptimizer(rule, net, groups)) {
      step(optimizer, 1, Double.POSITIVE_INFINITY);
      state = optimizer.state();
      before = weight().read().toFloats();
      HostTensor biasBefore = bias().read();
      step(optimizer, 1, Double.POSITIVE_INFINITY);
      expected = weight().read().toFloats();
      bias().assign(biasBefore);
    }
    weight().assign(HostTensor.of(weight().type().shape(), before));
    try (GroupedOptimizer resumed = new GroupedOptimizer(rule, net, groups)) {
      resumed.load("state", state);
      step(resumed, 1, Double.POSITIVE_INFINITY);
      assertArrayEquals(expected, weight().read().toFloats());

      Map<String, HostTensor> incomplete = new LinkedHashMap<>(state);
      incomplete.remove("optimizer.moment1.fc.bias");
      FormatException thrown =
          assertThrows(FormatException.class, () -> resumed.load("file", incomplete));
      assertTrue(
          thrown.getMessage().startsWith("file: optimizer.moment1.fc.bias is missing"),
          thrown.getMessage());
    }
  }

  @Test
  void groupsThatMissAreRefused() {
    UpdateRule rule = new UpdateRule.Sgd(0.1, 0, 0, false);
    IllegalArgumentException uncovered =
        assertThrows(
            IllegalArgumentException.class,
            () -> new GroupedOptimizer(rule, net, List.of(ParameterGroup.of("fc\\.weight", 1))));
    assertTrue(uncovered.getMessage().contains("no group takes fc.bias"), uncovered.getMessage());
    IllegalArgumentException idle =
        assertThrows(
            IllegalArgumentException.class,
            () ->
                new GroupedOptimizer(
                    rule, net, List.of(ParameterGroup.of("fx.*", 1), ParameterGroup.others())));
    assertTrue(idle.getMessage().contains("fx.* takes no parameter"), idle.getMessage());
  }

  @Test
  void nothingLeaks() {
    long before = backend.memory().liveBytes();
    try (GroupedOptimizer optimizer =
        new GroupedOptimizer(
            UpdateRule.Adam.decoupled(0.1, 0), net, List.of(ParameterGroup.others()))) {
      step(optimizer, 1, 1);
    }
    assertEquals(before, backend.memory().liveBytes(), backend.memory().liveLabels().toString());
  }

  private static void assertClose(double[] expected, Parameter actual) {
    float[] values = actual.read().toFloats();
    for (int i = 0; i < expected.length; i++) {
      assertEquals(expected[i], values[i], ROUNDING, actual.name() + " " + i);
    }
  }
}
