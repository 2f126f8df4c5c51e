package org.tucana.app;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.tucana.core.testing.SharedData;

/** {@code tucana tables}: our figures beside the printed ones. */
class TablesCommandTest {
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

  @Test
  void otherTablesAreRefused() {
    CommandRun run = CommandRun.of("tables", "9.9");
    assertEquals(2, run.status());
    assertEquals(
        "tucana: tables: there is no table '9.9' here, expected 5.1, 5.2 or 6.4; name one of these",
        run.errors().strip());
  }
}
