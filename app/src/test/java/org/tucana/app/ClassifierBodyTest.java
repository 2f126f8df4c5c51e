package org.tucana.app;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.tucana.astro.GalaxyClass;
import org.tucana.astro.classify.StampClassifier;
import org.tucana.core.Backend;
import org.tucana.core.BackendOptions;
import org.tucana.core.Backends;
import org.tucana.core.EagerSession;
import org.tucana.core.Parameter;
import org.tucana.core.Tensor;
import org.tucana.core.io.Safetensors;
import org.tucana.core.io.TensorFile;
import org.tucana.core.testing.TestTensors;
import org.tucana.core.type.DType;
import org.tucana.detection.config.MaskRcnnConfig;
import org.tucana.detection.detector.DetectorModel;
import org.tucana.detection.maskrcnn.MaskRcnn;
import org.tucana.nn.classifier.Classifier;
import org.tucana.nn.factor.FactorisedNetworks;
import org.tucana.nn.model.InputFormat;
import org.tucana.nn.model.ModelFile;
import org.tucana.nn.model.Provenance;
import org.tucana.nn.module.BatchNormSpec;
import org.tucana.nn.module.LayerForm;
import org.tucana.nn.module.LayerForms;
import org.tucana.nn.module.Mode;
import org.tucana.nn.module.ParameterSpace;
import org.tucana.nn.module.StateDict;
import org.tucana.nn.resnet.ResNet;

/** {@code train detector --backbone}. */
class ClassifierBodyTest {
  private static final Provenance PROVENANCE = new Provenance(1, "none", "test", "none");

  private static final LayerForms FORMS =
      LayerForms.of(
          Map.of(
              "conv1", new LayerForm.Cp(9),
              "layer2.1.conv2", new LayerForm.Tucker2(16, 20),
              "layer4.0.conv2", new LayerForm.Tucker2(30, 40),
              "fc", new LayerForm.Svd(2)));

  @TempDir private Path folder;

  private static Backend open() {
    return Backends.open("cpu", BackendOptions.threads(1));
  }

  /** A compressed classifier whose normalisations are not the identity. */
  private Path classifier(InputFormat input) throws IOException {
    Path file = folder.resolve("classifier.safetensors");
    try (Backend backend = open();
        Classifier made =
            Classifier.create(
                ParameterSpace.random(backend, 4).withForms(FORMS),
                "resnet18",
                GalaxyClass.titles(),
                input,
                BatchNormSpec.trained())) {
      long seed = 0;
      for (Map.Entry<String, Parameter> entry : made.network().state().entrySet()) {
        if (entry.getKey().matches(".*bn.*(weight|mean|var)")) {
          // Means below zero, so that rectifiers let something through.
          double low = entry.getKey().endsWith("mean") ? -1 : 0.5;
          Parameter parameter = entry.getValue();
          parameter.assign(
              TestTensors.uniform(
                  DType.FLOAT32, low, low + 1, ++seed, parameter.type().shape().dims()));
        }
      }
      made.write(file, ModelFile.Precision.FLOAT32, PROVENANCE);
    }
    return file;
  }

  private static InputFormat colours() {
    return new InputFormat(3, 32, 32, "display", List.of(0.1, 0.2, 0.3), List.of(0.25, 0.5, 0.75));
  }

  @Test
  void theBodyGivesTheSameBits() throws IOException {
    Path file = classifier(colours());
    DetectorStart start = assertInstanceOf(ClassifierBody.class, DetectorStart.ofBackbone(file));
    MaskRcnnConfig settings = start.settings(TrainDetectorCommand.defaults());
    assertEquals(List.of(0.1, 0.2, 0.3), settings.transform().imageMean());
    assertEquals(List.of(0.25, 0.5, 0.75), settings.transform().imageStd());
    try (Backend backend = open();
        Classifier classifier = Classifier.read(file, backend);
        MaskRcnn detector =
            FactorisedNetworks.build(
                ParameterSpace.random(backend, 9).withForms(start.forms()),
                space -> new MaskRcnn(space, settings));
        EagerSession session = new EagerSession(backend)) {
      start.load(detector);
      ResNet network = assertInstanceOf(ResNet.class, classifier.network());
      Tensor pictures = session.upload(TestTensors.uniform(7, 2, 3, 64, 64));
      List<Tensor> expected = network.body().forward(pictures, Mode.EVALUATE).list();
      List<Tensor> actual = detector.backbone().forward(pictures).stages();
      for (int stage = 0; stage < expected.size(); stage++) {
        float[] values = expected.get(stage).toFloats();
        assertFalse(Arrays.equals(new float[values.length], values), "stage " + stage);
        assertArrayEquals(values, actual.get(stage).toFloats(), "stage " + stage);
      }
    }
  }

