package org.tucana.app;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.tucana.astro.io.LoadedPicture;
import org.tucana.astro.io.Pictures;
import org.tucana.detection.annotation.AnnotationSet;
import org.tucana.detection.annotation.CocoReader;

class SimulateCommandTest {
  @TempDir Path folder;

  private static CommandRun run(Object... arguments) {
    return CommandRun.of(Arrays.stream(arguments).map(String::valueOf).toArray(String[]::new));
  }

  private static void refuses(String hint, Object... arguments) {
    CommandRun run = run(arguments);
    assertEquals(Main.WRONG_INPUT, run.status(), run.errors());
    assertTrue(run.errors().contains(hint), run.errors());
    assertEquals(1, run.errors().strip().lines().count(), run.errors());
  }

  @Test
  void scenesAreWrittenWithTheirTruth() throws IOException {
    Path out = folder.resolve("scenes");
    CommandRun run =
        run("simulate", "--set", "easy", "--count", 2, "--side", 160, "--out", out, "--json");
    assertEquals(0, run.status(), run.errors());
    JsonNode report = new ObjectMapper().readTree(run.output());
    assertEquals(2, report.get("scenes").asInt());
    assertTrue(report.get("seconds_per_scene").asDouble() > 0);
    AnnotationSet truth = CocoReader.readTruth(out.resolve("truth.json"));
    assertEquals(2, truth.images().size());
    LoadedPicture counts = Pictures.load(out.resolve("easy-1-0-bands.fits"));
    assertEquals(5, counts.picture().channels());
    assertEquals("u g r i z", counts.header().value("FILTERS").orElseThrow());
    assertEquals("RA---TAN", counts.header().value("CTYPE1").orElseThrow());
    float[] objects = Pictures.load(out.resolve("easy-1-0-segmentation.fits")).picture().pixels();
    List<String> catalogue = Files.readAllLines(out.resolve("easy-1-0-catalog.csv"));
    long outlined = catalogue.stream().skip(1).filter(line -> !line.endsWith(",0")).count();
    float[] sorted = objects.clone();
    Arrays.sort(sorted);
    assertTrue(sorted[sorted.length - 1] <= catalogue.size() - 1);
    assertEquals(
        outlined, truth.images().values().iterator().next().objects().size(), catalogue.toString());
    assertEquals(160, Pictures.load(out.resolve("easy-1-1.png")).picture().width());
  }

  @Test
  void displayPicturesMayBeJpeg() throws IOException {
    CommandRun run = run("simulate", "--set", "easy", "--side", 64, "--jpeg", "--out", folder);
    assertEquals(0, run.status(), run.errors());
    assertEquals(
        "easy-1-0.jpg", CocoReader.readTruth(folder.resolve("truth.json")).images().get(1L).file());
    byte[] jpeg = Files.readAllBytes(folder.resolve("easy-1-0.jpg"));
    assertEquals((byte) 0xff, jpeg[0]);
    assertEquals((byte) 0xd8, jpeg[1]);
    assertEquals(64, Pictures.load(folder.resolve("easy-1-0.jpg")).picture().width());
    assertFalse(Files.exists(folder.resolve("easy-1-0.png")));
  }

  @Test
  void wrongUseIsOneLine() throws IOException {
    Path out = folder.resolve("scenes");
    refuses("there is no set 'none'", "simulate", "--set", "none", "--out", out);
    refuses("--count must lie in", "simulate", "--count", 0, "--out", out);
    refuses("side must lie in 16..8192", "simulate", "--side", 9, "--out", out);
    refuses("write display or isophote", "simulate", "--outline", "x", "--out", out);
    Path own = Files.writeString(folder.resolve("own.json"), "{}");
    refuses("'name' is missing", "simulate", "--settings", own, "--out", out);
    assertFalse(Files.exists(out));
    refuses("is a file", "simulate", "--out", own);
  }
}
