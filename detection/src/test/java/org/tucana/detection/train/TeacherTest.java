package org.tucana.detection.train;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.function.BooleanSupplier;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
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
import org.tucana.core.type.FormatException;
import org.tucana.core.type.HostTensor;
import org.tucana.core.type.RandomKey;
import org.tucana.detection.config.AnchorConfig;
import org.tucana.detection.config.BackboneConfig;
import org.tucana.detection.config.MaskRcnnConfig;
import org.tucana.detection.config.TransformConfig;
import org.tucana.detection.maskrcnn.MaskRcnn;
import org.tucana.detection.maskrcnn.TinyModel;
import org.tucana.detection.maskrcnn.TrainingBatch;
import org.tucana.detection.maskrcnn.TrainingPass;
import org.tucana.detection.structure.Example;
import org.tucana.nn.module.ParameterSpace;
import org.tucana.nn.module.StateDict;
import org.tucana.nn.optimizer.Schedule;
import org.tucana.nn.optimizer.UpdateRule;
import org.tucana.nn.train.Progress;
import org.tucana.nn.train.TrainFiles;
import org.tucana.nn.train.TrainPace;
import org.tucana.nn.train.TrainRecipe;
import org.tucana.nn.train.TrainStep;
import org.tucana.nn.train.Trainer;

class TeacherTest {
  private static final Set<String> NAMES =
      Set.of("teacher_pyramid", "teacher_objectness", "teacher_regions", "teacher_masks");

  @TempDir private Path folder;
  private Backend backend;

  @BeforeEach
  void open() {
    backend = TestBackends.chosen("cpu", BackendOptions.threads(2));
  }

  @AfterEach
  void nothingStaysAlive() {
    assertEquals(List.of(), backend.memory().liveLabels());
    backend.close();
  }

  private MaskRcnn network(long seed) {
    return new MaskRcnn(ParameterSpace.random(backend, seed), TinyModel.config());
  }

  private static DetectorTask task(MaskRcnn student, Teacher teacher) {
    return new DetectorTask(student, Squares.tiny(), DetectorTask.Evaluation.none(), 3)
        .taughtBy(teacher);
  }

  private static Map<String, Double> losses(
      EagerSession session, MaskRcnn student, Teacher teacher, List<Example> examples) {
    try (TrainingBatch batch = student.prepare(examples);
        Scope _ = session.scope()) {
      TrainingPass pass = student.pass(session, batch, new RandomKey(3, "test", 0));
      return Map.copyOf(read(teacher.losses(session, pass)));
    }
  }

  private static Map<String, Double> read(Map<String, Tensor> losses) {
    return losses.entrySet().stream()
        .collect(Collectors.toMap(Map.Entry::getKey, e -> e.getValue().item()));
  }

  @Test
  void whoAgreesWithTheTeacherHasNothingToLearn() {
    try (MaskRcnn student = network(7);
        MaskRcnn same = network(7);
        EagerSession session = new EagerSession(backend)) {
      Map<String, Double> losses =
          losses(session, student, new Teacher(same, "same", 1), Squares.tiny().batch(0));
      assertEquals(NAMES, losses.keySet());
      losses.forEach((name, loss) -> assertEquals(0, loss, name));
    }
  }

  @Test
  void whoDiffersHasAndTheWeightMultipliesIt() {
    try (MaskRcnn student = network(7);
        MaskRcnn other = network(8);
        EagerSession session = new EagerSession(backend)) {
      List<Example> examples = Squares.tiny().batch(0);
      Map<String, Double> once = losses(session, student, new Teacher(other, "t", 1), examples);
      Map<String, Double> thrice = losses(session, student, new Teacher(other, "t", 3), examples);
      once.forEach((name, loss) -> {
        assertTrue(loss > 0, name + " " + loss);
        assertEquals(3 * loss, thrice.get(name), 4 * Math.ulp((float) (3 * loss)), name);
      });
    }
  }

  @Test
  void picturesWithoutObjectsTeachNoMasks() {
    try (MaskRcnn student = network(7);
        MaskRcnn other = network(8);
        EagerSession session = new EagerSession(backend)) {
      Example square = Squares.tiny().batch(0).getFirst();
      Map<String, Double> losses =
          losses(
              session,
              student,
              new Teacher(other, "t", 1),
              List.of(new Example("empty", square.picture(), List.of())));
      assertEquals(0, losses.get("teacher_masks"));
      assertTrue(losses.get("teacher_regions") > 0);
    }
  }

  @Test
  void gradientsReachTheStudentAloneAndNotItsClasses() {
    try (MaskRcnn student = network(7);
        MaskRcnn other = network(8);
        EagerSession session = new EagerSession(backend);
        TrainingBatch batch = student.prepare(Squares.tiny().batch(0));
        Scope _ = session.scope();
        Tape tape = session.tape(student.parameters())) {
      TrainingPass pass = student.pass(session, batch, new RandomKey(3, "test", 0));
      Tensor total =
          new Teacher(other, "t", 1)
              .losses(session, pass).values().stream().reduce(Arithmetic::add).orElseThrow();
      Gradients gradients = tape.backward(total);
      Set<Parameter> reached = gradients.parameters().keySet();
      assertTrue(Set.copyOf(student.parameters()).containsAll(reached));
      List<String> unreached =
          student.parameters().stream()
              .filter(p -> !reached.contains(p))
              .map(Parameter::name)
              .toList();
      assertEquals(
          List.of(
              "rpn.head.bbox_pred.weight",
              "rpn.head.bbox_pred.bias",
              "roi_heads.box_predictor.cls_score.weight",
              "roi_heads.box_predictor.cls_score.bias",
              "roi_heads.box_predictor.bbox_pred.weight",
              "roi_heads.box_predictor.bbox_pred.bias"),
          unreached);
    }
  }