  private CommandRun train(Object... more) throws IOException {
    Path config = Files.writeString(folder.resolve("tiny.json"), CommandLineTest.TINY);
    List<Object> words = new ArrayList<>(List.of("train", "detector", "--config", config));
    words.addAll(List.of("--out", folder.resolve("d.safetensors"), "--steps", 1, "--batch", 1));
    words.addAll(Arrays.asList(more));
    return CommandLineTest.run(words.toArray());
  }

  @Test
  void aDetectorIsTrainedOnACompressedBody() throws IOException {
    Path file = classifier(colours());
    CommandRun run = train("--backbone", file);
    assertEquals(0, run.status(), run.errors());
    assertTrue(run.errors().contains("drawn at random: pyramid and heads"), run.errors());
    try (Backend backend = open();
        DetectorModel model = DetectorModel.read(folder.resolve("d.safetensors"), backend)) {
      assertEquals(
          List.of(
              "backbone.body.conv1",
              "backbone.body.layer2.1.conv2",
              "backbone.body.layer4.0.conv2"),
          List.copyOf(FactorisedNetworks.forms(model.network()).byName().keySet()));
      assertArrayEquals(
          ModelFile.read(file).weights().get("bn1.running_mean").toFloats(),
          StateDict.read(model.network()).get("backbone.body.bn1.running_mean").toFloats());
    }
  }

  @Test
  void publicWeightsGiveABodyToo() throws IOException {
    Path file = folder.resolve("body.safetensors");
    try (Backend backend = open();
        Classifier made =
            Classifier.create(
                ParameterSpace.random(backend, 4),
                "resnet18",
                List.of("a"),
                colours(),
                BatchNormSpec.trained())) {
      Safetensors.write(file, new TensorFile(StateDict.read(made.network()), Map.of()));
    }
    CommandRun run = train("--backbone", file);
    assertEquals(0, run.status(), run.errors());
    assertTrue(run.errors().contains("drawn at random: heads and []"), run.errors());
  }

  @Test
  void whatIsNoBodyIsRefused() throws IOException {
    Path file = classifier(colours());
    refused("leave one of them out", "--backbone", file, "--init", file);
    refused(
        "holds a maskrcnn_resnet18_fpn, expected one of resnet18, resnet34, ",
        "--backbone",
        ShippedModel.file());
    Path pooled = folder.resolve("pooled.safetensors");
    try (Backend backend = open();
        StampClassifier made =
            StampClassifier.create(ParameterSpace.random(backend, 1), "resnet18", 32)) {
      made.write(pooled, ModelFile.Precision.FLOAT32, PROVENANCE);
    }
    refused("holds a pooled_resnet18, expected one of ", "--backbone", pooled);
    Path grey = classifier(new InputFormat(1, 32, 32, "display", List.of(0.5), List.of(0.25)));
    refused("takes pictures of 1 channels, expected 3 as the stamps have", "--backbone", grey);
    Path detector = folder.resolve("detector.safetensors");
    Safetensors.write(
        detector,
        new TensorFile(
            new LinkedHashMap<>(Map.of("backbone.body.conv1.weight", TestTensors.uniform(1, 1))),
            Map.of()));
    refused("holds a detector, expected a classifier", "--backbone", detector);
    assertFalse(Files.exists(folder.resolve("d.safetensors")));
  }

  private void refused(String words, Object... options) throws IOException {
    CommandRun run = train(options);
    assertEquals(Main.WRONG_INPUT, run.status(), run.errors());
    assertTrue(run.errors().contains(words), run.errors());
    assertEquals(1, run.errors().lines().count(), run.errors());
  }
}
