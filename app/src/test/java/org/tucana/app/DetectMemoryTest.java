package org.tucana.app;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.tucana.astro.io.PictureFormat;
import org.tucana.core.Backend;
import org.tucana.core.BackendOptions;
import org.tucana.core.Backends;
import org.tucana.core.type.FormatException;
import org.tucana.core.type.Philox;
import org.tucana.core.type.RandomKey;
import org.tucana.detection.detector.Detector;
import org.tucana.detection.detector.DetectorMemory;
import org.tucana.detection.detector.DetectorModel;
import org.tucana.detection.detector.TeamSize;
import org.tucana.nn.data.Picture;
import org.tucana.nn.model.ModelFile;

/** How detection shares out memory, and whether what it says of the network is true. */
class DetectMemoryTest {
  private static final long MIB = 1L << 20;

  /** A network whose detectors take 100 MiB, and 50 more for each size of tiles. */
  private static final DetectorMemory NETWORK = new DetectorMemory(50 * MIB / 24, 100 * MIB);

  @TempDir Path folder;

  private static TeamSize team(String asked) {
    return DetectMemory.share(asked, NETWORK, 3, true).team();
  }

  @Test
  void halfOfTheMemoryDecidesAboutThreadsAndSizes() {
    assertEquals(new TeamSize(1, 1), team("340m"));
    assertEquals(new TeamSize(1, 3), team("600m"));
    assertEquals(new TeamSize(2, 1), team("640m"));
    assertEquals(2, DetectMemory.share("340m", NETWORK, 1, true).pictures());
    assertEquals(4, DetectMemory.share("400m", NETWORK, 1, true).pictures());
    assertEquals(1, DetectMemory.share("340m", NETWORK, 1, false).pictures());
  }

  @Test
  void tooLittleIsRefusedAndNoMoreThanTheHeapCounts() {
    assertTrue(
        assertThrows(FormatException.class, () -> team("290m"))
            .getMessage()
            .startsWith(
                "detect: --max-memory 290m is too little (290 MiB with this heap), one thread"));
    assertEquals(DetectMemory.share(null, NETWORK, 3, true).team(), team("4000g"));
    for (String wrong : List.of("", "8", "g", "-2g", "1.5g", "2gb", "99999999999g")) {
      assertTrue(
          assertThrows(FormatException.class, () -> team(wrong))
              .getMessage()
              .endsWith("is no amount of memory, expected one like 800m or 2g"));
    }
    assertEquals(2048, MemoryAmount.parse("x", "2G").mebibytes());
    assertEquals(1, MemoryAmount.parse("x", "1k").mebibytes());
  }

  @Test
  void theShippedNetworkTakesNoMoreThanStated() throws IOException {
    ModelFile file = ModelFile.read(ShippedModel.file());
    DetectorMemory stated = DetectorMemory.of("shipped", file);
    try (Backend backend = Backends.open("cpu", BackendOptions.threads(1));
        DetectorModel model = DetectorModel.of("shipped", file, backend);
        Detector detector = model.detector()) {
      detector.detect(noise(256, 512));
      assertTrue(backend.memory().peakBytes() > stated.bytes(new TeamSize(1, 1)) / 8);
      assertTrue(backend.memory().peakBytes() < stated.bytes(new TeamSize(1, 1)) / 2);
    }
  }

  private static Picture noise(int height, int width) {
    Philox random = new RandomKey(4, "memory", 0).stream();
    float[] pixels = new float[3 * height * width];
    for (int i = 0; i < pixels.length; i++) {
      pixels[i] = (float) random.nextDouble();
    }
    return new Picture(3, height, width, pixels);
  }

  @Test
  void aPictureThatNeedsMoreIsRefusedAndOthersAreDone() throws IOException {
    Path pictures = Files.createDirectories(folder.resolve("pictures"));
    PictureFormat.PNG.write(pictures.resolve("large.png"), Picture.black(1, 1500, 1500));
    PictureFormat.PNG.write(pictures.resolve("small.png"), Picture.black(1, 400, 400));
    Path out = folder.resolve("found");
    CommandRun run =
        CommandLineTest.run(
            "detect", pictures, "--out", out, "--method", "threshold", "--max-memory", "130m");
    assertEquals(2, run.status(), run.errors());
    assertTrue(run.errors().contains("large.png: its header says 1500x1500 pixels"), run.errors());
    assertTrue(run.errors().contains("besides the network: raise --max-memory"), run.errors());
    assertTrue(Files.exists(out.resolve("small").resolve("catalog.csv")));
  }
}
