package org.tucana.app;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.tucana.astro.GalaxyClass;
import org.tucana.astro.classify.StampClassifier;
import org.tucana.astro.io.PictureFormat;
import org.tucana.astro.simulation.Simulator;
import org.tucana.core.Backend;
import org.tucana.core.BackendOptions;
import org.tucana.core.Backends;
import org.tucana.core.Parameter;
import org.tucana.core.type.HostTensor;
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
import org.tucana.nn.module.InnerChannels;
import org.tucana.nn.module.ParameterSpace;

/** {@code tucana compress} on every kind of model file. */
class CompressCommandTest {
  /** Some layers of every part, but for the widest ones, which take longest. */
  private static final String PARTS =
      "backbone.body.conv1,backbone.body.layer1.*,backbone.body.layer2.*,backbone.fpn.*,rpn.*,"
          + "roi_heads.*";

  private static final Provenance PROVENANCE = new Provenance(1, "none", "test", "none");

  @TempDir private static Path models;
  @TempDir private Path folder;

  private static Path detector;
  private static Path stamps;
  private static Path classifier;

  @BeforeAll
  static void writeModels() throws IOException {
    detector = models.resolve("detector.safetensors");
    stamps = models.resolve("stamps.safetensors");
    classifier = models.resolve("classifier.safetensors");
    MaskRcnnConfig config =
        MaskRcnnConfigJson.read(
            "tiny",
            CommandLineTest.TINY,
            MaskRcnnConfig.torchvision("resnet18", GalaxyClass.titles()));
    try (Backend backend = Backends.open("cpu", BackendOptions.defaults())) {
      try (MaskRcnn network = new MaskRcnn(ParameterSpace.random(backend, 1), config)) {
        new DetectorModel(network, "display", new Tiling(64, 16), PROVENANCE)
            .write(detector, ModelFile.Precision.FLOAT16);
      }
      try (StampClassifier made =
          StampClassifier.create(ParameterSpace.random(backend, 1), "resnet18", 32)) {
        made.write(stamps, ModelFile.Precision.FLOAT32, PROVENANCE);
      }
      InputFormat input = new InputFormat(1, 32, 32, "display", List.of(0.5), List.of(0.25));
      try (Classifier made =
          Classifier.create(
              ParameterSpace.random(backend, 1),
              "resnet18",
              List.of("a", "b"),
              input,
              BatchNormSpec.trained())) {
        made.write(classifier, ModelFile.Precision.FLOAT32, PROVENANCE);
      }
    }
  }

  private static CommandRun run(Object... arguments) {
    List<String> words = new ArrayList<>(List.of("compress"));
    Stream.of(arguments).map(Object::toString).forEach(words::add);
    return CommandRun.of(words.toArray(String[]::new));
  }

  private JsonNode compressed(Path model, Path out, Object... more) throws IOException {
    List<Object> arguments = new ArrayList<>(List.of("--model", model, "--out", out, "--json"));
    arguments.addAll(Arrays.asList(more));
    CommandRun run = run(arguments.toArray());
    assertEquals(0, run.status(), run.errors());
    return new ObjectMapper().readTree(run.output());
  }

