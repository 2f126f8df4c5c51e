package org.tucana.core.op;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.tucana.core.EagerSession;
import org.tucana.core.Gradients;
import org.tucana.core.Scope;
import org.tucana.core.Tape;
import org.tucana.core.Tensor;
import org.tucana.core.kernel.ConvGeometry;
import org.tucana.core.kernel.LossReduction;
import org.tucana.core.kernel.PoolGeometry;
import org.tucana.core.kernel.RoiAlignGeometry;
import org.tucana.core.testing.StrictReference;
import org.tucana.core.type.HostTensor;
import org.tucana.core.type.Shape;

/** Gradients of operators put together, on a device that poisons memory. */
class CompositeGradientTest {
  private final StrictReference backend = new StrictReference();
  private final EagerSession session = new EagerSession(backend);

  @AfterEach
  void nothingStaysAlive() {
    session.close();
    assertEquals(List.of(), backend.memory().liveLabels());
    backend.close();
  }

  private void check(String label, List<HostTensor> inputs, Function<List<Tensor>, Tensor> loss) {
    new CentralDifferences(session, label, loss)
        .check(inputs, Collections.nCopies(inputs.size(), true));
  }

  @ParameterizedTest
  @ValueSource(longs = {0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15})
  void randomTapes(long seed) {
    RandomTape tape = new RandomTape(seed, 8);
    check("random tape " + seed, tape.inputs(), tape::loss);
  }

  /** Convolution, batch normalisation, ReLU, max pooling, linear layer and cross-entropy. */
  private static Tensor network(List<Tensor> in, int... classes) {
    Tensor x = in.get(0);
    Tensor features = Convolutions.conv2d(x, in.get(1), Optional.empty(), ConvGeometry.of(1, 1));
    Tensor normalized = Normalizations.batchNormTrain(features, in.get(2), in.get(3), 1e-5).y();
    Tensor pooled = Poolings.maxPool2d(Activations.relu(normalized), new PoolGeometry(3, 2, 1));
    Tensor logits =
        Products.linear(pooled.reshape(x.dim(0), -1), in.get(4), Optional.of(in.get(5)));
    return Losses.crossEntropy(
        logits, x.session().indices(classes), Optional.empty(), -1, LossReduction.MEAN);
  }

  private static List<HostTensor> networkInputs(long seed) {
    return List.of(
        Argument.smooth(2, 2, 5, 4).draw(seed, 0),
        Argument.smooth(3, 2, 3, 3).draw(seed, 1),
        Argument.positive(3).draw(seed, 2),
        Argument.smooth(3).draw(seed, 3),
        Argument.smooth(4, 18).draw(seed, 4),
        Argument.smooth(4).draw(seed, 5));
  }

  @ParameterizedTest
  @ValueSource(longs = {0, 1, 2})
  void classifier(long seed) {
    check("classifier " + seed, networkInputs(seed), in -> network(in, 3, 0));
  }

  @Test
  void regionHead() {
    RoiAlignGeometry geometry = new RoiAlignGeometry(2, 2, 2, false, List.of(0.5, 0.25), 16, 2);
    List<HostTensor> inputs =
        List.of(
            Argument.smooth(1, 2, 8, 8).draw(1, 0),
            Argument.smooth(1, 2, 4, 4).draw(1, 1),
            Argument.smooth(3, 8).draw(1, 2));
    check(
        "region head",
        inputs,
        in -> {
          Tensor boxes =
              session.upload(HostTensor.of(Shape.of(2, 4), 1.2, 2.1, 6.4, 7.3, 0.5, 1, 15, 14.2));
          Tensor y = Regions.roiAlign(in.subList(0, 2), boxes, session.indices(0, 0), geometry);
          Tensor deltas = Products.linear(y.reshape(2, -1), in.get(2), Optional.empty());
          return Losses.smoothL1(deltas, Arithmetic.scale(deltas, 3), 10, LossReduction.SUM);
        });
  }

