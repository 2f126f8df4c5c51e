package org.tucana.core.op;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.DynamicContainer.dynamicContainer;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicNode;
import org.junit.jupiter.api.TestFactory;
import org.tucana.core.Backend;
import org.tucana.core.EagerSession;
import org.tucana.core.Gradients;
import org.tucana.core.Scope;
import org.tucana.core.Tape;
import org.tucana.core.Tensor;
import org.tucana.core.kernel.ConvGeometry;
import org.tucana.core.kernel.LossReduction;
import org.tucana.core.kernel.PoolGeometry;
import org.tucana.core.kernel.RoiAlignGeometry;
import org.tucana.core.op.OracleFile.Settings;
import org.tucana.core.testing.TestBackends;
import org.tucana.core.testing.Tolerance;
import org.tucana.core.type.HostTensor;
import org.tucana.core.type.Shape;

/**
 * Values and gradients against torch 1.13 and torchvision 0.14 on every backend. Both sides round
 * in float32, each with an error near epsilon * sqrt(K) for sums of K terms.
 */
class OracleTest {
  private static final int TORCH_IGNORES = -100;
  private static final double FACTOR = 4;

  private final OracleFile oracle;

  OracleTest() throws IOException {
    oracle = OracleFile.open();
  }

  @TestFactory
  Stream<DynamicNode> agreesWithTorch() {
    return TestBackends.names()
        .map(name ->
            dynamicContainer(
                name,
                oracle.cases().values().stream()
                    .map(c -> dynamicTest(c.id() + " " + c.operator(), () -> run(name, c)))));
  }

  private void run(String backendName, Settings c) {
    try (Backend backend = TestBackends.open(backendName)) {
      try (EagerSession session = new EagerSession(backend)) {
        check(session, c);
      }
      assertEquals(List.of(), backend.memory().liveLabels());
    }
  }

  private void check(EagerSession session, Settings c) {
    switch (c.operator()) {
      case "conv2d" -> convolution(session, c);
      case "conv_transpose2d" -> transposedConvolution(session, c);
      case "batch_norm" -> batchNorm(session, c);
      case "max_pool2d" -> maxPool(session, c);
      case "cross_entropy_weighted_mean" -> crossEntropy(session, c);
      case "bce_with_logits_mean" -> binaryCrossEntropy(session, c);
      case "smooth_l1_sum" -> smoothL1(session, c);
      case "interpolate/adaptive_avg_pool2d" -> resizing(session, c);
      case "nms/batched_nms/box_iou" -> boxes(session, c);
      case "roi_align" -> roiAlign(session, c);
      default -> throw new AssertionError("a case without a test: " + c);
    }
  }

  /** Checks y, and the gradients of sum(y * gy) with respect to the inputs. */
  private void checkWithGradients(
      EagerSession session,
      Settings c,
      String expected,
      List<String> inputs,
      List<String> gradients,
      List<Long> lengths,
      long length,
      Function<List<Tensor>, Tensor> function) {
    try (Scope _ = session.scope();
        Tape tape = session.tape(List.of())) {
      List<Tensor> in = new ArrayList<>();
      for (String name : inputs) {
        in.add(tape.watch(session.upload(oracle.tensor(c.id(), name))));
      }
      Tensor y = function.apply(in);
      compare(c, expected, length, y);
      Tensor loss = y;
      if (y.shape().elements() > 1) {
        Tensor gy = session.upload(oracle.tensor(c.id(), "gy"));
        loss = Reductions.sum(Arithmetic.multiply(y, gy));
      }
      Gradients found = tape.backward(loss.reshape());
      for (int k = 0; k < gradients.size(); k++) {
        compare(c, gradients.get(k), lengths.get(k), found.of(in.get(k)).orElseThrow());
      }
    }
  }

  private void compare(Settings c, String name, long length, Tensor actual) {
    HostTensor expected = oracle.tensor(c.id(), name);
    Tolerance.of(FACTOR, length)
        .check(
            c.id() + "." + name + " on " + backendOf(actual),
            expected,
            actual.reshape(expected.shape().dims()).read());
  }

