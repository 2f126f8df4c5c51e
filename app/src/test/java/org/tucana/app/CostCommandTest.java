package org.tucana.app;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.tucana.app.CommandLineTest.refuses;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.tucana.astro.classify.StampClassifier;
import org.tucana.core.Backend;
import org.tucana.core.BackendOptions;
import org.tucana.core.Backends;
import org.tucana.core.testing.SharedData;
import org.tucana.detection.config.MaskRcnnConfig;
import org.tucana.detection.config.MaskRcnnConfigJson;
import org.tucana.detection.detector.DetectorModel;
import org.tucana.detection.maskrcnn.MaskRcnn;
import org.tucana.detection.tiling.Tiling;
import org.tucana.nn.classifier.Classifier;
import org.tucana.nn.model.InputFormat;
import org.tucana.nn.model.ModelFile;
import org.tucana.nn.model.Provenance;
import org.tucana.nn.module.BatchNormSpec;
import org.tucana.nn.module.LayerForm;
import org.tucana.nn.module.LayerForms;
import org.tucana.nn.module.ParameterSpace;

class CostCommandTest {
  private static final Provenance PROVENANCE = new Provenance(1, "none", "test", "none");

  @TempDir private Path folder;

  private static String output(Object... options) {
    CommandRun run =
        CommandLineTest.run(
            Stream.concat(Stream.of("cost"), Stream.of(options)).toArray(Object[]::new));
    assertEquals(0, run.status(), run.errors());
    return run.output();
  }

  private static JsonNode json(Object... options) throws IOException {
    return new ObjectMapper()
        .readTree(
            output(Stream.concat(Stream.of(options), Stream.of("--json")).toArray(Object[]::new)));
  }

  /** Totals of {@code oracles/torchstat_resnet18.csv}. */
  @Test
  void jsonHasTheTotalsOfTorchstat() throws IOException {
    JsonNode cost = json("--arch", "resnet18", "--classes", 4);
    assertEquals(11_178_564, cost.get("params").asLong());
    assertEquals(3_637_739_004L, cost.get("madd").asLong());
    assertEquals(1_820_889_088, cost.get("flops").asLong());
    assertEquals(72_814_864, cost.get("memread").asLong());
    assertEquals(26_894_352, cost.get("memwrite").asLong());
    assertEquals(99_709_216, cost.get("memrw").asLong());
    assertEquals(52, cost.get("layers").size());
  }

  @Test
  void csvIsTheTableOfTorchstat() throws IOException {
    assertEquals(
        Files.readAllLines(SharedData.require("oracles/torchstat_resnet50.csv")),
        output("--arch", "resnet50", "--classes", 4, "--csv").lines().toList());
  }

  @Test
  void layersAddUpInJson() throws IOException {
    JsonNode cost = json("--arch", "resnet34", "--classes", 7, "--size", "97x131");
    for (String key : List.of("params", "madd", "flops", "memread", "memwrite", "memrw")) {
      long sum = 0;
      for (JsonNode layer : cost.get("layers")) {
        sum += layer.get(key).asLong();
      }
      assertEquals(cost.get(key).asLong(), sum, key);
    }
    JsonNode stem = cost.at("/layers/0");
    assertEquals("conv1", stem.get("name").asText());
    assertEquals("Conv2d", stem.get("type").asText());
    assertEquals("3x97x131", stem.get("in").asText());
    assertEquals("64x49x66", stem.get("out").asText());
  }

  /** What the published table says of ResNet-18: 11.2 M, 3.64 G, 1.82 G and 95.09 MB. */
  @Test
  void textGivesThePublishedFigures() {
    List<String> lines =
        output("--arch", "resnet18", "--classes", 4, "--layers")
            .lines()
            .map(line -> line.replaceAll(" +", " "))
            .toList();
    assertTrue(lines.getFirst().startsWith("layer type in out params"), lines.getFirst());
    assertTrue(lines.get(1).startsWith("conv1 Conv2d 3x224x224 64x112x112 9,408 235,225,088"));
    assertEquals(
        List.of(
            "resnet18, 4 classes, one picture of 3x224x224",
            "convention torchstat",
            "parameters 11.18 M",
            "MAdd 3.64 G",
            "FLOPs 1.82 G",
            "memory read 69.44 MB",
            "memory written 25.65 MB",
            "memory read and written 95.09 MB"),
        lines.subList(lines.size() - 8, lines.size()));
  }

