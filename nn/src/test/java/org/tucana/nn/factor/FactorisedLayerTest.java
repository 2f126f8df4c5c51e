package org.tucana.nn.factor;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.tucana.core.Backend;
import org.tucana.core.EagerSession;
import org.tucana.core.Gradients;
import org.tucana.core.Parameter;
import org.tucana.core.Plan;
import org.tucana.core.PlanOptions;
import org.tucana.core.Program;
import org.tucana.core.Scope;
import org.tucana.core.Tape;
import org.tucana.core.Tensor;
import org.tucana.core.kernel.ConvGeometry;
import org.tucana.core.op.Arithmetic;
import org.tucana.core.op.Reductions;
import org.tucana.core.testing.TestBackends;
import org.tucana.core.testing.TestTensors;
import org.tucana.core.testing.Tolerance;
import org.tucana.core.type.HostTensor;
import org.tucana.core.type.Shape;
import org.tucana.nn.module.Conv2dLayer;
import org.tucana.nn.module.ConvSpec;
import org.tucana.nn.module.Layer;
import org.tucana.nn.module.LayerForm;
import org.tucana.nn.module.LayerForms;
import org.tucana.nn.module.LinearLayer;
import org.tucana.nn.module.ParameterSpace;
import org.tucana.nn.module.StateDict;

/** Every factorised layer is the plain layer with the weight that its factors stand for. */
class FactorisedLayerTest {

  /** Pictures or rows of features. */
  private static final int BATCH = 5;

  private static final int IN = 24;
  private static final int OUT = 30;

  /**
   * A layer and the plain one beside it.
   *
   * @param name of the layer
   * @param input sizes of an input
   * @param length most products in a sum of the layer, through all factors
   */
  record Case(
      String label,
      String name,
      LayerForm form,
      List<Integer> input,
      long length,
      Function<ParameterSpace, Layer> factorised,
      Function<ParameterSpace, Layer> plain,
      Function<Map<String, HostTensor>, HostTensor> weight) {
    ParameterSpace space(Backend backend) {
      return ParameterSpace.random(backend, 3)
          .withForms(LayerForms.of(Map.of(name, form)))
          .child(name);
    }

    /** The factorised layer, its bias not zero. */
    Layer open(Backend backend) {
      Layer layer = factorised.apply(space(backend));
      layer
          .state()
          .forEach((parameter, values) -> {
            if (parameter.endsWith("bias")) {
              values.assign(TestTensors.uniform(17, values.type().shape().dims()));
            }
          });
      return layer;
    }

    /** The plain layer with the reconstructed weight. */
    Layer openPlain(Backend backend, Layer layer) {
      Map<String, HostTensor> state = StateDict.read(layer);
      Map<String, HostTensor> values = new LinkedHashMap<>();
      values.put(name + ".weight", weight.apply(state));
      state.forEach((parameter, value) -> {
        if (parameter.endsWith("bias")) {
          values.put(name + ".bias", value);
        }
      });
      Layer made = plain.apply(space(backend));
      StateDict.load(made, label, values);
      return made;
    }

    HostTensor input(long seed, int rows) {
      int[] dims = input.stream().mapToInt(Integer::intValue).toArray();
      dims[0] = rows;
      return TestTensors.uniform(seed, dims);
    }

    @Override
    public String toString() {
      return label;
    }
  }

  private static Case convolution(LayerForm form, ConvSpec spec) {
    int inner =
        switch (form) {
          case LayerForm.Tucker2(int in, int out) -> in + out;
          case LayerForm.Svd(int rank) -> rank;
          case LayerForm.Cp(int rank) -> 3 * rank;
          case LayerForm.TensorTrain _ -> throw new AssertionError(form);
        };
    return new Case(
        form + " of " + spec.kernelRows() + "x" + spec.kernelColumns() + " " + spec.geometry(),
        "conv",
        form,
        List.of(BATCH, spec.inChannels(), 13, 11),
        (long) inner * spec.inChannels() * spec.kernelRows() * spec.kernelColumns(),
        space -> Layers.conv2d(space, spec),
        space -> new Conv2dLayer(space, spec),
        state -> Reconstruction.convolution(spec, form, state));
  }

  private static Case linear(LayerForm form) {
    return new Case(
        form.toString(),
        "fc",
        form,
        List.of(BATCH, IN),
        4L * IN * OUT,
        space -> Layers.linear(space, IN, OUT),
        space -> new LinearLayer(space, IN, OUT),
        state -> Reconstruction.linear(Shape.of(OUT, IN), form, state));
  }

  private static List<Case> allCases() {
    ConvSpec square = ConvSpec.of(8, 12, 3).padding(1);
    ConvSpec oblong =
        new ConvSpec(
            8, 12, 3, 5, new ConvGeometry(2, 1, 1, 3, 1, 2, 1), true, square.initializer());
    ConvSpec grouped = square.with(ConvGeometry.of(2, 1).withGroups(2).withDilation(2));
    ConvSpec pointwise = ConvSpec.of(8, 12, 1);
    return List.of(
        convolution(new LayerForm.Tucker2(3, 5), square),
        convolution(new LayerForm.Tucker2(8, 12), square.withoutBias()),
        convolution(new LayerForm.Tucker2(2, 4), oblong),
        convolution(new LayerForm.Tucker2(3, 5), grouped),
        convolution(new LayerForm.Tucker2(3, 5), pointwise),
        convolution(new LayerForm.Svd(3), pointwise),
        convolution(new LayerForm.Svd(8), pointwise.withoutBias().stride(2)),
        convolution(new LayerForm.Svd(2), pointwise.with(ConvGeometry.of(2, 1).withGroups(4))),
        convolution(new LayerForm.Svd(6), oblong),
        convolution(new LayerForm.Svd(2), grouped),
        convolution(new LayerForm.Cp(7), square),
        convolution(new LayerForm.Cp(1), square.withoutBias().stride(2)),
        convolution(new LayerForm.Cp(20), oblong),
        linear(new LayerForm.Svd(7)),
        linear(new LayerForm.TensorTrain(List.of(5, 6), List.of(4, 6), List.of(3))),
        linear(new LayerForm.TensorTrain(List.of(2, 3, 5), List.of(4, 3, 2), List.of(2, 7))),
        linear(new LayerForm.TensorTrain(List.of(3, 5, 2), List.of(24, 1, 1), List.of(4, 2))),
        linear(new LayerForm.TensorTrain(List.of(1, 30, 1), List.of(2, 4, 3), List.of(2, 3))));
  }

