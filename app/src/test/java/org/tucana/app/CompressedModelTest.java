package org.tucana.app;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.tucana.astro.GalaxyClass;
import org.tucana.astro.classify.StampClassifier;
import org.tucana.astro.io.PictureFormat;
import org.tucana.astro.simulation.Simulator;
import org.tucana.core.Backend;
import org.tucana.core.BackendOptions;
import org.tucana.core.Backends;
import org.tucana.core.io.Safetensors;
import org.tucana.core.io.TensorFile;
import org.tucana.core.type.HostTensor;
import org.tucana.core.type.Shape;
import org.tucana.detection.config.MaskRcnnConfig;
import org.tucana.detection.config.MaskRcnnConfigJson;
import org.tucana.detection.detector.DetectorModel;
import org.tucana.detection.maskrcnn.MaskRcnn;
import org.tucana.detection.tiling.Tiling;
import org.tucana.nn.classifier.Classifier;
import org.tucana.nn.factor.FactorisedNetworks;
import org.tucana.nn.model.InputFormat;
import org.tucana.nn.model.ModelFile;
import org.tucana.nn.model.Provenance;
import org.tucana.nn.module.BatchNormSpec;
import org.tucana.nn.module.LayerForm;
import org.tucana.nn.module.LayerForms;
import org.tucana.nn.module.ParameterSpace;

/** Commands take models whose layers are stored as factors without being told. */
class CompressedModelTest {
  private static final Provenance PROVENANCE = new Provenance(1, "none", "test", "none");

  private static final LayerForms FORMS =
      LayerForms.of(
          Map.of(
              "backbone.body.layer1.0.conv2", new LayerForm.Tucker2(9, 8),
              "rpn.head.conv.0.0", new LayerForm.Tucker2(3, 4),
              "roi_heads.box_predictor.cls_score", new LayerForm.Svd(3)));

  @TempDir private Path folder;

  private static void succeeds(Object... arguments) {
    CommandRun run = CommandLineTest.run(arguments);
    assertEquals(0, run.status(), run.errors());
  }

  private static Backend open() {
    return Backends.open("cpu", BackendOptions.threads(1));
  }

  private Path detector(String stretch, List<String> classes) throws IOException {
    Path file = folder.resolve("detector.safetensors");
    MaskRcnnConfig config =
        MaskRcnnConfigJson.read(
            "tiny", CommandLineTest.TINY, MaskRcnnConfig.torchvision("resnet18", classes));
    try (Backend backend = open();
        MaskRcnn network =
            FactorisedNetworks.build(
                ParameterSpace.random(backend, 1).withForms(FORMS),
                space -> new MaskRcnn(space, config))) {
      new DetectorModel(network, stretch, new Tiling(64, 16), PROVENANCE)
          .write(file, ModelFile.Precision.FLOAT16);
    }
    return file;
  }

  private Path stamp(GalaxyClass kind, String name) throws IOException {
    Path file = folder.resolve(name);
    PictureFormat.PNG.write(file, Simulator.ofStamps(3, 64).stamp(1, Optional.of(kind)).picture());
    return file;
  }

  @Test
  void aDetectorDetectsAndTrainsOnWithItsSettings() throws IOException {
    Path model = detector("display", GalaxyClass.titles());
    Path picture = stamp(GalaxyClass.MERGER, "one.png");
    succeeds("detect", picture, "--model", model, "--out", folder.resolve("found"));
    assertTrue(Files.exists(folder.resolve("found/one/catalog.csv")));
    Path trained = folder.resolve("trained.safetensors");
    succeeds(
        "train",
        "detector",
        "--init",
        model,
        "--out",
        trained,
        "--steps",
        1,
        "--batch",
        1,
        "--threads",
        1);
    try (Backend backend = open();
        DetectorModel before = DetectorModel.read(model, backend);
        DetectorModel after = DetectorModel.read(trained, backend)) {
      assertEquals(FORMS, FactorisedNetworks.forms(after.network()));
      assertEquals(before.network().config(), after.network().config());
      assertEquals(new Tiling(64, 16), after.tiling());
      assertTrue(after.provenance().command().contains("--init " + model));
      // The stem is frozen, so it is as it was; the heads are not.
      assertEquals(0, distance(before, after, "backbone.body.conv1.weight"));
      assertEquals(0, distance(before, after, "backbone.body.layer1.0.conv2.1.weight"));
      double moved = distance(before, after, "rpn.head.conv.0.0.1.weight");
      assertTrue(moved > 0 && moved < 0.1, "moved by " + moved);
    }
  }

  /** The largest difference of a parameter's values. */
  private static double distance(DetectorModel before, DetectorModel after, String name) {
    float[] old = before.network().state().get(name).read().toFloats();
    float[] young = after.network().state().get(name).read().toFloats();
    double largest = 0;
    for (int i = 0; i < old.length; i++) {
      largest = Math.max(largest, Math.abs(old[i] - young[i]));
    }
    return largest;
  }

