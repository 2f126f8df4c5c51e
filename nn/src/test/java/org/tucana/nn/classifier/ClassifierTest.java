package org.tucana.nn.classifier;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.tucana.core.Backend;
import org.tucana.core.BackendOptions;
import org.tucana.core.EagerSession;
import org.tucana.core.testing.TestBackends;
import org.tucana.core.type.FormatException;
import org.tucana.core.type.HostTensor;
import org.tucana.core.type.RandomKey;
import org.tucana.core.type.ShapeException;
import org.tucana.nn.data.Picture;
import org.tucana.nn.factor.FactorisedNetworks;
import org.tucana.nn.model.InputFormat;
import org.tucana.nn.model.ModelFile;
import org.tucana.nn.model.ModelMetadata;
import org.tucana.nn.model.Provenance;
import org.tucana.nn.module.BatchNormSpec;
import org.tucana.nn.module.LayerForm;
import org.tucana.nn.module.LayerForms;
import org.tucana.nn.module.ParameterSpace;
import org.tucana.nn.module.StateDict;
import org.tucana.nn.optimizer.ParameterGroup;
import org.tucana.nn.optimizer.Schedule;
import org.tucana.nn.optimizer.UpdateRule;
import org.tucana.nn.train.Progress;
import org.tucana.nn.train.TrainFiles;
import org.tucana.nn.train.TrainPace;
import org.tucana.nn.train.TrainRecipe;
import org.tucana.nn.train.Trainer;

class ClassifierTest {
  private static final int SIZE = 32;
  private static final InputFormat INPUT =
      new InputFormat(1, SIZE, SIZE, "linear", List.of(0.5), List.of(0.25));
  private static final List<String> CLASSES = List.of("left", "right");

  @TempDir private Path folder;
  private Backend backend;

  @BeforeEach
  void open() {
    backend = TestBackends.chosen("cpu", BackendOptions.defaults());
  }

  @AfterEach
  void close() {
    assertEquals(0, backend.memory().liveBytes(), backend.memory().liveLabels().toString());
    backend.close();
  }

  /** Brighter on the left or on the right half, with noise. */
  private static LabelledPicture picture(int number) {
    var random = new RandomKey(11, "picture", number).stream();
    int label = number % 2;
    float[] pixels = new float[SIZE * SIZE];
    for (int i = 0; i < pixels.length; i++) {
      boolean right = i % SIZE >= SIZE / 2;
      pixels[i] = (float) (0.3 + (right == (label == 1) ? 0.3 : 0) + 0.1 * random.nextDouble());
    }
    return new LabelledPicture(new Picture(1, SIZE, SIZE, pixels), label);
  }

  private static List<LabelledPicture> pictures(int from, int to) {
    List<LabelledPicture> pictures = new ArrayList<>();
    for (int i = from; i < to; i++) {
      pictures.add(picture(i));
    }
    return pictures;
  }

  private Classifier classifier() {
    return Classifier.create(
        ParameterSpace.random(backend, 1), "resnet18", CLASSES, INPUT, BatchNormSpec.trained());
  }

  @Tag("slow-on-software-device")
  @Test
  void learnsReadsAndWrites() throws IOException {
    Path file = folder.resolve("model.safetensors");
    List<Picture> unseen = pictures(100, 108).stream().map(LabelledPicture::picture).toList();
    List<float[]> before;
    try (Classifier classifier = classifier();
        EagerSession session = new EagerSession(backend)) {
      ClassifierTask task =
          new ClassifierTask(
              classifier,
              pictures(0, 10),
              pictures(10, 14),
              Augmentation.none(),
              new ClassifierTask.Settings(4, List.of(1f, 1f), 2, "halves"));
      TrainRecipe recipe =
          new TrainRecipe(
              8,
              new UpdateRule.Sgd(0.01, 0.9, 1e-4, false),
              List.of(ParameterGroup.others()),
              new Schedule.Constant(),
              OptionalDouble.empty());
      Trainer.Outcome outcome =
          new Trainer(task, recipe, TrainFiles.none(), new TrainPace(Optional.empty(), 0, 8))
              .run(Optional.empty(), Progress.none());
      double first = outcome.steps().getFirst().total();
      double last = outcome.steps().getLast().total();
      assertTrue(last < first / 4, "loss went from " + first + " to " + last);
      assertTrue(outcome.steps().getLast().figures().containsKey("balanced_accuracy"));
      before = classifier.probabilities(session, unseen);
      classifier.write(file, ModelFile.Precision.FLOAT32, new Provenance(2, "halves", "", ""));
    }
    try (Classifier read = Classifier.read(file, backend);
        EagerSession session = new EagerSession(backend)) {
      assertEquals(CLASSES, read.classes());
      assertEquals(INPUT, read.input());
      List<float[]> after = read.probabilities(session, unseen);
      for (int i = 0; i < before.size(); i++) {
        assertArrayEquals(before.get(i), after.get(i));
      }
    }
  }