  private Path ranks(String text) throws IOException {
    return Files.writeString(folder.resolve("ranks.json"), text);
  }

  @Test
  void ranksChangeLayersAndTheLastMatchWins() throws IOException {
    Path file =
        ranks(
            """
            {"layer1.*.conv2": {"in": 9, "out": 8}, "layer1.0.conv2": {"in": 23, "out": 22},
             "fc": {"rank": 2}}
            """);
    JsonNode cost = json("--arch", "resnet18", "--classes", 4, "--size", "64x64", "--ranks", file);
    Map<String, Integer> parameters =
        Map.of(
            "layer1.0.conv2.0", 23 * 64,
            "layer1.0.conv2.1", 22 * 23 * 9,
            "layer1.0.conv2.2", 64 * 22,
            "layer1.1.conv2.1", 8 * 9 * 9,
            "fc.0", 2 * 512,
            "fc.1", 4 * 2 + 4);
    parameters.forEach((name, count) ->
        assertEquals(count.longValue(), layer(cost, name).get("params").asLong(), name));
  }

  @Test
  void aRuleChangesConv2OfEveryResidualBlock() throws IOException {
    JsonNode cost =
        json("--arch", "resnet18", "--classes", 4, "--size", "64x64", "--ranks", "fixed:15");
    long factors = 0;
    for (JsonNode layer : cost.get("layers")) {
      factors += layer.get("name").asText().matches("layer[1-4]\\.[01]\\.conv2\\.[012]") ? 1 : 0;
    }
    assertEquals(3 * 8, factors);
    long whole = json("--arch", "resnet18", "--classes", 4).get("params").asLong();
    long saved = 0;
    for (int width = 64; width <= 512; width *= 2) {
      saved += 2L * (9L * width * width - (2L * 15 * width + 9 * 15 * 15));
    }
    assertEquals(whole - saved, cost.get("params").asLong());
  }

  @Test
  void detectorsHaveRegionsAndMasks() throws IOException {
    Object[] few = {
      "--arch",
      "maskrcnn_resnet18_fpn",
      "--classes",
      5,
      "--size",
      "64x96",
      "--rois",
      10,
      "--masks",
      2
    };
    JsonNode cost = json(few);
    JsonNode boxes = layer(cost, "roi_heads.box_predictor.cls_score");
    assertEquals("10x1024", boxes.get("in").asText());
    assertEquals("10x5", boxes.get("out").asText());
    assertEquals(10L * 1024 * 5, boxes.get("flops").asLong());
    assertEquals(
        "2x5x28x28", layer(cost, "roi_heads.mask_predictor.mask_fcn_logits").get("out").asText());
    String text = output("--arch", "maskrcnn_resnet18_fpn", "--classes", 2, "--size", "32x32");
    assertTrue(text.contains("1000 regions, 100 masks"), text);
  }

  private static JsonNode layer(JsonNode cost, String name) {
    for (JsonNode layer : cost.get("layers")) {
      if (layer.get("name").asText().equals(name)) {
        return layer;
      }
    }
    throw new AssertionError("no layer " + name + " in " + cost);
  }