  private static String backendOf(Tensor tensor) {
    return ((EagerSession) tensor.session()).backend().name();
  }

  private void convolution(EagerSession session, Settings c) {
    ConvGeometry geometry =
        ConvGeometry.of(c.number("stride"), c.number("padding"))
            .withDilation(c.number("dilation"))
            .withGroups(c.number("groups"));
    Shape weight = oracle.tensor(c.id(), "w").shape();
    Shape y = oracle.tensor(c.id(), "y").shape();
    long cells = (long) weight.dim(2) * weight.dim(3);
    long places = (long) y.dim(0) * y.dim(2) * y.dim(3);
    checkWithGradients(
        session,
        c,
        "y",
        List.of("x", "w", "b"),
        List.of("gx", "gw", "gb"),
        List.of(weight.dim(0) / geometry.groups() * cells, places, places),
        weight.dim(1) * cells,
        in -> Convolutions.conv2d(in.get(0), in.get(1), Optional.of(in.get(2)), geometry));
  }

  private void transposedConvolution(EagerSession session, Settings c) {
    ConvGeometry geometry = ConvGeometry.of(c.number("stride"), c.number("padding"));
    Shape weight = oracle.tensor(c.id(), "w").shape();
    Shape y = oracle.tensor(c.id(), "y").shape();
    long cells = (long) weight.dim(2) * weight.dim(3);
    long places = (long) y.dim(0) * y.dim(2) * y.dim(3);
    checkWithGradients(
        session,
        c,
        "y",
        List.of("x", "w", "b"),
        List.of("gx", "gw", "gb"),
        List.of(weight.dim(1) * cells, places, places),
        weight.dim(0) * cells,
        in -> Convolutions.convTranspose2d(in.get(0), in.get(1), Optional.of(in.get(2)), geometry));
  }

  private void batchNorm(EagerSession session, Settings c) {
    Shape x = oracle.tensor(c.id(), "x").shape();
    long values = x.elements() / x.dim(1);
    double epsilon = c.real("eps");
    checkWithGradients(
        session,
        c,
        "y",
        List.of("x", "g", "b"),
        List.of("gx", "gg", "gb"),
        List.of(values, values, values),
        values,
        in -> Normalizations.batchNormTrain(in.get(0), in.get(1), in.get(2), epsilon).y());
    try (Scope _ = session.scope()) {
      List<Tensor> in =
          Stream.of("x", "g", "b", "rm0", "rv0")
              .map(name -> session.upload(oracle.tensor(c.id(), name)))
              .toList();
      compare(
          c,
          "eval",
          1,
          Normalizations.batchNorm(in.get(0), in.get(1), in.get(2), in.get(3), in.get(4), epsilon));
      runningStatistics(session, c, in, values, epsilon);
    }
  }

  /** The batch's mean and unbiased variance move the running ones by the momentum. */
  private void runningStatistics(
      EagerSession session, Settings c, List<Tensor> in, long values, double epsilon) {
    var trained = Normalizations.batchNormTrain(in.get(0), in.get(1), in.get(2), epsilon);
    Tensor deviation = Arithmetic.reciprocal(trained.inverseDeviation());
    Tensor biased = Arithmetic.affine(Arithmetic.multiply(deviation, deviation), 1, -epsilon);
    Tensor variance = Arithmetic.scale(biased, (double) values / (values - 1));
    compare(c, "rm1", values, moved(session, c, "rm0", trained.mean()));
    compare(c, "rv1", values, moved(session, c, "rv0", variance));
  }

  private Tensor moved(EagerSession session, Settings c, String before, Tensor batch) {
    double momentum = c.real("momentum");
    Tensor running = session.upload(oracle.tensor(c.id(), before));
    return Arithmetic.add(
        Arithmetic.scale(running, 1 - momentum), Arithmetic.scale(batch, momentum));
  }