  @Test
  void layersThatAreStoredAsFactorsAreReadAgain() throws IOException {
    LayerForms forms =
        LayerForms.of(
            Map.of(
                "layer2.1.conv2", new LayerForm.Tucker2(10, 12),
                "layer4.0.downsample.0", new LayerForm.Svd(20),
                "fc", new LayerForm.Svd(1)));
    Path file = folder.resolve("model.safetensors");
    List<Picture> unseen = pictures(0, 3).stream().map(LabelledPicture::picture).toList();
    List<float[]> before;
    try (Classifier classifier =
            Classifier.create(
                ParameterSpace.random(backend, 1).withForms(forms),
                "resnet18",
                CLASSES,
                INPUT,
                BatchNormSpec.trained());
        EagerSession session = new EagerSession(backend)) {
      classifier.write(file, ModelFile.Precision.FLOAT32, new Provenance(2, "", "", ""));
      before = classifier.probabilities(session, unseen);
    }
    try (Classifier read = Classifier.read(file, backend);
        EagerSession session = new EagerSession(backend)) {
      assertEquals(forms, FactorisedNetworks.forms(read.network()));
      List<float[]> after = read.probabilities(session, unseen);
      for (int i = 0; i < before.size(); i++) {
        assertArrayEquals(before.get(i), after.get(i));
      }
    }
  }

  @Test
  void weightsOfAnotherArchitectureAreRefused() throws IOException {
    Path file = folder.resolve("model.safetensors");
    try (Classifier classifier = classifier()) {
      classifier.write(file, ModelFile.Precision.FLOAT32, new Provenance(2, "", "", ""));
    }
    ModelFile model = ModelFile.read(file);
    ModelMetadata m = model.metadata();
    ModelMetadata lying =
        new ModelMetadata("resnet34", m.classes(), m.input(), m.provenance(), m.config());
    new ModelFile(lying, model.weights()).write(file, ModelFile.Precision.FLOAT32);
    FormatException thrown =
        assertThrows(FormatException.class, () -> Classifier.read(file, backend));
    assertTrue(
        thrown.getMessage().contains("weights of another architecture: missing layer1.2"),
        thrown.getMessage());
  }

  @Test
  void aPictureOfAnotherSizeIsRefused() {
    try (Classifier classifier = classifier();
        EagerSession session = new EagerSession(backend)) {
      ShapeException thrown =
          assertThrows(
              ShapeException.class,
              () -> classifier.probabilities(session, List.of(Picture.black(3, SIZE, SIZE))));
      assertEquals(
          "classifier: the picture is 3x32x32, expected 1x32x32; crop or resize it first",
          thrown.getMessage());
    }
  }

  @Test
  void balancedWeightsMakeClassesCountTheSame() {
    int[] labels = {0, 0, 1, 0};
    // Three of class 0, one of class 1, none of class 2.
    assertEquals(
        Arrays.asList((float) (4 / 9.0), (float) (4 / 3.0), 1f), ClassWeights.balanced(labels, 3));
  }

  @Test
  void goesOnWithTheBodyAndForTheSameClassesWithTheLastLayer() throws IOException {
    Path file = folder.resolve("model.safetensors");
    Map<String, HostTensor> before;
    try (Classifier classifier = classifier()) {
      before = StateDict.read(classifier.network());
      classifier.write(file, ModelFile.Precision.FLOAT32, new Provenance(2, "halves", "", ""));
    }
    ModelFile model = ModelFile.read(file);
    ParameterSpace space = ParameterSpace.random(backend, 5);
    try (Classifier same = Classifier.goingOn("file", model, CLASSES, space)) {
      StateDict.read(same.network())
          .forEach((name, value) ->
              assertArrayEquals(before.get(name).toFloats(), value.toFloats(), name));
      assertTrue(
          same.network().parameters().stream().noneMatch(p -> p.name().contains("bn")),
          "normalisation is frozen");
    }
    try (Classifier other = Classifier.goingOn("file", model, List.of("a", "b", "c"), space)) {
      Map<String, HostTensor> after = StateDict.read(other.network());
      assertEquals(3, after.get("fc.bias").shape().dim(0));
      assertArrayEquals(
          before.get("layer4.1.conv2.weight").toFloats(),
          after.get("layer4.1.conv2.weight").toFloats());
    }
  }
}