  @Test
  void operatorsAreCountedTimedAndNamed() throws IOException {
    Object[] options = {
      "--arch",
      "maskrcnn_resnet18_fpn",
      "--classes",
      2,
      "--size",
      "32x32",
      "--rois",
      3,
      "--masks",
      1,
      "--convention",
      "operators"
    };
    JsonNode cost = json(options);
    assertTrue(cost.get("macs").asLong() > 0);
    assertFalse(cost.has("milliseconds"));
    assertEquals(cost.get("flops"), cost.get("madd"));
    List<String> uncounted = cost.get("uncounted").findValuesAsText("name");
    assertEquals(List.of("reshape", "transform", "proposals", "box selection", "paste"), uncounted);
    JsonNode measured =
        json(
            Stream.concat(Stream.of(options), Stream.of("--measure", "--threads", 1))
                .toArray(Object[]::new));
    assertEquals(cost.get("macs"), measured.get("macs"));
    double sum = 0;
    for (JsonNode operator : measured.get("layers")) {
      sum += operator.get("milliseconds").asDouble();
    }
    assertEquals(sum, measured.get("milliseconds").asDouble(), 1e-9 * sum);
    String text =
        output(Stream.concat(Stream.of(options), Stream.of("--layers")).toArray(Object[]::new));
    assertTrue(text.startsWith("operator"), text);
    assertTrue(text.contains("not counted: paste"), text);
  }

  @Test
  void csvOfOperatorsAddsUp() {
    CommandRun run =
        CommandLineTest.run(
            "cost",
            "--arch",
            "resnet18",
            "--classes",
            3,
            "--size",
            "32x32",
            "--convention",
            "operators",
            "--csv");
    assertEquals(0, run.status(), run.errors());
    List<String[]> rows = run.output().lines().skip(1).map(line -> line.split(",", -1)).toList();
    rows.forEach(row -> assertEquals(11, row.length));
    for (int column : new int[] {5, 6, 7, 8, 9}) {
      long sum =
          rows.stream().limit(rows.size() - 1L).mapToLong(row -> Long.parseLong(row[column])).sum();
      assertEquals(Long.parseLong(rows.getLast()[column]), sum);
    }
    assertEquals("TOTAL", rows.getLast()[0]);
  }

  private static Backend open() {
    return Backends.open("cpu", BackendOptions.threads(1));
  }

  private Path classifier() throws IOException {
    Path file = folder.resolve("classifier.safetensors");
    LayerForms forms = LayerForms.of(Map.of("layer1.0.conv2", new LayerForm.Tucker2(9, 8)));
    InputFormat input = new InputFormat(1, 48, 40, "display", List.of(0.5), List.of(0.25));
    try (Backend backend = open();
        Classifier made =
            Classifier.create(
                ParameterSpace.random(backend, 1).withForms(forms),
                "resnet18",
                List.of("a", "b"),
                input,
                BatchNormSpec.trained())) {
      made.write(file, ModelFile.Precision.FLOAT16, PROVENANCE);
    }
    return file;
  }

  @Test
  void aModelFileNamesItsNetworkFormsAndSize() throws IOException {
    JsonNode cost = json("--model", classifier());
    assertEquals("1x48x40", cost.at("/layers/0/in").asText());
    assertEquals(8 * 9 * 9, layer(cost, "layer1.0.conv2.1").get("params").asLong());
    assertEquals("2", cost.get("layers").get(cost.get("layers").size() - 1).get("out").asText());
  }

  @Test
  void rulesLookAtTheWeightsOfAModel() throws IOException {
    JsonNode cost = json("--model", classifier(), "--ranks", "energy:0.5");
    // Conv2 of the first block is stored as factors already and stays so.
    assertEquals(8 * 9 * 9, layer(cost, "layer1.0.conv2.1").get("params").asLong());
    assertTrue(layer(cost, "layer4.1.conv2.1").get("params").asLong() < 512 * 512 * 9 / 2);
  }