  @Test
  void aDetectorIsCompressedInAllItsParts() throws IOException {
    Path out = folder.resolve("small.safetensors");
    JsonNode report =
        compressed(detector, out, "--ranks", "ratio:0.5", "--layers", PARTS, "--runs", 1, "--half");
    assertEquals(3, report.get("networks").size());
    List<String> names = new ArrayList<>();
    report.get("layers").forEach(layer -> names.add(layer.get("name").asText()));
    for (String part :
        List.of(
            "backbone.body.conv1",
            "backbone.body.layer2.0.downsample.0",
            "backbone.fpn.inner_blocks.0.0",
            "rpn.head.conv.0.0",
            "roi_heads.box_head.fc6",
            "roi_heads.mask_head.0.0")) {
      assertTrue(names.contains(part), part + " in " + names);
    }
    assertTrue(
        report.at("/after/params").asLong() < report.at("/before/params").asLong(),
        report.toString());
    assertTrue(report.at("/after/ms").asDouble() > 0);
    assertTrue(Files.size(out) < Files.size(detector));
    Path files = folder.resolve("small.safetensors.report");
    assertEquals(1 + names.size() + 3 + 1, Files.readAllLines(files.resolve("layers.csv")).size());
    assertTrue(Files.readString(files.resolve("report.html")).contains("data:image/png"));

    // Runs and is measured like any other, and counted with its factors.
    CommandRun cost = CommandRun.of("cost", "--model", out.toString(), "--json");
    assertEquals(0, cost.status(), cost.errors());
    assertTrue(cost.output().contains("\"params\""), cost.output());
    ModelFile written = ModelFile.read(out);
    assertEquals("none", written.metadata().provenance().data());
    assertTrue(written.metadata().provenance().command().startsWith("test && tucana compress "));
  }

  @Test
  void classifiersAreCompressedToo() throws IOException {
    JsonNode report =
        compressed(
            classifier,
            folder.resolve("c.safetensors"),
            "--ranks",
            "fixed:9",
            "--runs",
            0,
            "--layers",
            "layer1.*,layer2.*.conv2");
    assertEquals(6, report.get("layers").size());
    assertTrue(report.at("/after/ms").isMissingNode());
    try (Backend backend = Backends.open("cpu", BackendOptions.defaults());
        Classifier read = Classifier.read(folder.resolve("c.safetensors"), backend)) {
      assertEquals(List.of("a", "b"), read.classes());
    }
    JsonNode body =
        compressed(stamps, folder.resolve("s.safetensors"), "--ranks", "macs:0.8", "--runs", 0);
    assertTrue(
        body.at("/after/macs").asLong() <= 0.8 * body.at("/before/macs").asLong(), body.toString());
  }

  @Test
  void aFileOfRanksSaysWhichLayersChange() throws IOException {
    Path ranks =
        Files.writeString(
            folder.resolve("ranks.json"),
            """
            {"layer1.*.conv2": {"in": 5, "out": 6}, "fc": {"rank": 1},
             "layer1.0.conv1": {"method": "cp", "rank": 7}}
            """);
    JsonNode report =
        compressed(classifier, folder.resolve("r.safetensors"), "--ranks", ranks, "--runs", 0);
    assertEquals(4, report.get("layers").size());
    assertEquals("cp", report.at("/layers/0/method").asText());
    assertEquals(5, report.at("/layers/1/ranks/in").asInt());
    assertEquals(6, report.at("/layers/1/ranks/out").asInt());
    // A compressed model is compressed further.
    JsonNode again =
        compressed(
            folder.resolve("r.safetensors"),
            folder.resolve("r2.safetensors"),
            "--ranks",
            "ratio:0.3",
            "--layers",
            "layer2.*.conv2",
            "--runs",
            0);
    assertEquals(2, again.get("layers").size());
  }