  private static Stream<Arguments> cases() {
    return TestBackends.names("reference", "cpu")
        .flatMap(b -> allCases().stream().map(c -> Arguments.of(b, c)));
  }

  @ParameterizedTest
  @MethodSource("cases")
  void equalsThePlainLayerWithTheReconstructedWeight(String name, Case tested) {
    try (Backend backend = TestBackends.open(name);
        Layer layer = tested.open(backend);
        Layer plain = tested.openPlain(backend, layer);
        EagerSession session = new EagerSession(backend)) {
      assertEquals(tested.form, assertInstanceOf(FactorisedLayer.class, layer).form());
      for (long seed = 0; seed < 3; seed++) {
        Tensor x = session.upload(tested.input(seed, BATCH));
        Tolerance.of(4, tested.length)
            .check(
                tested.label + " on " + name + ", seed " + seed,
                plain.forward(x).read(),
                layer.forward(x).read());
      }
    }
  }

  /** A plan is traced for the whole batch and run on every smaller one. */
  @ParameterizedTest
  @MethodSource("cases")
  void aPlanGivesTheSameForEveryNumberOfRows(String name, Case tested) {
    try (Backend backend = TestBackends.open(name);
        Layer layer = tested.open(backend);
        EagerSession session = new EagerSession(backend)) {
      Program program =
          Program.trace(
              List.of(tested.input(0, BATCH).type()), in -> List.of(layer.forward(in.getFirst())));
      try (Plan plan = backend.compile(program, PlanOptions.defaults())) {
        for (int rows = BATCH; rows >= 1; rows--) {
          Tensor x = session.upload(tested.input(rows, rows));
          Tolerance.of(4, tested.length)
              .check(
                  tested.label + " on " + name + ", " + rows + " rows",
                  layer.forward(x).read(),
                  plan.run(session, List.of(x)).getFirst().read());
        }
      }
    }
  }

  /**
   * The output is linear in each factor by itself, so that {@code (f(p + e) - f(p - e)) / 2} is the
   * derivative along e for steps of any size.
   */
  @ParameterizedTest
  @MethodSource("cases")
  void gradientsAreCentralDifferences(String name, Case tested) {
    try (Backend backend = TestBackends.open(name);
        Layer layer = tested.open(backend);
        EagerSession session = new EagerSession(backend)) {
      HostTensor x = tested.input(7, 2);
      Map<Parameter, HostTensor> gradients = new LinkedHashMap<>();
      try (Scope _ = session.scope();
          Tape tape = session.tape(layer.parameters())) {
        Gradients found = tape.backward(loss(session, layer, x));
        found.parameters().forEach((p, g) -> gradients.put(p, g.read()));
      }
      assertEquals(List.copyOf(layer.parameters()).size(), gradients.size());
      gradients.forEach((parameter, gradient) ->
          checkAlongRandom(session, tested, layer, x, parameter, gradient));
    }
  }

  private static void checkAlongRandom(
      EagerSession session,
      Case tested,
      Layer layer,
      HostTensor x,
      Parameter parameter,
      HostTensor gradient) {
    HostTensor before = parameter.read();
    HostTensor direction = TestTensors.uniform(11, before.shape().dims());
    double analytic = 0;
    double magnitude = 1;
    for (int i = 0; i < before.shape().elements(); i++) {
      analytic += gradient.get(i) * direction.get(i);
      magnitude += Math.abs(gradient.get(i) * direction.get(i));
    }
    double up = lossAt(session, layer, x, parameter, moved(before, direction, 1));
    double down = lossAt(session, layer, x, parameter, moved(before, direction, -1));
    parameter.assign(before);
    double allowed =
        4
            * Math.ulp(1f)
            * Math.sqrt((double) tested.length * before.shape().elements())
            * Math.max(magnitude, Math.abs(up));
    assertEquals(
        analytic, (up - down) / 2, allowed, tested.label + ": gradient of " + parameter.name());
  }

  private static HostTensor moved(HostTensor from, HostTensor direction, float sign) {
    float[] values = from.toFloats().clone();
    for (int i = 0; i < values.length; i++) {
      values[i] += sign * (float) direction.get(i);
    }
    return HostTensor.of(from.shape(), values);
  }

  private static double lossAt(
      EagerSession session, Layer layer, HostTensor x, Parameter parameter, HostTensor value) {
    parameter.assign(value);
    try (Scope _ = session.scope()) {
      return loss(session, layer, x).item();
    }
  }

  /** Linear in the output, each value of which has a weight of its own. */
  private static Tensor loss(EagerSession session, Layer layer, HostTensor x) {
    Tensor y = layer.forward(session.upload(x));
    Tensor weights = session.upload(TestTensors.uniform(5, y.shape().dims()));
    int[] axes = Stream.iterate(0, a -> a + 1).limit(y.shape().rank()).mapToInt(a -> a).toArray();
    return Reductions.sum(Arithmetic.multiply(y, weights), axes);
  }
}
