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
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.tucana.astro.io.Pictures;
import org.tucana.core.Backend;
import org.tucana.core.BackendOptions;
import org.tucana.core.Backends;
import org.tucana.detection.detector.Detection;
import org.tucana.detection.detector.Detector;
import org.tucana.detection.detector.DetectorModel;
import org.tucana.nn.model.ModelFile;
import org.tucana.nn.model.ModelMetadata;
import org.tucana.nn.model.Provenance;

/** {@code train classes}, on the shipped detector. */
class TrainClassesCommandTest {
  private static final int STAMPS = 8;

  private static final float SURE = 0.8f;

  @TempDir private Path folder;

  private CommandRun train(String... more) throws IOException {
    List<String> arguments =
        new ArrayList<>(
            List.of(
                "train",
                "classes",
                "--data",
                StampFolder.write(folder.resolve("stamps"), STAMPS, 96).toString(),
                "--out",
                folder.resolve("taught.safetensors").toString(),
                "--steps",
                "20",
                "--threads",
                "1"));
    arguments.addAll(List.of(more));
    return CommandRun.of(arguments.toArray(String[]::new));
  }

  private static List<Detection> found(Path model, Path picture) throws IOException {
    try (Backend backend = Backends.open("cpu", BackendOptions.threads(1));
        DetectorModel read = DetectorModel.read(model, backend);
        Detector detector = read.detector()) {
      return detector.detect(Pictures.read(picture));
    }
  }

  static Stream<Path> shipped() {
    return Stream.of(ShippedModel.file(), ShippedModel.compact());
  }

  @ParameterizedTest
  @MethodSource("shipped")
  void classesAreTaughtAndWhatIsFoundStays(Path detector) throws IOException {
    CommandRun run = train("--init", detector.toString(), "--folds", "2", "--json");
    assertEquals(0, run.status(), run.errors());
    JsonNode figures = new ObjectMapper().readTree(run.output());
    assertEquals(STAMPS, figures.get("n").asInt());
    assertTrue(figures.get("balanced_accuracy").isNumber());
    assertTrue(figures.get("balanced_accuracy_spirals_merged").isNumber());
    Path taught = folder.resolve("taught.safetensors");
    ModelMetadata metadata = ModelFile.read(taught).metadata();
    assertEquals(ModelFile.read(detector).metadata().config(), metadata.config());
    Provenance provenance = metadata.provenance();
    assertTrue(provenance.command().contains(" && tucana train classes --data"));
    assertTrue(provenance.commit().contains(" && "), provenance.commit());
    for (int i = 0; i < STAMPS; i++) {
      Path picture = folder.resolve("stamps/images/" + i + ".png");
      List<Detection> before = found(detector, picture);
      List<Detection> after = found(taught, picture);
      assertAllFound(before, after);
      assertAllFound(after, before);
    }
  }

  /** As sure and at the same place; boxes are moved and outlined for the class that is answered. */
  private static void assertAllFound(List<Detection> these, List<Detection> within) {
    for (Detection one : these) {
      if (one.score() > SURE) {
        assertTrue(
            within.stream()
                .anyMatch(other ->
                    other.box().iou(one.box()) > 0.6
                        && Math.abs(other.score() - one.score()) < 0.05f),
            one + " is not in " + within);
      }
    }
  }

  @Test
  void withoutADetectorThereIsNothingToTeach() throws IOException {
    CommandRun run = train();
    assertEquals(Main.WRONG_INPUT, run.status());
    assertTrue(run.errors().contains("name one with --init"), run.errors());
    assertFalse(Files.exists(folder.resolve("taught.safetensors")));
  }

  @Test
  void nothingIsResumed() throws IOException {
    for (List<String> option : List.of(List.of("--minutes", "1"), List.of("--resume", "no"))) {
      CommandRun run = train(option.toArray(String[]::new));
      assertEquals(Main.WRONG_INPUT, run.status());
      assertTrue(run.errors().contains("leave out --resume and --minutes"), run.errors());
    }
  }

  @Test
  void foldsAreNoMoreThanStamps() throws IOException {
    CommandRun run = train("--init", ShippedModel.file().toString(), "--folds", "9");
    assertEquals(Main.WRONG_INPUT, run.status());
    assertTrue(run.errors().contains("--folds must lie in 2..8, got 9"), run.errors());
  }
}