  @Test
  void aDetectorIsPrunedWhereNothingElseSeesIt() throws IOException {
    Path half = folder.resolve("half.safetensors");
    halfOfTheFiltersAtZero(half);
    Path out = folder.resolve("thin.safetensors");
    JsonNode report = compressed(half, out, "--prune", "0.5", "--runs", 1);
    assertEquals("0.5", report.get("prune").asText());
    assertEquals("all", report.get("layers_asked_for").asText());
    List<String> names = new ArrayList<>();
    report.get("layers").forEach(layer -> names.add(layer.get("name").asText()));
    for (String part :
        List.of(
            "backbone.body.layer4.1.conv2",
            "rpn.head.cls_logits",
            "roi_heads.box_head.fc7",
            "roi_heads.mask_predictor.conv5_mask")) {
      assertTrue(names.contains(part), part + " in " + names);
    }
    JsonNode last = report.get("layers").get(names.size() - 1);
    assertEquals("2x2 8 to 8 transposed", last.get("weight").asText());
    assertEquals(4, last.get("in").asInt());
    assertEquals(8, last.get("out").asInt());
    // Filters of zeros are the smallest, and nothing changes without them.
    report
        .get("networks")
        .forEach(network -> assertTrue(network.get("output_error").asDouble() < 1e-5));
    assertTrue(report.at("/after/ms").asDouble() > 0);
    assertTrue(Files.size(out) < 0.6 * Files.size(half));
    String html = Files.readString(folder.resolve("thin.safetensors.report/report.html"));
    assertTrue(html.contains("layers lost filters or what others made of them"), html);
    CommandRun cost = CommandRun.of("cost", "--model", out.toString(), "--json");
    assertEquals(0, cost.status(), cost.errors());

    // It is trained on, and pruned and factored further.
    Path trained = folder.resolve("trained.safetensors");
    CommandRun train =
        CommandLineTest.run(
            "train", "detector", "--init", out, "--out", trained, "--steps", 1, "--batch", 1);
    assertEquals(0, train.status(), train.errors());
    JsonNode again =
        compressed(trained, folder.resolve("thinner.safetensors"), "--prune", "macs:0.8");
    assertTrue(again.at("/after/macs").asLong() <= 0.8 * again.at("/before/macs").asLong());
    assertEquals(report.at("/after/params").asLong(), again.at("/before/params").asLong());
  }

  /** The detector with every other filter that may go, and its bias and shift, at zero. */
  private static void halfOfTheFiltersAtZero(Path file) throws IOException {
    try (Backend backend = Backends.open("cpu", BackendOptions.defaults());
        DetectorModel model = DetectorModel.read(detector, backend)) {
      Map<String, Parameter> state = model.network().state();
      for (InnerChannels inner : FactorisedNetworks.innerChannels(model.network())) {
        List<String> names = new ArrayList<>(List.of(inner.producer()));
        names.addAll(inner.norms());
        for (String name : names) {
          for (String part : List.of(".weight", ".bias")) {
            Parameter parameter = state.get(name + part);
            if (parameter != null) {
              HostTensor value = parameter.read();
              float[] values = value.toFloats();
              int length = values.length / inner.whole();
              for (int i = 0; i < values.length; i++) {
                values[i] = i / length % 2 == 0 ? values[i] : 0;
              }
              parameter.assign(HostTensor.of(value.shape(), values));
            }
          }
        }
      }
      model.write(file, ModelFile.Precision.FLOAT32);
    }
  }