  @Test
  void modelsOfStampsAndDetectorsHaveACost() throws IOException {
    Path stamps = folder.resolve("stamps.safetensors");
    Path detector = folder.resolve("detector.safetensors");
    MaskRcnnConfig config =
        MaskRcnnConfigJson.read(
            "tiny", CommandLineTest.TINY, MaskRcnnConfig.torchvision("resnet18", List.of("a")));
    try (Backend backend = open();
        StampClassifier made =
            StampClassifier.create(ParameterSpace.random(backend, 1), "resnet18", 72);
        MaskRcnn network = new MaskRcnn(ParameterSpace.random(backend, 1), config)) {
      made.write(stamps, ModelFile.Precision.FLOAT16, PROVENANCE);
      new DetectorModel(network, "display", new Tiling(64, 16), PROVENANCE)
          .write(detector, ModelFile.Precision.FLOAT16);
    }
    assertEquals(
        "pooled_resnet18, 4 classes, one picture of 3x72x72",
        json("--model", stamps).get("network").asText());
    assertEquals(
        "maskrcnn_resnet18_fpn, 2 classes, one picture of 3x64x64, 20 regions, 5 masks",
        json("--model", detector).get("network").asText());
  }

  @Test
  void wrongUseIsOneLine() throws IOException {
    refuses("there is no 'nope'", "cost", "--arch", "nope", "--classes", 4);
    refuses("there is no 'foo'", "cost", "--arch", "maskrcnn_foo_fpn", "--classes", 4);
    refuses("expected maskrcnn_resnet18_fpn", "cost", "--arch", "maskrcnn_x", "--classes", 4);
    refuses("name a network", "cost");
    refuses("add --classes", "cost", "--arch", "resnet18");
    refuses("leave --classes out", "cost", "--classes", 4, "--model", folder);
    refuses("--classes must be at least 1", "cost", "--arch", "resnet18", "--classes", 0);
    refuses("background too", "cost", "--arch", "maskrcnn_resnet18_fpn", "--classes", 1);
    for (String size : List.of("0x0", "foo", "224", "-3x5", "224x", "9999999x1")) {
      refuses(
          "such as 224x224, got '" + size + "'",
          "cost",
          "--arch",
          "resnet18",
          "--classes",
          4,
          "--size=" + size);
    }
    refuses(
        "at most 2^31-1", "cost", "--arch", "resnet18", "--classes", 4, "--size", "90000x90000");
    refuses("mutually exclusive", "cost", "--arch", "resnet18", "--classes", 4, "--json", "--csv");
    refuses("--convention operators", "cost", "--arch", "resnet18", "--classes", 4, "--measure");
    refuses("for detectors", "cost", "--arch", "resnet18", "--classes", 4, "--rois", 5);
    refuses(
        "use 800x1088",
        "cost",
        "--arch",
        "maskrcnn_resnet18_fpn",
        "--classes",
        2,
        "--size",
        "800x1067");
    refuses(
        "at least one region",
        "cost",
        "--arch",
        "maskrcnn_resnet18_fpn",
        "--classes",
        2,
        "--rois",
        0);
    refuses("no such file", "cost", "--model", folder.resolve("none.safetensors"));
  }

  @Test
  void ranksOfAnotherNetworkAreRefused() throws IOException {
    Object[] network = {"cost", "--arch", "resnet18", "--classes", 4, "--ranks"};
    refusesRanks(network, "'layer3.5.conv2' is none of", "layer3.5.conv2", 5);
    refusesRanks(network, "allows 64", "layer1.0.conv2", 65);
    refuses("neither a rule nor a file", with(network, folder.resolve("none.json")));
    refuses("give --model", with(network, "evbmf"));
    // Two classes and one channel.
    refuses(
        "weights of another architecture",
        "cost",
        "--arch",
        "resnet18",
        "--classes",
        4,
        "--model",
        classifier());
  }

  private void refusesRanks(Object[] network, String words, String layer, int in)
      throws IOException {
    Path file = ranks("{\"" + layer + "\": {\"in\": " + in + ", \"out\": 5}}");
    refuses(words, with(network, file));
  }

  private static Object[] with(Object[] options, Object last) {
    return Stream.concat(Stream.of(options), Stream.of(last)).toArray(Object[]::new);
  }
}