  @Test
  void aModelIsNoPlaceToStartFromWhereItDoesNotFit() throws IOException {
    Path out = folder.resolve("out.safetensors");
    Path config = Files.writeString(folder.resolve("tiny.json"), CommandLineTest.TINY);
    CommandLineTest.refuses(
        "is a model with settings of its own; leave --config out",
        "train",
        "detector",
        "--init",
        detector("display", GalaxyClass.titles()),
        "--config",
        config,
        "--out",
        out);
    CommandLineTest.refuses(
        "its pictures have the stretch 'linear' but those of training 'colour:8,100'; use a model",
        "train",
        "detector",
        "--init",
        detector("linear", GalaxyClass.titles()),
        "--out",
        out);
    CommandLineTest.refuses(
        "classes must be those of the stamps, [elliptical, spiral, barred-spiral, merger], got"
            + " [cat, dog]; use a model written",
        "train",
        "detector",
        "--init",
        detector("display", List.of("cat", "dog")),
        "--out",
        out);
    assertFalse(Files.exists(out));
  }

  @Test
  void aClassifierKeepsItsBodyAndGetsANewHead() throws IOException {
    Path stamps = folder.resolve("stamps");
    Files.createDirectories(stamps.resolve("images"));
    StringBuilder labels = new StringBuilder("file,class\n");
    for (GalaxyClass kind : GalaxyClass.values()) {
      stamp(kind, "stamps/images/" + kind.title() + ".png");
      labels.append(kind.title()).append(".png,").append(kind.title()).append('\n');
    }
    Files.writeString(stamps.resolve("labels.csv"), labels);
    LayerForms forms = LayerForms.of(Map.of("layer1.0.conv2", new LayerForm.Tucker2(9, 8)));
    Path model = folder.resolve("classifier.safetensors");
    try (Backend backend = open();
        StampClassifier classifier =
            StampClassifier.create(
                ParameterSpace.random(backend, 1).withForms(forms), "resnet18", 32)) {
      classifier.write(model, ModelFile.Precision.FLOAT32, PROVENANCE);
    }
    Path trained = folder.resolve("trained.safetensors");
    List<Object> command =
        List.of(
            "train",
            "classifier",
            "--data",
            stamps,
            "--init",
            model,
            "--out",
            trained,
            "--steps",
            3,
            "--threads",
            1);
    succeeds(command.toArray());
    try (Backend backend = open();
        StampClassifier read = StampClassifier.of("trained", ModelFile.read(trained), backend)) {
      assertEquals(forms, FactorisedNetworks.forms(read.network()));
      assertEquals(32, read.side());
    }
    for (String option : List.of("--size=64", "--arch=resnet34")) {
      CommandLineTest.refuses(
          "is a model, which says what " + option.substring(0, 6) + " would; leave the option out",
          Stream.concat(command.stream(), Stream.of(option)).toArray());
    }
  }

  @Test
  void inferTakesTheWeightsOfAModelFile() throws IOException {
    Path input = folder.resolve("x.safetensors");
    Safetensors.write(
        input,
        new TensorFile(
            Map.of(
                "input", HostTensor.of(Shape.of(1, 1, 32, 32), new float[32 * 32]),
                "image", HostTensor.of(Shape.of(3, 64, 64), new float[3 * 64 * 64])),
            Map.of()));
    Path weights = folder.resolve("classifier.safetensors");
    try (Backend backend = open();
        Classifier classifier =
            Classifier.create(
                ParameterSpace.random(backend, 1)
                    .withForms(LayerForms.of(Map.of("fc", new LayerForm.Svd(2)))),
                "resnet18",
                List.of("a", "b", "c"),
                new InputFormat(1, 32, 32, "linear", List.of(0.0), List.of(1.0)),
                BatchNormSpec.trained())) {
      classifier.write(weights, ModelFile.Precision.FLOAT32, PROVENANCE);
    }
    Path out = folder.resolve("y.safetensors");
    succeeds(
        "infer",
        "--arch",
        "resnet18",
        "--classes",
        3,
        "--weights",
        weights,
        "--input",
        input,
        "--out",
        out);
    assertEquals(Shape.of(1, 3), Safetensors.read(out).tensors().get("logits").shape());
    Path config = Files.writeString(folder.resolve("tiny.json"), CommandLineTest.TINY);
    succeeds(
        "infer",
        "--arch",
        "maskrcnn_resnet18_fpn",
        "--classes",
        4,
        "--weights",
        detector("display", GalaxyClass.titles()),
        "--config",
        config,
        "--input",
        input,
        "--out",
        out);
    assertTrue(Safetensors.read(out).tensors().containsKey("boxes"));
  }
}
