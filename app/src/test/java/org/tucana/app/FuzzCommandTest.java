package org.tucana.app;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FuzzCommandTest {
  @TempDir private Path folder;

  @Test
  void jsonHasATargetsFigures() throws IOException {
    CommandRun run =
        CommandRun.of(
            "fuzz", "--target", "npy,ranks", "--mutations", "20", "--seed", "5", "--json");
    assertEquals(0, run.status(), run.errors());
    JsonNode report = new ObjectMapper().readTree(run.output());
    assertEquals(5, report.get("seed").asInt());
    assertEquals(2, report.get("targets").size());
    JsonNode npy = report.get("targets").get(0);
    assertEquals("npy", npy.get("target").asText());
    assertEquals(20, npy.get("mutations").asInt());
    assertEquals(20, npy.get("accepted").asInt() + npy.get("refused").asInt());
    assertEquals(0, npy.get("findings").size());
    JsonNode memory = npy.get("most_memory");
    assertTrue(memory.get("bytes").asLong() > 0);
    assertEquals(
        memory.get("bytes").asDouble() / memory.get("limit").asDouble(),
        memory.get("share").asDouble(),
        1e-12);
  }

  @Test
  void oneFileIsReadAndKept() throws IOException {
    String[] command = {
      "fuzz", "--target", "safetensors", "--only", "12", "--out", folder.toString()
    };
    CommandRun run = CommandRun.of(command);
    assertEquals(0, run.status(), run.errors());
    assertTrue(run.output().contains("\n12 refused: safetensors file "), run.output());
    Path kept = folder.resolve("safetensors-12-weights.safetensors");
    byte[] bytes = Files.readAllBytes(kept);
    CommandRun.of(command);
    assertArrayEquals(bytes, Files.readAllBytes(kept));
  }

  @Test
  void wrongUseIsSaid() throws IOException {
    Path file = Files.createFile(folder.resolve("file"));
    assertWrong("is a file; name a folder", "--target", "npy", "--out", file.toString());
    assertWrong("there is no target 'gif'", "--target", "npy,gif");
    assertWrong("--only 3, 2 targets; correct the options", "--target", "npy,png", "--only", "3");
    assertWrong("got --mutations 0", "--mutations", "0");
  }

  private static void assertWrong(String words, String... options) {
    String[] command = new String[options.length + 1];
    command[0] = "fuzz";
    System.arraycopy(options, 0, command, 1, options.length);
    CommandRun run = CommandRun.of(command);
    assertEquals(2, run.status());
    assertTrue(run.errors().contains(words), run.errors());
    assertEquals(1, run.errors().lines().count(), run.errors());
  }
}