  @Test
  void aDetectorIsRoundedToEightBits() throws IOException {
    // After pruning and factors: what is small already becomes smaller.
    Path thin = folder.resolve("thin.safetensors");
    Path small = folder.resolve("small.safetensors");
    Path out = folder.resolve("bytes.safetensors");
    compressed(detector, thin, "--prune", "0.5", "--runs", 0);
    compressed(thin, small, "--ranks", "ratio:0.5", "--runs", 0);
    JsonNode report = compressed(small, out, "--int8", "--pictures", 2, "--seed", 3);
    assertEquals("2 simulated survey pictures of seed 3", report.get("int8").asText());
    List<String> names = new ArrayList<>();
    report.get("layers").forEach(layer -> names.add(layer.get("name").asText()));
    for (String part :
        List.of(
            "backbone.body.layer1.0.conv1",
            "backbone.body.layer1.0.conv2.1",
            "rpn.head.cls_logits",
            "roi_heads.box_head.fc7",
            "roi_heads.mask_predictor.conv5_mask")) {
      assertTrue(names.contains(part), part + " in " + names);
    }
    assertTrue(report.at("/layers/0/input_step").asDouble() > 0);
    assertTrue(report.at("/layers/0/input_low").asDouble() < 0);
    assertTrue(report.at("/layers/0/relative_error").asDouble() < 0.02);
    assertEquals(report.at("/before/macs"), report.at("/after/macs"));
    assertEquals(report.at("/before/params"), report.at("/after/params"));
    assertTrue(report.at("/after/bytes").asLong() < 0.3 * report.at("/before/bytes").asLong());
    assertTrue(report.at("/after/ms").isMissingNode());
    String notice = "no int8 kernel runs here; bytes are those an int8 engine would move";
    assertTrue(report.at("/notes/0").asText().contains(notice), report.toString());
    report
        .get("networks")
        .forEach(network -> assertTrue(network.get("output_error").asDouble() < 0.5));
    String html = Files.readString(folder.resolve("bytes.safetensors.report/report.html"));
    assertTrue(html.contains(notice) && html.contains("calibration picture"), html);

    // It keeps its levels, counts bytes, detects, and is neither trained nor compressed again.
    assertEquals(ModelFile.Precision.FLOAT32, ModelFile.read(out).precision());
    CommandRun cost = CommandRun.of("cost", "--model", out.toString());
    assertTrue(cost.output().contains(notice), cost.output());
    CommandRun operators =
        CommandRun.of("cost", "--model", out.toString(), "--convention", "operators", "--json");
    assertTrue(operators.output().contains(notice), operators.output());
    Path picture = folder.resolve("one.png");
    PictureFormat.PNG.write(picture, Simulator.ofStamps(3, 64).example(1).picture());
    CommandRun detect =
        CommandLineTest.run("detect", picture, "--model", out, "--out", folder.resolve("found"));
    assertEquals(0, detect.status(), detect.errors());
    CommandLineTest.refuses(
        "train: the network's layers are rounded to int8",
        "train",
        "detector",
        "--init",
        out,
        "--out",
        folder.resolve("trained.safetensors"),
        "--steps",
        1);
    for (List<String> more :
        List.of(List.of("--int8"), List.of("--prune", "0.5"), List.of("--ranks", "evbmf"))) {
      refuses(
          "the layers of bytes.safetensors are rounded to int8 already",
          with(new Object[] {"--model", out}, more.toArray()));
    }
  }

  @Test
  void classifiersAreCalibratedOnStamps() throws IOException {
    Path data = StampFolder.write(folder.resolve("data"), 5, 48);
    Object[] options = {"--int8", "--data", data, "--pictures", 3};
    JsonNode body = compressed(stamps, folder.resolve("s8.safetensors"), options);
    assertEquals("3 of the stamps in " + data, body.get("int8").asText());
    assertEquals(16, body.get("layers").size());
    JsonNode grey = compressed(classifier, folder.resolve("c8.safetensors"), options);
    assertEquals(21, grey.get("layers").size());
    JsonNode simulated =
        compressed(classifier, folder.resolve("c9.safetensors"), "--int8", "--pictures", 1);
    assertTrue(simulated.at("/networks/0/output_error").asDouble() < 0.2, simulated.toString());
    try (Backend backend = Backends.open("cpu", BackendOptions.defaults());
        Classifier read = Classifier.read(folder.resolve("c8.safetensors"), backend)) {
      assertEquals(21, FactorisedNetworks.forms(read.network()).inputLevels().size());
    }
    Path tiny = StampFolder.write(folder.resolve("tiny"), 1, 16);
    refuses(
        "a calibration picture has 16x16 pixels, the model takes 32x32",
        "--model",
        classifier,
        "--int8",
        "--data",
        tiny);
  }

  @Test
  void aSweepComparesRules() throws IOException {
    Path out = folder.resolve("sweep");
    CommandRun run =
        run(
            "--model",
            classifier,
            "--out",
            out,
            "--sweep",
            "ratio:0.2,ratio:0.5",
            "--layers",
            "layer1.*.conv2",
            "--runs",
            "1");
    assertEquals(0, run.status(), run.errors());
    List<String> lines = Files.readAllLines(out.resolve("sweep.csv"));
    assertEquals(4, lines.size());
    assertTrue(lines.get(2).startsWith("ratio:0.2,2,"), lines.toString());
    for (String picture : List.of("error-macs.png", "error-milliseconds.png")) {
      assertTrue(ImageIO.read(out.resolve(picture).toFile()).getWidth() > 500);
    }
  }

