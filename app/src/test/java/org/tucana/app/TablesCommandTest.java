package org.tucana.app;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.tucana.app.CommandLineTest.refuses;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.tucana.core.testing.SharedData;

/** {@code tucana tables}: our figures beside the printed ones. */
class TablesCommandTest {
  @TempDir private Path folder;

  private static final List<String> COLUMNS =
      List.of("TNP (M)", "MAdd (G)", "FLOPs (G)", "MemRW (MB)");

  private static JsonNode table(String... more) throws IOException {
    List<String> words = new ArrayList<>(List.of("tables", "--json"));
    words.addAll(List.of("--model", ShippedModel.file().toString()));
    words.addAll(List.of(more));
    CommandRun run = CommandRun.of(words.toArray(String[]::new));
    assertEquals(0, run.status(), run.errors());
    return new ObjectMapper().readTree(run.output());
  }

  @Test
  void allCellsOfTable64AreEqualButTheMisprint() throws IOException {
    JsonNode rows = table("6.4").get("rows");
    int equal = 0;
    int estimated = 0;
    for (JsonNode row : rows) {
      if (row.get("row").asText().contains("EVBMF")) {
        estimated++;
        continue;
      }
      for (String column : COLUMNS) {
        equal += row.get(column).get("equal").asBoolean() ? 1 : 0;
      }
    }
    assertEquals(23, equal);
    assertEquals(1, estimated, "the shipped detector's body");
    JsonNode misprint = rows.get(rows.size() - 2);
    assertEquals("resnet101 normal", misprint.get("row").asText());
    assertEquals(42.9, misprint.at("/TNP (M)/published").asDouble());
    assertEquals(42.5, misprint.at("/TNP (M)/ours").asDouble(), 0.05);
  }

  @Test
  void table51IsEqual() throws IOException {
    JsonNode rows = table("5.1").get("rows");
    assertEquals(3, rows.size());
    for (JsonNode row : rows) {
      for (String column : List.of("kernel", "input channels", "output channels")) {
        assertTrue(row.get(column).get("equal").asBoolean(), row.toString());
      }
    }
  }

  @Test
  void table52HasTheRanksOfImageNetWeights() throws IOException {
    Path weights = SharedData.require("data/weights/resnet18_imagenet_folded_partial.safetensors");
    JsonNode rows = table("5.2", "--weights", weights.toString()).get("rows");
    assertEquals(6, rows.size());
    assertEquals(45, rows.get(0).at("/output channels/ours").asInt());
    assertEquals(53, rows.get(1).at("/output channels/ours").asInt());
    assertTrue(rows.get(1).at("/output channels/equal").asBoolean());
  }

  @Test
  void textShowsOursThePrintedAndTheDifference() {
    CommandRun run = CommandRun.of("tables", "6.4", "--model", ShippedModel.file().toString());
    assertEquals(0, run.status(), run.errors());
    assertTrue(
        run.output()
            .lines()
            .anyMatch(line -> line.matches(".*TNP \\(M\\) +42\\.5 +42\\.9 +-0\\.4")),
        run.output());
    assertTrue(run.output().contains("resnet50: EVBMF not run"), run.output());
  }

  /** What a study stores of a model, but for what no table reads. */
  private static String model(String name, double precision) {
    return "{\"model\": \"%s\", \"figures\": {\"AP50_box\": {\"value\": %s}}}"
        .formatted(name, precision);
  }

  private Path study() throws IOException {
    Files.writeString(
        folder.resolve("study.json"),
        """
        {"accuracy": [{"name": "all", "models": [%s, %s, %s]}],
         "time": [{"side": 800, "batch": 1, "rows": []},
                  {"side": 256, "batch": 1, "rows": [{"model": "normal", "millis": 100.0},
                                                     {"model": "published", "millis": 62.0},
                                                     {"model": "pruned", "millis": 50.0}]}],
         "lengths": [{"length": "3", "kind": "normal", "seconds": 3600.0,
                      "figures": {"AP50_box": {"value": 0.8}}},
                     {"length": "20", "kind": "published", "seconds": null,
                      "figures": {"AP50_box": {"value": 0.93}}},
                     {"length": "7", "kind": "published", "seconds": null,
                      "figures": {"AP50_box": {"value": 0.9}}}]}
        """
            .formatted(model("normal", 0.9), model("published", 0.85), model("pruned", 0.7)));
    return folder;
  }

  @Test
  void tablesOfAStudyAreReadFromItsResults() throws IOException {
    JsonNode inference = table("6.6", "--study", study().toString());
    assertEquals(100, inference.at("/rows/0/inference (s)/ours").asDouble());
    assertEquals(134, inference.at("/rows/0/inference (s)/published").asDouble());
    assertEquals(0.85, inference.at("/rows/1/mAP/ours").asDouble());
    assertEquals(62, inference.at("/rows/1/inference (s)/published").asDouble());
    assertTrue(inference.at("/rows/1/inference (s)/equal").asBoolean());
    assertEquals(0.7, inference.at("/rows/2/mAP/ours").asDouble());
    assertTrue(inference.at("/rows/2/mAP/published").isNull(), inference.toString());
    assertEquals(
        "published: 1.61 times as fast as normal; published 2.16.",
        inference.at("/notes/0").asText());

    JsonNode lengths = table("6.5", "--study", study().toString());
    assertEquals(2, lengths.get("rows").size());
    assertEquals("3 epochs normal", lengths.at("/rows/0/row").asText());
    assertEquals(1, lengths.at("/rows/0/training (h)/ours").asDouble());
    assertEquals(1.383, lengths.at("/rows/0/training (h)/published").asDouble(), 5e-4);
    assertTrue(lengths.at("/rows/1/training (h)/ours").isNull());
    assertEquals(0.93, lengths.at("/rows/1/mAP/published").asDouble());
    assertEquals(
        "published after a length of 7 has no printed cells.", lengths.at("/notes/0").asText());
    CommandRun text = CommandRun.of("tables", "6.5", "--study", folder.toString());
    assertTrue(
        text.output().lines().anyMatch(line -> line.matches(" +training \\(h\\) +- +9\\.12")),
        text.output());
  }

  @Test
  void withoutResultsTheWayToThemIsTold() throws IOException {
    refuses("measure by tucana study compact", "tables", "6.6", "--study", folder);
    Files.writeString(study().resolve("study.json"), "{\"accuracy\": []}");
    refuses(
        "the study lacks its accuracy, expected a whole one", "tables", "6.6", "--study", folder);
    refuses("the study lacks its lengths of training", "tables", "6.5", "--study", folder);
    Files.writeString(folder.resolve("study.json"), "{");
    refuses("no usable JSON", "tables", "6.5", "--study", folder);
  }

  @Test
  void otherTablesAreRefused() {
    CommandRun run = CommandRun.of("tables", "9.9");
    assertEquals(2, run.status());
    assertEquals(
        "tucana: tables: there is no table '9.9' here, expected 5.1, 5.2, 6.4, 6.5 or 6.6; name one of"
            + " these",
        run.errors().strip());
  }
}
