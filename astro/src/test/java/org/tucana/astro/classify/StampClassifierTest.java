package org.tucana.astro.classify;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.tucana.astro.GalaxyClass;
import org.tucana.astro.simulation.Simulator;
import org.tucana.core.Backend;
import org.tucana.core.BackendOptions;
import org.tucana.core.EagerSession;
import org.tucana.core.testing.TestBackends;
import org.tucana.core.type.FormatException;
import org.tucana.core.type.HostTensor;
import org.tucana.core.type.RandomKey;
import org.tucana.detection.structure.Orientation;
import org.tucana.nn.classifier.FeatureRows;
import org.tucana.nn.classifier.HeadTask;
import org.tucana.nn.data.Picture;
import org.tucana.nn.factor.FactorisedNetworks;
import org.tucana.nn.metric.Answers;
import org.tucana.nn.model.InputFormat;
import org.tucana.nn.model.ModelFile;
import org.tucana.nn.model.ModelMetadata;
import org.tucana.nn.model.Provenance;
import org.tucana.nn.module.LayerForm;
import org.tucana.nn.module.LayerForms;
import org.tucana.nn.module.ParameterSpace;
import org.tucana.nn.optimizer.Schedule;
import org.tucana.nn.train.Progress;

class StampClassifierTest {
  private static final int SIDE = 32;
  private static final int CLASSES = GalaxyClass.values().length;
  private static final Provenance PROVENANCE = new Provenance(1, "simulated", "test", "none");

  @TempDir private Path folder;

  private static Picture stamp(long index, GalaxyClass kind) {
    return Simulator.ofStamps(9, 64).stamp(index, Optional.of(kind)).picture();
  }

  private static HeadTraining training(long steps) {
    return new HeadTraining(
        HeadTraining.recipe(steps, 0.05, new Schedule.Cosine(steps, 0.01)),
        new HeadTask.Settings(8, 3, "test"));
  }

  /** Features that hold the class in one of their values, among noise. */
  private static FeatureRows rows(int cases, int features, boolean telling) {
    List<float[]> all = new ArrayList<>();
    int[] labels = new int[cases];
    for (int i = 0; i < cases; i++) {
      labels[i] = i % CLASSES;
      var random = new RandomKey(5, "features", i).stream();
      float[] row = new float[features];
      for (int f = 0; f < features; f++) {
        row[f] = (float) random.nextDouble(100, 101);
      }
      if (telling) {
        row[labels[i]] += 2;
      }
      all.add(row);
    }
    return new FeatureRows(all, labels, CLASSES);
  }

  private static int[] parts(int cases, int count) {
    int[] parts = new int[cases];
    for (int i = 0; i < cases; i++) {
      parts[i] = i / CLASSES % count;
    }
    return parts;
  }

  private static Answers crossValidate(FeatureRows rows, int[] parts) throws IOException {
    try (Backend backend = TestBackends.chosen("cpu", BackendOptions.threads(1))) {
      return training(150)
          .crossValidate(
              backend,
              new Parted(rows, parts),
              new Parted(rows, parts),
              GalaxyClass.titles(),
              Progress.none());
    }
  }

  @Test
  void featuresAreTheSameHoweverTheStampLies() {
    try (Backend backend = TestBackends.chosen("cpu", BackendOptions.threads(1));
        EagerSession session = new EagerSession(backend);
        StampClassifier classifier =
            StampClassifier.create(ParameterSpace.random(backend, 2), "resnet18", SIDE)) {
      Picture stamp = stamp(1, GalaxyClass.SPIRAL);
      float[] upright = classifier.features(session, stamp);
      float[] turned = classifier.features(session, new Orientation(true, false, 1).apply(stamp));
      assertEquals(classifier.network().featureCount(), upright.length);
      float largest = 0;
      for (float value : upright) {
        largest = Math.max(largest, Math.abs(value));
      }
      // The same eight views in another order; sums of up to 64 * 9 * 4 terms a convolution.
      assertArrayEquals(upright, turned, 1e-4f * largest);
    }
  }

  @Test
  void aModelFileGivesTheSameProbabilities() throws IOException {
    Path file = folder.resolve("model.safetensors");
    Picture stamp = stamp(2, GalaxyClass.MERGER);
    try (Backend backend = TestBackends.chosen("cpu", BackendOptions.threads(1));
        EagerSession session = new EagerSession(backend)) {
      float[] before;
      try (StampClassifier classifier =
          StampClassifier.create(ParameterSpace.random(backend, 2), "resnet18", SIDE)) {
        classifier.write(file, ModelFile.Precision.FLOAT32, PROVENANCE);
        before = classifier.probabilities(session, stamp);
      }
      try (StampClassifier read = StampClassifier.of("file", ModelFile.read(file), backend)) {
        assertEquals(GalaxyClass.titles(), read.classes());
        assertEquals(SIDE, read.side());
        assertArrayEquals(before, read.probabilities(session, stamp));
      }
    }
  }