  private void maxPool(EagerSession session, Settings c) {
    PoolGeometry geometry =
        new PoolGeometry(c.number("kernel"), c.number("stride"), c.number("padding"));
    checkWithGradients(
        session,
        c,
        "y",
        List.of("x"),
        List.of("gx"),
        List.of(1L),
        1,
        in -> Poolings.maxPool2d(in.get(0), geometry));
  }

  private void crossEntropy(EagerSession session, Settings c) {
    checkWithGradients(
        session,
        c,
        "loss",
        List.of("x"),
        List.of("gx"),
        List.of(7L),
        35,
        in -> {
          Tensor target = session.indices(oracle.tensor(c.id(), "target").toInts());
          Tensor weights = session.upload(oracle.tensor(c.id(), "class_weight"));
          return Losses.crossEntropy(
              in.get(0), target, Optional.of(weights), TORCH_IGNORES, LossReduction.MEAN);
        });
  }

  private void binaryCrossEntropy(EagerSession session, Settings c) {
    checkWithGradients(
        session,
        c,
        "loss",
        List.of("x", "t"),
        List.of("gx"),
        List.of(1L),
        18,
        in -> Losses.binaryCrossEntropyWithLogits(in.get(0), in.get(1), LossReduction.MEAN));
  }

  private void smoothL1(EagerSession session, Settings c) {
    checkWithGradients(
        session,
        c,
        "loss",
        List.of("x", "t"),
        List.of("gx"),
        List.of(1L),
        20,
        in -> Losses.smoothL1(in.get(0), in.get(1), c.real("beta"), LossReduction.SUM));
  }

  private void resizing(EagerSession session, Settings c) {
    try (Scope _ = session.scope()) {
      Tensor x = session.upload(oracle.tensor(c.id(), "x"));
      compare(c, "aap", 9, Poolings.adaptiveAveragePool2d(x, 2, 3));
      compare(c, "nearest", 1, Resizing.nearest(x, 9, 11));
      compare(c, "bilinear", 4, Resizing.bilinear(x, 9, 11));
    }
  }

  private void boxes(EagerSession session, Settings c) {
    try (Scope _ = session.scope()) {
      Tensor boxes = session.upload(oracle.tensor(c.id(), "boxes"));
      Tensor scores = session.upload(oracle.tensor(c.id(), "scores"));
      int[] none = new int[boxes.dim(0)];
      assertKept(c, "keep_0.5", boxes, scores, none, 0.5);
      assertKept(c, "keep_0.3", boxes, scores, none, 0.3);
      assertKept(c, "batched_0.5", boxes, scores, oracle.tensor(c.id(), "idx").toInts(), 0.5);
      compare(c, "iou", 1, Regions.boxIou(boxes.slice(0, 0, 20), boxes.slice(0, 20, 60)));
    }
  }

  private void assertKept(
      Settings c, String name, Tensor boxes, Tensor scores, int[] groups, double threshold) {
    Tensor index = boxes.session().indices(groups);
    assertArrayEquals(
        oracle.tensor(c.id(), name).toInts(),
        Regions.nonMaximumSuppression(boxes, scores, index, threshold, scores.dim(0)),
        name);
  }

  private void roiAlign(EagerSession session, Settings c) {
    RoiAlignGeometry geometry =
        RoiAlignGeometry.single(
            c.number("output", 0),
            c.number("output", 1),
            c.number("sampling_ratio"),
            c.flag("aligned"),
            c.real("spatial_scale"));
    float[] rows = oracle.tensor(c.id(), "rois").toFloats();
    int count = rows.length / 5;
    int[] pictures = new int[count];
    for (int r = 0; r < count; r++) {
      pictures[r] = (int) rows[5 * r];
    }
    checkWithGradients(
        session,
        c,
        "y",
        List.of("x"),
        List.of("gx"),
        List.of((long) count * geometry.outputRows() * geometry.outputColumns()),
        16,
        in ->
            Regions.roiAlign(
                in,
                session.tensor(rows, count, 5).slice(1, 1, 5),
                session.indices(pictures),
                geometry));
  }
}