  @Test
  void theTapeKeepsNothingOfTheTeachersBody() {
    try (MaskRcnn student = network(7);
        MaskRcnn other = network(8);
        EagerSession session = new EagerSession(backend);
        TrainingBatch batch = student.prepare(Squares.tiny().batch(0));
        Scope _ = session.scope();
        Tape _ = session.tape(student.parameters())) {
      TrainingPass pass = student.pass(session, batch, new RandomKey(3, "test", 0));
      long before = activations();
      assertTrue(before > 0, "the tape keeps activations of the student");
      new Teacher(other, "t", 1).losses(session, pass);
      // Gradients of quotients, products and divergences read differences and probabilities only.
      assertEquals(before, activations());
    }
  }

  private long activations() {
    return backend.memory().liveLabels().stream()
        .filter(label -> label.startsWith("conv2d ") || label.startsWith("relu "))
        .count();
  }

  private static Trainer trainer(MaskRcnn student, Teacher teacher, TrainFiles files) {
    TrainRecipe recipe =
        new TrainRecipe(
            3,
            new UpdateRule.Sgd(0.02, 0.9, 1e-4, false),
            DetectorGroups.fineTuning().toList(),
            new Schedule.Constant(),
            OptionalDouble.of(5));
    return new Trainer(task(student, teacher), recipe, files, TrainPace.unhurried());
  }

  /** Says yes from the second step on. */
  private static BooleanSupplier afterOneStep() {
    int[] asked = {0};
    return () -> ++asked[0] > 1;
  }

  @Test
  void aResumedTrainingHasTheBytesOfAnUninterruptedOneAndOneTeacher() throws IOException {
    TrainFiles files = TrainFiles.in(folder);
    try (MaskRcnn whole = network(7);
        MaskRcnn parted = network(7);
        MaskRcnn other = network(8)) {
      Teacher teacher = new Teacher(other, "other", 1);
      Map<String, HostTensor> before = StateDict.read(other);
      List<TrainStep> steps =
          trainer(whole, teacher, TrainFiles.none()).run(Optional.empty(), Progress.none()).steps();
      assertTrue(steps.getFirst().losses().keySet().containsAll(NAMES));
      assertTrue(
          steps.getLast().losses().get("teacher_pyramid")
              < steps.getFirst().losses().get("teacher_pyramid"));
      Trainer stopped = trainer(parted, teacher, files);
      stopped.run(Optional.empty(), Progress.none(), afterOneStep());
      String message =
          assertThrows(
                  FormatException.class,
                  () ->
                      trainer(parted, new Teacher(other, "another", 1), files)
                          .run(files.checkpoint(), Progress.none()))
              .getMessage();
      assertTrue(message.contains("taught by other with weight 1.0'"), message);
      stopped.run(files.checkpoint(), Progress.none());
      same(StateDict.read(whole), StateDict.read(parted));
      same(before, StateDict.read(other));
    }
  }

  private static void same(Map<String, HostTensor> expected, Map<String, HostTensor> actual) {
    actual.forEach(
        (name, value) -> assertArrayEquals(expected.get(name).toFloats(), value.toFloats(), name));
  }

  @Test
  void aTeacherOfAnotherKindIsRefused() {
    MaskRcnnConfig config = TinyModel.config();
    refused(config.with(new BackboneConfig("resnet18", 16)), "expected fpn_width 16 as");
    refused(config.with(AnchorConfig.ofSizes(4, 8, 16, 32, 48)), "expected anchors AnchorConfig");
    refused(config.with(config.box().withHeadWidth(8)), "expected box_head_width 8 as");
    refused(
        config.with(new TransformConfig(64, 64, List.of(0.5), List.of(0.5))),
        "expected preparation of pictures TransformConfig");
    refused(
        new MaskRcnnConfig(
            List.of("disc", "ring"),
            config.transform(),
            config.backbone(),
            config.anchors(),
            config.rpn(),
            config.box(),
            config.mask()),
        "expected classes [disc, ring] as the student has, got [disc, bar]; name the detector");
  }

  private void refused(MaskRcnnConfig student, String words) {
    try (MaskRcnn network = TinyModel.random(backend, student);
        MaskRcnn other = network(8)) {
      String message =
          assertThrows(FormatException.class, () -> task(network, new Teacher(other, "t", 1)))
              .getMessage();
      assertTrue(message.startsWith("teacher: t does not fit, " + words), message);
    }
  }

  @Test
  void aWeightIsPositive() {
    try (MaskRcnn other = network(8)) {
      assertThrows(IllegalArgumentException.class, () -> new Teacher(other, "t", 0));
      assertThrows(IllegalArgumentException.class, () -> new Teacher(other, "t", Double.NaN));
    }
  }
}