  @Test
  void noBoxesGiveZeroGradients() {
    try (Scope _ = session.scope();
        Tape tape = session.tape(List.of())) {
      Tensor level = tape.watch(session.tensor(new float[2 * 16], 1, 2, 4, 4));
      Tensor weight = tape.watch(session.tensor(new float[3 * 8], 3, 8));
      Tensor y =
          Regions.roiAlign(
              List.of(level),
              session.tensor(new float[0], 0, 4),
              session.indices(),
              RoiAlignGeometry.single(2, 2, 2, false, 0.25));
      Tensor logits = Products.linear(y.reshape(0, 8), weight, Optional.empty());
      Tensor loss =
          Losses.crossEntropy(logits, session.indices(), Optional.empty(), -1, LossReduction.MEAN);
      Gradients gradients = tape.backward(loss);
      assertEquals(0, loss.item());
      assertArrayEquals(new float[2 * 16], gradients.of(level).orElseThrow().toFloats());
      assertArrayEquals(new float[3 * 8], gradients.of(weight).orElseThrow().toFloats());
    }
  }

  @Test
  void valuesUsedTwiceAddTheirGradients() {
    try (Scope _ = session.scope();
        Tape tape = session.tape(List.of())) {
      Tensor x = tape.watch(session.tensor(new float[] {2, -3}, 2));
      Tensor square = Arithmetic.multiply(x, x);
      Tensor twice = Arithmetic.add(x, x);
      Tensor pair = Joining.concat(0, List.of(x.slice(0, 1, 2), x));
      Tensor loss =
          Arithmetic.add(Reductions.sum(Arithmetic.add(square, twice)), Reductions.sum(pair));
      float[] expected = {2 * 2 + 2 + 1, 2 * -3 + 2 + 2};
      assertArrayEquals(expected, tape.backward(loss).of(x).orElseThrow().toFloats());
      assertArrayEquals(
          expected, tape.backward(loss).of(x).orElseThrow().toFloats(), "asked again");
    }
  }

  @Test
  void watchedResultsHaveGradientsToo() {
    try (Scope _ = session.scope();
        Tape tape = session.tape(List.of())) {
      Tensor x = tape.watch(session.tensor(new float[] {1, 2}, 2));
      Tensor y = tape.watch(Arithmetic.scale(x, 3));
      Gradients gradients = tape.backward(Reductions.sum(Arithmetic.multiply(y, y)));
      assertArrayEquals(new float[] {6, 12}, gradients.of(y).orElseThrow().toFloats());
      assertArrayEquals(new float[] {18, 36}, gradients.of(x).orElseThrow().toFloats());
    }
  }

  @Test
  void equalValuesShareGradientsEvenly() {
    try (Scope _ = session.scope();
        Tape tape = session.tape(List.of())) {
      Tensor a = tape.watch(session.tensor(new float[] {1, 5, 2}, 3));
      Tensor b = tape.watch(session.tensor(new float[] {1, 3, 4}, 3));
      Gradients larger = tape.backward(Reductions.sum(Arithmetic.maximum(a, b)));
      assertArrayEquals(new float[] {0.5f, 1, 0}, larger.of(a).orElseThrow().toFloats());
      assertArrayEquals(new float[] {0.5f, 0, 1}, larger.of(b).orElseThrow().toFloats());
      Gradients smaller = tape.backward(Reductions.sum(Arithmetic.minimum(a, b)));
      assertArrayEquals(new float[] {0.5f, 0, 1}, smaller.of(a).orElseThrow().toFloats());
      Tensor x = tape.watch(session.tensor(new float[] {7, 1, 7, 2}, 4));
      Gradients largest = tape.backward(Reductions.maximum(x));
      assertArrayEquals(new float[] {0.5f, 0, 0.5f, 0}, largest.of(x).orElseThrow().toFloats());
    }
  }

  /** After the forward scope closes, only what gradient rules read is still alive. */
  @Test
  void tapeRetainsOnlyWhatRulesRead() {
    try (Scope _ = session.scope();
        Tape tape = session.tape(List.of())) {
      Tensor x = tape.watch(session.tensor(new float[] {1, -2, 3}, 3));
      try (Scope forward = session.scope()) {
        Tensor shifted = Arithmetic.affine(x, 1, 0.5); // retains nothing
        Tensor positive = Activations.relu(shifted); // retains its output
        forward.keep(Reductions.sum(positive)); // retains nothing
      }
      assertEquals(
          List.of("reduceSum FLOAT32[]", "relu FLOAT32[3]", "upload FLOAT32[3]"),
          backend.memory().liveLabels());
    }
  }
}
