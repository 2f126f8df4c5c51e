package org.tucana.detection.maskrcnn;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.tucana.core.Backend;
import org.tucana.core.BackendOptions;
import org.tucana.core.EagerSession;
import org.tucana.core.Gradients;
import org.tucana.core.Parameter;
import org.tucana.core.Scope;
import org.tucana.core.Tape;
import org.tucana.core.Tensor;
import org.tucana.core.op.Arithmetic;
import org.tucana.core.testing.TestBackends;
import org.tucana.core.type.Philox;
import org.tucana.core.type.RandomKey;
import org.tucana.detection.config.MaskRcnnConfig;
import org.tucana.detection.config.MaskRcnnConfigJson;
import org.tucana.detection.structure.Annotation;
import org.tucana.detection.structure.BinaryMask;
import org.tucana.detection.structure.Box;
import org.tucana.detection.structure.Example;
import org.tucana.nn.data.Picture;

/** Pictures and truths at the edge of what is sensible train and run, all numbers finite. */
class EdgeCaseTest {
  private static final int SIDE = TinyModel.SIDE;

  private static final MaskRcnnConfig NO_PROPOSALS =
      MaskRcnnConfigJson.read("test", "{\"rpn_score_thresh\": 1.0}", TinyModel.config());

  private static Picture noise(long seed, int height, int width) {
    Philox random = new RandomKey(seed, "noise", 0).stream();
    float[] pixels = new float[height * width];
    for (int i = 0; i < pixels.length; i++) {
      pixels[i] = (float) random.nextDouble();
    }
    return new Picture(1, height, width, pixels);
  }

  private static Annotation square(int x, int y, int side, OptionalInt label) {
    BinaryMask mask = BinaryMask.empty(SIDE, SIDE);
    for (int row = y; row < y + side; row++) {
      Arrays.fill(mask.pixels(), row * SIDE + x, row * SIDE + x + side, (byte) 1);
    }
    return new Annotation(new Box(x, y, x + side, y + side), label, mask);
  }

  private static Example example(Annotation... annotations) {
    return new Example("noise", noise(1, SIDE, SIDE), List.of(annotations));
  }

  /** Losses and the sum of the magnitudes of all gradients. */
  private record Step(Map<String, Double> losses, Map<String, Double> gradients) {
    double gradient(String part) {
      return gradients.entrySet().stream()
          .filter(e -> e.getKey().contains(part))
          .mapToDouble(Map.Entry::getValue)
          .sum();
    }
  }

  private static Step step(MaskRcnnConfig config, int threads, Example... examples) {
    try (Backend backend = TestBackends.chosen("cpu", BackendOptions.threads(threads));
        MaskRcnn model = TinyModel.random(backend, config);
        TrainingBatch batch = model.prepare(List.of(examples));
        EagerSession session = new EagerSession(backend);
        Scope _ = session.scope();
        Tape tape = session.tape(model.parameters())) {
      Map<String, Tensor> losses =
          model.pass(session, batch, new RandomKey(2, "test", 0)).losses().byName();
      Map<String, Double> values = new HashMap<>();
      losses.forEach((name, loss) -> values.put(name, loss.item()));
      Gradients gradients =
          tape.backward(losses.values().stream().reduce(Arithmetic::add).orElseThrow());
      Map<String, Double> magnitudes = new HashMap<>();
      for (Map.Entry<Parameter, Tensor> e : gradients.parameters().entrySet()) {
        double sum = 0;
        for (float g : e.getValue().toFloats()) {
          sum += Math.abs(g);
        }
        magnitudes.put(e.getKey().name(), sum);
      }
      values.forEach((name, v) -> assertTrue(Double.isFinite(v) && v >= 0, name + " " + v));
      magnitudes.forEach((name, v) -> assertTrue(Double.isFinite(v), name + " " + v));
      return new Step(values, magnitudes);
    }
  }

  @Test
  void aPictureWithoutObjectsTrainsBackgroundOnly() {
    Step step = step(TinyModel.config(), 1, example());
    assertEquals(0, step.losses().get("loss_box_reg"));
    assertEquals(0, step.losses().get("loss_mask"));
    assertEquals(0, step.losses().get("loss_rpn_box_reg"));
    assertTrue(step.losses().get("loss_objectness") > 0);
    assertTrue(step.losses().get("loss_classifier") > 0);
    assertTrue(step.gradient("rpn.head.cls_logits") > 0);
    assertEquals(0, step.gradient("mask_predictor"));
  }

  @Test
  void aPictureWithoutObjectsBesideOneWithOne() {
    Step step =
        step(TinyModel.config(), 1, example(), example(square(20, 20, 16, OptionalInt.of(1))));
    assertTrue(step.losses().get("loss_mask") > 0);
  }

  @Test
  void noProposalAndNoObjectLeaveTheProposerToTrain() {
    Step step = step(NO_PROPOSALS, 1, example());
    assertEquals(0, step.losses().get("loss_classifier"));
    assertTrue(step.losses().get("loss_objectness") > 0);
  }

  @Test
  void noProposalTrainsOnTheTruthAlone() {
    Step step = step(NO_PROPOSALS, 1, example(square(20, 20, 16, OptionalInt.of(1))));
    assertTrue(step.losses().get("loss_classifier") > 0);
    assertTrue(step.losses().get("loss_mask") > 0);
  }