  private void refuses(String words, Object... arguments) throws IOException {
    Path out = folder.resolve("never.safetensors");
    List<Object> all = new ArrayList<>(List.of("--out", out));
    all.addAll(Arrays.asList(arguments));
    CommandRun run = run(all.toArray());
    assertEquals(2, run.status(), run.errors());
    assertEquals("", run.output());
    assertEquals(1, run.errors().lines().count(), run.errors());
    assertTrue(run.errors().contains(words), run.errors());
    assertFalse(Files.exists(out));
    assertFalse(Files.exists(folder.resolve("never.safetensors.report")));
  }

  @Test
  void wrongInputIsOneLineAndLeavesNothing() throws IOException {
    Path other =
        Files.writeString(
            folder.resolve("other.json"), "{\"layer9.*.conv2\": {\"in\": 5, \"out\": 6}}");
    Path beyond =
        Files.writeString(
            folder.resolve("beyond.json"), "{\"layer1.0.conv2\": {\"in\": 500, \"out\": 6}}");
    Path zero =
        Files.writeString(
            folder.resolve("zero.json"), "{\"layer1.0.conv2\": {\"in\": 0, \"out\": 6}}");
    Object[] model = {"--model", classifier};
    refuses("one of --ranks, --prune, --int8 and --sweep wanted, got none", model);
    refuses("got --ranks and --sweep", with(model, "--ranks", "evbmf", "--sweep", "evbmf"));
    refuses("got --ranks and --prune", with(model, "--ranks", "evbmf", "--prune", "0.5"));
    refuses("the rules are", with(model, "--ranks", "guess"));
    refuses("got --ranks and --int8", with(model, "--ranks", "evbmf", "--int8"));
    refuses("leave --half out", with(model, "--int8", "--half"));
    refuses("nothing matches 'x*'", with(model, "--int8", "--pictures", 1, "--layers", "x*"));
    refuses("add --int8 or leave them out", with(model, "--ranks", "evbmf", "--seed", "3"));
    refuses("--pictures must lie in 1..", with(model, "--int8", "--pictures", "0"));
    refuses("leave one out", with(model, "--int8", "--data", folder, "--seed", "3"));
    refuses("is no share of filters to keep", with(model, "--prune", "1.5"));
    refuses("nothing matches 'fc'", with(model, "--prune", "0.5", "--layers", "fc"));
    refuses("prune: macs:0.01 cannot be reached", with(model, "--prune", "macs:0.01"));
    refuses("layer9.*.conv2", with(model, "--ranks", other));
    refuses("500", with(model, "--ranks", beyond));
    refuses("layer1.0.conv2", with(model, "--ranks", zero));
    refuses("nothing matches 'x*'", with(model, "--ranks", "ratio:0.5", "--layers", "x*"));
    refuses("cannot be reached", with(model, "--ranks", "macs:0.01"));
    CommandRun itself = run("--model", classifier, "--ranks", "evbmf", "--out", classifier);
    assertEquals(2, itself.status());
    assertTrue(itself.errors().contains("is the input itself"), itself.errors());
    Path blocked = Files.createFile(folder.resolve("blocked.safetensors.report"));
    CommandRun report =
        run(
            "--model",
            classifier,
            "--ranks",
            "evbmf",
            "--out",
            folder.resolve("blocked.safetensors"));
    assertEquals(2, report.status());
    assertTrue(report.errors().contains(blocked + ", which is a file"), report.errors());
    assertFalse(Files.exists(folder.resolve("blocked.safetensors")));
    refuses("--runs must lie in", with(model, "--ranks", "evbmf", "--runs", "-1"));
    refuses("there is no such file", "--model", folder.resolve("no"), "--ranks", "evbmf");
    CommandRun nowhere =
        run("--model", classifier, "--ranks", "evbmf", "--out", folder.resolve("a").resolve("b"));
    assertEquals(2, nowhere.status());
    assertTrue(nowhere.errors().contains("lies in no folder that exists"), nowhere.errors());
  }

  private static Object[] with(Object[] first, Object... more) {
    return Stream.concat(Stream.of(first), Stream.of(more)).toArray();
  }
}
