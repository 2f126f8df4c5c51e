package org.tucana.app;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
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
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.tucana.astro.GalaxyClass;
import org.tucana.core.Backend;
import org.tucana.core.BackendOptions;
import org.tucana.core.Backends;
import org.tucana.core.io.Safetensors;
import org.tucana.core.io.TensorFile;
import org.tucana.core.type.HostTensor;
import org.tucana.nn.classifier.Classifier;
import org.tucana.nn.factor.FactorisedNetworks;
import org.tucana.nn.model.ModelFile;
import org.tucana.nn.module.BatchNormSpec;
import org.tucana.nn.module.ParameterSpace;
import org.tucana.nn.module.StateDict;
import org.tucana.nn.resnet.ResNetBody;
import org.tucana.nn.resnet.ResNetSpec;

/** {@code train classifier --whole}. */
class WholeClassifierTest {
  private static final int STAMPS = 12;
  private static final int HELD = 4;

  @TempDir private Path folder;
  private Path stamps;

  /** The last four stamps, one of each class, are held out. */
  @BeforeEach
  void writeStamps() throws IOException {
    stamps = StampFolder.write(folder.resolve("stamps"), STAMPS, 48);
    Path labels = stamps.resolve("labels.csv");
    List<String> lines = Files.readAllLines(labels);
    List<String> divided = new ArrayList<>(List.of(lines.getFirst() + ",split"));
    for (int i = 1; i <= STAMPS; i++) {
      divided.add(lines.get(i) + (i > STAMPS - HELD ? ",val" : ",train"));
    }
    Files.write(labels, divided);
  }

  private CommandRun train(Path out, Object... more) {
    List<Object> words =
        new ArrayList<>(List.of("train", "classifier", "--whole", "--data", stamps, "--out", out));
    words.addAll(List.of("--batch", "4", "--threads", "1"));
    words.addAll(Arrays.asList(more));
    return CommandLineTest.run(words.toArray());
  }

  /** A drawn body as public weights without the fourth stage's 3x3 convolutions. */
  private Path publicWeights() throws IOException {
    Path file = folder.resolve("body.safetensors");
    try (Backend backend = Backends.open("cpu", BackendOptions.threads(1));
        ResNetBody body =
            new ResNetBody(
                ParameterSpace.random(backend, 1),
                ResNetSpec.named("resnet18", 3, BatchNormSpec.frozen()))) {
      Map<String, HostTensor> values = new LinkedHashMap<>(StateDict.read(body));
      values.keySet().removeIf(name -> name.matches("layer4.*conv.*"));
      Safetensors.write(file, new TensorFile(new LinkedHashMap<>(values), Map.of()));
    }
    return file;
  }

  private static Map<String, HostTensor> weights(Path file) throws IOException {
    return ModelFile.read(file).weights();
  }

  private static boolean same(Map<String, HostTensor> a, Map<String, HostTensor> b, String name) {
    return Arrays.equals(a.get(name).toFloats(), b.get(name).toFloats());
  }

  @Test
  void isTrainedMeasuredCompressedAndTuned() throws IOException {
    Path body = publicWeights();
    Path out = folder.resolve("whole.safetensors");
    CommandRun run = train(out, "--init", body, "--size", 32, "--steps", 2, "--json");
    assertEquals(0, run.status(), run.errors());
    assertTrue(
        run.errors().contains("drawn at random: fc and [layer4.0.conv1.weight"), run.errors());
    JsonNode figures = new ObjectMapper().readTree(run.output());
    assertEquals(HELD, figures.get("n").asInt());
    assertTrue(figures.get("balanced_accuracy").isNumber());
    assertFalse(figures.has("folds"));
    String log = Files.readString(folder.resolve("whole.safetensors.training/log.jsonl"));
    assertTrue(log.contains("\"balanced_accuracy\""), log);

    Map<String, HostTensor> before = Safetensors.read(body).tensors();
    Map<String, HostTensor> whole = weights(out);
    assertTrue(same(before, whole, "layer1.0.conv1.weight"));
    assertTrue(same(before, whole, "bn1.running_var"));
    assertFalse(same(before, whole, "layer2.0.conv1.weight"));
    assertEquals(4, whole.get("fc.bias").shape().dim(0));
    ModelFile written = ModelFile.read(out);
    assertEquals(GalaxyClass.titles(), written.metadata().classes());
    assertEquals(32, written.metadata().input().height());

    Path compact = folder.resolve("compact.safetensors");
    CommandRun compressed =
        CommandLineTest.run(
            "compress", "--model", out, "--out", compact, "--ranks", "fixed:9", "--runs", 0);
    assertEquals(0, compressed.status(), compressed.errors());
    Path tuned = folder.resolve("tuned.safetensors");
    CommandRun tuning = train(tuned, "--init", compact, "--steps", 1);
    assertEquals(0, tuning.status(), tuning.errors());
    assertTrue(tuning.output().contains("4 stamps that were held out"), tuning.output());
    try (Backend backend = Backends.open("cpu", BackendOptions.threads(1));
        Classifier small = Classifier.read(compact, backend);
        Classifier after = Classifier.read(tuned, backend)) {
      assertFalse(FactorisedNetworks.forms(after.network()).byName().isEmpty());
      assertEquals(
          FactorisedNetworks.forms(small.network()), FactorisedNetworks.forms(after.network()));
      Map<String, HostTensor> first = StateDict.read(small.network());
      Map<String, HostTensor> last = StateDict.read(after.network());
      assertFalse(same(first, last, "conv1.weight"));
      assertArrayEquals(first.get("fc.bias").toFloats(), last.get("fc.bias").toFloats(), 0.1f);
    }
    String command = ModelFile.read(tuned).metadata().provenance().command();
    assertTrue(command.contains(" && tucana compress "), command);
    assertTrue(command.contains(" && tucana train classifier --whole "), command);
    refused(" is a model, which says what --arch would", "--init", out, "--arch", "resnet18");
  }

  @Test
  void withoutWeightsAllIsDrawnAndNormalisationLearns() throws IOException {
    Path out = folder.resolve("whole.safetensors");
    CommandRun run = train(out, "--size", 32, "--steps", 1);
    assertEquals(0, run.status(), run.errors());
    float[] means = weights(out).get("bn1.running_mean").toFloats();
    assertFalse(Arrays.equals(new float[means.length], means));
  }

  @Test
  void whatDoesNotSuitIsRefused() throws IOException {
    Path out = folder.resolve("no.safetensors");
    refused("--folds divides the features of a fixed body", "--folds", 3);
    refused("expected a residual network for ", "--init", ShippedModel.file());
    refused(
        "public weights give the body of a resnet18",
        "--init",
        publicWeights(),
        "--arch",
        "cifar_resnet20");
    Path labels = stamps.resolve("labels.csv");
    Files.writeString(labels, Files.readString(labels).replace(",train", ",val"));
    refused("are of split val; add some that may teach");
    assertFalse(Files.exists(out));
  }

  private void refused(String words, Object... options) {
    CommandRun run = train(folder.resolve("no.safetensors"), options);
    assertEquals(Main.WRONG_INPUT, run.status(), run.errors());
    assertTrue(run.errors().contains(words), run.errors());
    assertEquals(1, run.errors().lines().count(), run.errors());
  }
}