  @Test
  void theBodyOfAModelIsKeptAndItsHeadDrawnAnew() throws IOException {
    LayerForms forms =
        LayerForms.of(
            Map.of(
                "layer1.0.conv2", new LayerForm.Tucker2(8, 9),
                "layer3.0.downsample.0", new LayerForm.Svd(7)));
    Path file = folder.resolve("model.safetensors");
    Picture stamp = stamp(2, GalaxyClass.MERGER);
    try (Backend backend = TestBackends.chosen("cpu", BackendOptions.threads(1));
        EagerSession session = new EagerSession(backend);
        StampClassifier classifier =
            StampClassifier.create(
                ParameterSpace.random(backend, 2).withForms(forms), "resnet18", SIDE)) {
      classifier.write(file, ModelFile.Precision.FLOAT32, PROVENANCE);
      ModelFile stored = ModelFile.read(file);
      try (StampClassifier read = StampClassifier.of("file", stored, backend);
          StampClassifier started =
              StampClassifier.onBodyOf("file", stored, ParameterSpace.random(backend, 3))) {
        assertEquals(forms, FactorisedNetworks.forms(read.network()));
        assertEquals(forms, FactorisedNetworks.forms(started.network()));
        assertEquals("resnet18", started.residualNetwork());
        assertEquals(SIDE, started.side());
        float[] before = classifier.probabilities(session, stamp);
        assertArrayEquals(before, read.probabilities(session, stamp));
        assertArrayEquals(classifier.features(session, stamp), started.features(session, stamp));
        assertFalse(Arrays.equals(before, started.probabilities(session, stamp)));
      }
    }
  }

  @Test
  void aModelThatLacksPartOfItsBodyIsRefused() throws IOException {
    Path file = folder.resolve("model.safetensors");
    try (Backend backend = TestBackends.chosen("cpu", BackendOptions.threads(1))) {
      try (StampClassifier classifier =
          StampClassifier.create(ParameterSpace.random(backend, 2), "resnet18", SIDE)) {
        classifier.write(file, ModelFile.Precision.FLOAT32, PROVENANCE);
      }
      ModelFile whole = ModelFile.read(file);
      Map<String, HostTensor> weights = new HashMap<>(whole.weights());
      weights.remove("layer3.1.conv2.weight");
      ModelFile damaged = new ModelFile(whole.metadata(), weights);
      long before = backend.memory().liveBytes();
      FormatException thrown =
          assertThrows(
              FormatException.class,
              () -> StampClassifier.onBodyOf("file", damaged, ParameterSpace.random(backend, 3)));
      assertEquals("file: lacks [layer3.1.conv2.weight]; take another model", thrown.getMessage());
      assertEquals(before, backend.memory().liveBytes());
    }
  }

  @Test
  void aModelOfAnotherKindIsRefused() throws IOException {
    Path file = folder.resolve("other.safetensors");
    ModelMetadata metadata =
        new ModelMetadata(
            "resnet18",
            List.of("cat", "dog"),
            new InputFormat(3, SIDE, SIDE, "display", List.of(0., 0., 0.), List.of(1., 1., 1.)),
            PROVENANCE,
            Map.of());
    new ModelFile(metadata, Map.of()).write(file, ModelFile.Precision.FLOAT32);
    try (Backend backend = TestBackends.chosen("cpu", BackendOptions.threads(1))) {
      FormatException thrown =
          assertThrows(
              FormatException.class,
              () -> StampClassifier.of("file", ModelFile.read(file), backend));
      assertTrue(thrown.getMessage().contains("use a file written by tucana train classifier"));
    }
  }

  @Test
  void crossValidationFindsWhatFeaturesTell() throws IOException {
    FeatureRows rows = rows(80, 12, true);
    assertEquals(1, crossValidate(rows, parts(80, 5)).confusion().balancedAccuracy());
  }

  @Test
  void labelsOfThePartThatIsHeldOutHaveNoInfluence() throws IOException {
    FeatureRows rows = rows(80, 12, true);
    int[] parts = parts(80, 5);
    int[] wrong = rows.labels().clone();
    for (int i = 0; i < wrong.length; i++) {
      if (parts[i] == 2) {
        wrong[i] = (wrong[i] + 1) % CLASSES;
      }
    }
    int[] answers = crossValidate(rows, parts).predicted();
    int[] answersAnyway =
        crossValidate(new FeatureRows(rows.features(), wrong, CLASSES), parts).predicted();
    for (int i = 0; i < wrong.length; i++) {
      if (parts[i] == 2) {
        assertEquals(answers[i], answersAnyway[i], "case " + i);
      }
    }
  }

  @Test
  void noiseIsNotMistakenForSense() throws IOException {
    // More features than cases: the training cases are told apart, the held ones are not.
    Answers answers = crossValidate(rows(80, 200, false), parts(80, 5));
    double accuracy = answers.confusion().balancedAccuracy();
    // Four standard deviations of a share of 80 around one quarter.
    assertEquals(0.25, accuracy, 4 * Math.sqrt(0.25 * 0.75 / 80));
    assertTrue(Arrays.stream(answers.predicted()).distinct().count() > 1);
  }
}
