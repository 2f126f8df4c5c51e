package org.tucana.app;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.tucana.app.CommandLineTest.refuses;
import static org.tucana.app.CommandLineTest.run;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.tucana.astro.GalaxyClass;
import org.tucana.astro.io.FitsHeader;
import org.tucana.astro.io.FitsWriter;
import org.tucana.astro.io.PictureFormat;
import org.tucana.astro.io.Pictures;
import org.tucana.astro.simulation.Simulator;
import org.tucana.nn.data.Picture;

/** {@code detect --method threshold}, which needs no model. */
class ThresholdMethodTest {
  @TempDir Path folder;

  private static Picture stamp() {
    return Simulator.ofStamps(3, 96).stamp(1, Optional.of(GalaxyClass.ELLIPTICAL)).picture();
  }

  @Test
  void displayPicturesGetTheSameFilesAndPhotometry() throws IOException {
    Path picture = folder.resolve("stamp.png");
    PictureFormat.PNG.write(picture, stamp());
    Path out = folder.resolve("found");
    CommandRun run = run("detect", picture, "--out", out, "--method", "threshold", "--json");
    assertEquals(0, run.status(), run.errors());
    int objects = new ObjectMapper().readTree(run.output()).at("/0/galaxies").asInt();
    assertTrue(objects > 0);
    Path found = out.resolve("stamp");
    List<String> catalog = Files.readAllLines(found.resolve("catalog.csv"));
    List<String> photometry = Files.readAllLines(found.resolve("photometry.csv"));
    assertEquals("id,x,y,a,b,theta,flux,peak,snr", photometry.getFirst());
    assertEquals(objects + 1, catalog.size());
    assertEquals(objects + 1, photometry.size());
    assertTrue(catalog.get(1).startsWith("1,object,"), catalog.get(1));
    JsonNode detections = new ObjectMapper().readTree(found.resolve("detections.json").toFile());
    assertEquals(objects, detections.size());
    assertEquals(0, detections.at("/0/category_id").asInt());
    Picture numbers = Pictures.load(found.resolve("segmentation.fits")).picture();
    assertTrue(numbers.at(0, 48, 48) > 0, "the galaxy at the centre");
    assertEquals(3, Pictures.read(found.resolve("overlay.png")).channels());
  }

  @Test
  void physicalValuesOfAnyNumberOfBandsAreTaken() throws IOException {
    float[] counts = new float[5 * 96 * 96];
    Picture display = stamp();
    for (int i = 0; i < counts.length; i++) {
      counts[i] = 1000 + 400 * display.pixels()[i % display.pixels().length];
    }
    Path picture = folder.resolve("bands.fits");
    FitsWriter.writeImage(picture, new Picture(5, 96, 96, counts), FitsHeader.EMPTY);
    Path out = folder.resolve("found");
    CommandRun run =
        run("detect", picture, "--out", out, "--method", "threshold", "--threshold", 3);
    assertEquals(0, run.status(), run.errors());
    assertTrue(Files.readAllLines(out.resolve("bands/photometry.csv")).size() > 1);
  }

  @Test
  void wrongOptionsAreNamed() throws IOException {
    Path picture = folder.resolve("stamp.png");
    PictureFormat.PNG.write(picture, stamp());
    Path out = folder.resolve("found");
    refuses("add --method threshold", "detect", picture, "--out", out, "--threshold", 3);
    for (String wrong : List.of("0", "-1", "NaN", "1e9")) {
      refuses(
          "--threshold must lie above 0",
          "detect",
          picture,
          "--out",
          out,
          "--method",
          "threshold",
          "--threshold",
          wrong);
    }
    refuses("--method", "detect", picture, "--out", out, "--method", "guess");
    assertFalse(Files.exists(out));
  }
}