  @Test
  void objectsOfOnePixelTrain() {
    Step step =
        step(
            TinyModel.config(),
            1,
            example(square(0, 0, 1, OptionalInt.of(1)), square(63, 63, 1, OptionalInt.of(2))));
    assertTrue(step.losses().get("loss_mask") > 0);
    assertTrue(step.losses().get("loss_rpn_box_reg") > 0);
  }

  @Test
  void emptyMasksTrain() {
    BinaryMask nothing = BinaryMask.empty(SIDE, SIDE);
    Annotation boxOnly = new Annotation(new Box(8, 8, 24, 24), OptionalInt.of(1), nothing);
    Annotation noArea = new Annotation(new Box(0, 0, 0, 0), OptionalInt.of(1), nothing);
    assertTrue(step(TinyModel.config(), 1, example(boxOnly)).losses().get("loss_mask") > 0);
    assertEquals(0, step(TinyModel.config(), 1, example(noArea)).losses().get("loss_mask"));
  }

  @Test
  void anObjectOfUnknownClassTrainsAllLosses() {
    Step step = step(TinyModel.config(), 1, example(square(20, 20, 16, OptionalInt.empty())));
    step.losses().forEach((name, value) -> assertTrue(value > 0, name));
    assertTrue(step.gradient("cls_score") > 0);
    assertTrue(step.gradient("box_predictor.bbox_pred") > 0);
    assertTrue(step.gradient("mask_fcn_logits") > 0);
  }

  @Test
  void aLabelBeyondTheClassesNamesTheExample() {
    String message =
        assertThrows(
                IllegalArgumentException.class,
                () -> step(TinyModel.config(), 1, example(square(9, 9, 8, OptionalInt.of(3)))))
            .getMessage();
    assertEquals("noise: truth: label 3 does not exist, expected 1 to 2", message);
  }

  @Test
  void threadsDoNotChangeAStep() {
    Example example =
        example(square(20, 20, 16, OptionalInt.of(1)), square(40, 10, 9, OptionalInt.empty()));
    Step one = step(TinyModel.config(), 1, example, example());
    Step three = step(TinyModel.config(), 3, example, example());
    assertEquals(one, three);
  }

  @ParameterizedTest
  @CsvSource({"64, 64", "1, 1", "1, 200", "3000, 2", "33, 65"})
  void picturesOfAnySizeRun(int height, int width) {
    run(TinyModel.config(), noise(3, height, width));
  }

  @Test
  void noProposalRunsAndFindsNothing() {
    assertEquals(0, run(NO_PROPOSALS, noise(3, SIDE, SIDE)).results().getFirst().size());
  }

  @Test
  void notANumberRunsAndFindsNothing() {
    float[] none = new float[SIDE * SIDE];
    Arrays.fill(none, Float.NaN);
    List<Picture> pictures = List.of(new Picture(1, SIDE, SIDE, none));
    try (Backend backend = TestBackends.chosen("cpu", BackendOptions.threads(1));
        MaskRcnn model = TinyModel.random(backend, TinyModel.config());
        EagerSession session = new EagerSession(backend);
        PlannedNetworks planned = new PlannedNetworks(session, model)) {
      MaskRcnnTrace eager = model.detect(session, pictures, new EagerNetworks(model));
      assertEquals(0, eager.results().getFirst().size());
      MaskRcnnTrace plans = model.detect(session, pictures, planned);
      Assumptions.assumeFalse(
          backend.name().equals("cuda"), "skipped: cuDNN's ReLU, which plans use, makes 0 of NaN");
      assertEquals(0, plans.results().getFirst().size());
    }
  }

  private static MaskRcnnTrace run(MaskRcnnConfig config, Picture picture) {
    try (Backend backend = TestBackends.chosen("cpu", BackendOptions.threads(1));
        MaskRcnn model = TinyModel.random(backend, config);
        EagerSession session = new EagerSession(backend);
        PlannedNetworks planned = new PlannedNetworks(session, model)) {
      MaskRcnnTrace eager = model.detect(session, List.of(picture), new EagerNetworks(model));
      MaskRcnnTrace plans = model.detect(session, List.of(picture), planned);
      PictureDetections found = eager.results().getFirst();
      assertEquals(found.size(), plans.results().getFirst().size());
      for (int i = 0; i < found.size(); i++) {
        assertTrue(found.scores()[i] > config.box().scoreThreshold());
        assertTrue(found.boxes().get(i).area() > 0);
        assertTrue(found.boxes().get(i).x2() <= picture.width() + 1e-3);
      }
      assertArrayEquals(found.labels(), plans.results().getFirst().labels());
      return eager;
    }
  }

  @Test
  void manyPicturesOfDifferentSizesRunTogether() {
    try (Backend backend = TestBackends.chosen("cpu", BackendOptions.threads(1));
        MaskRcnn model = TinyModel.random(backend, TinyModel.config());
        EagerSession session = new EagerSession(backend)) {
      List<Picture> pictures = List.of(noise(1, 64, 64), noise(2, 20, 64), noise(3, 64, 20));
      MaskRcnnTrace trace = model.detect(session, pictures, new EagerNetworks(model));
      assertEquals(3, trace.results().size());
      int regions = trace.proposals().stream().mapToInt(p -> p.boxes().size()).sum();
      assertEquals(regions, trace.boxRegions().dim(0));
    }
  }
}
