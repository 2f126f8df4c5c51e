package org.tucana.app;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.tucana.astro.GalaxyClass;
import org.tucana.astro.classify.StampClassifier;
import org.tucana.core.Backend;
import org.tucana.core.BackendOptions;
import org.tucana.core.Backends;
import org.tucana.core.io.Safetensors;
import org.tucana.core.io.TensorFile;
import org.tucana.core.type.HostTensor;
import org.tucana.core.type.Shape;
import org.tucana.nn.model.ModelFile;
import org.tucana.nn.module.BatchNormSpec;
import org.tucana.nn.module.ParameterSpace;
import org.tucana.nn.module.StateDict;
import org.tucana.nn.resnet.ResNetBody;
import org.tucana.nn.resnet.ResNetSpec;

class TrainClassifierCommandTest {
  private static final int STAMPS = 12;
  private static final int SIDE = 48;

  @TempDir private Path folder;
  private final PrintStream standardOutput = System.out;
  private final PrintStream standardError = System.err;
  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final ByteArrayOutputStream err = new ByteArrayOutputStream();

  @BeforeEach
  void catchOutput() {
    System.setOut(new PrintStream(out, true, StandardCharsets.UTF_8));
    System.setErr(new PrintStream(err, true, StandardCharsets.UTF_8));
  }

  @AfterEach
  void giveOutputBack() {
    System.setOut(standardOutput);
    System.setErr(standardError);
  }

  private int run(String... more) {
    List<String> arguments = new ArrayList<>(List.of("train", "classifier"));
    arguments.addAll(List.of("--data", folder.resolve("stamps").toString()));
    arguments.addAll(List.of("--out", folder.resolve("model.safetensors").toString()));
    arguments.addAll(List.of("--threads", "1"));
    arguments.addAll(List.of(more));
    return Main.commandLine().execute(arguments.toArray(String[]::new));
  }

  private String words() {
    return err.toString(StandardCharsets.UTF_8);
  }

  private void writeStamps() throws IOException {
    StampFolder.write(folder.resolve("stamps"), STAMPS, SIDE);
  }

  /** A body with drawn weights in the form of folded ones: each convolution with a bias. */
  private Path writeBody(int stages) throws IOException {
    SequencedMap<String, HostTensor> folded = new LinkedHashMap<>();
    try (Backend backend = Backends.open("cpu", BackendOptions.threads(1));
        ResNetBody body =
            new ResNetBody(
                ParameterSpace.random(backend, 1),
                ResNetSpec.named("resnet18", 3, BatchNormSpec.frozen()),
                stages)) {
      StateDict.read(body)
          .forEach((name, value) -> {
            if (value.shape().rank() == 4) {
              int channels = value.shape().dim(0);
              folded.put(name, value);
              folded.put(
                  name.replaceFirst("weight$", "bias"),
                  HostTensor.of(Shape.of(channels), new float[channels]));
            }
          });
    }
    Path file = folder.resolve("body.safetensors");
    Safetensors.write(file, new TensorFile(folded, Map.of()));
    return file;
  }

  @Test
  void trainsMeasuresAndWritesAModel() throws IOException {
    writeStamps();
    String body = writeBody(3).toString();
    assertEquals(
        0,
        run("--init", body, "--size", "32", "--steps", "20", "--folds", "3", "--json", "--half"),
        words());
    JsonNode figures = new ObjectMapper().readTree(out.toString(StandardCharsets.UTF_8));
    assertEquals(STAMPS, figures.get("n").asInt());
    assertEquals(3, figures.get("folds").asInt());
    assertEquals(0.25, figures.get("majority_accuracy").asDouble());
    assertEquals(0.25, figures.get("chance_balanced_accuracy").asDouble());
    int answered = 0;
    int right = 0;
    for (int row = 0; row < 4; row++) {
      for (int column = 0; column < 4; column++) {
        int count = figures.get("confusion").get(row).get(column).asInt();
        answered += count;
        right += row == column ? count : 0;
      }
    }
    assertEquals(STAMPS, answered);
    assertEquals(right / (double) STAMPS, figures.get("accuracy").asDouble());
    assertTrue(words().contains("class weights [1.0, 1.0, 1.0, 1.0]"), words());
    Path model = folder.resolve("model.safetensors");
    assertTrue(ModelFile.read(model).metadata().provenance().command().contains("--folds 3"));
    try (Backend backend = Backends.open("cpu", BackendOptions.threads(1));
        StampClassifier read = StampClassifier.of("file", ModelFile.read(model), backend)) {
      assertEquals(GalaxyClass.titles(), read.classes());
      assertEquals(32, read.side());
    }
    out.reset();
    assertEquals(
        0,
        Main.commandLine()
            .execute(
                "evaluate",
                "--json",
                "--model",
                model.toString(),
                "--data",
                folder.resolve("stamps").toString()),
        words());
    JsonNode evaluated = new ObjectMapper().readTree(out.toString(StandardCharsets.UTF_8));
    assertEquals(STAMPS, evaluated.get("n_classified").asInt());
    assertTrue(evaluated.get("accuracy").isNumber());
    assertTrue(evaluated.get("AP50_box").isNull());
  }

  @Test
  void aBodyWithoutWeightsIsRefused() throws IOException {
    writeStamps();
    assertEquals(Main.WRONG_INPUT, run());
    assertTrue(words().contains("name them with --init"), words());
    assertFalse(Files.exists(folder.resolve("model.safetensors")));
  }

  @Test
  void aBodyThatLacksAStageIsRefused() throws IOException {
    writeStamps();
    assertEquals(Main.WRONG_INPUT, run("--init", writeBody(2).toString()));
    assertTrue(words().contains("lacks [layer3.0.conv1.weight"), words());
    assertEquals(1, words().lines().count(), words());
  }

  @Test
  void moreFoldsThanStampsAreRefused() throws IOException {
    writeStamps();
    assertEquals(Main.WRONG_INPUT, run("--folds", "13"));
    assertTrue(words().contains("--folds must lie in 2..12, got 13"), words());
  }
}
