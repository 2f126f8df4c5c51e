package org.tucana.app;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.tucana.app.crash.CrashWorks;
import org.tucana.app.crash.Product;
import org.tucana.core.testing.Fontless;

/** What commands do in a process that finds no fonts. */
class FontlessTest {
  private static final String LACK = "words cannot be drawn here (";
  private static final String REMEDY =
      "; install fonts, for example by: sudo apt-get install fontconfig fonts-dejavu-core";

  @TempDir static Path home;
  private static Fontless fontless;

  @TempDir Path folder;

  @BeforeAll
  static void hideFonts() throws IOException, InterruptedException {
    fontless = Fontless.in(home, Product.of(Fontless.Word.class).start());
  }

  /** What a command says, but for the virtual machine. */
  private List<String> words(int status, String... arguments) throws Exception {
    List<String> command = new ArrayList<>(Product.of(Main.class).start());
    command.addAll(List.of(arguments));
    int actual = fontless.status(command, folder);
    try (Stream<String> lines = Files.lines(folder.resolve("words"))) {
      List<String> words =
          lines.filter(line -> !line.startsWith("WARNING: Using incubator")).toList();
      assertEquals(status, actual, words.toString());
      return words;
    }
  }

  /** Asks for one line among them that tells the lack, after these words. */
  private static void assertToldOnce(String before, List<String> words) {
    List<String> told = words.stream().filter(line -> line.contains(LACK)).toList();
    assertEquals(1, told.size(), words.toString());
    assertTrue(told.getFirst().startsWith(before + LACK), words.toString());
    assertTrue(told.getFirst().endsWith(REMEDY), words.toString());
  }

  @Test
  void trainingGoesOnWithoutItsPlot() throws Exception {
    CrashWorks.named("training").prepare(folder);
    List<String> words =
        words(
            0,
            ("train detector --init model.safetensors --out out.safetensors --data stamps"
                    + " --composed 0 --simulated 0 --steps 2 --batch 1")
                .split(" "));
    assertToldOnce("train: no loss plot: ", words);
    assertTrue(Files.exists(folder.resolve("out.safetensors")));
    Path training = folder.resolve("out.safetensors.training");
    assertTrue(Files.exists(training.resolve("checkpoint.safetensors")));
    assertEquals(2, Files.readAllLines(training.resolve("log.jsonl")).size());
    assertFalse(Files.exists(training.resolve("loss.png")));
  }

  @Test
  void detectionDiffersInTheWordsOfOverlaysAlone() throws Exception {
    CrashWorks.named("detect").prepare(folder);
    Path pictures = folder.resolve("pictures");
    Path model = folder.resolve("model.safetensors");
    Path found = folder.resolve("found");
    Path wordless = folder.resolve("wordless");
    CommandRun run = CommandLineTest.run("detect", pictures, "--model", model, "--out", found);
    assertEquals(0, run.status(), run.errors());
    List<String> words =
        words(
            0, "detect", "pictures", "--model", "model.safetensors", "--out", wordless.toString());
    assertToldOnce("detect: outlines without words: ", words);
    for (String file : List.of("catalog.csv", "detections.json", "segmentation.fits")) {
      assertArrayEquals(bytes(found, file), bytes(wordless, file), file);
    }
    Path overlay = Path.of("sky-0", DetectionFiles.OVERLAY);
    assertNotNull(ImageIO.read(wordless.resolve(overlay).toFile()));
    assertNotEquals(-1, Files.mismatch(found.resolve(overlay), wordless.resolve(overlay)));
  }

  private static byte[] bytes(Path found, String file) throws IOException {
    return Files.readAllBytes(found.resolve("sky-0").resolve(file));
  }

  @Test
  void compressionHasAReportWithoutCharts() throws Exception {
    CrashWorks.named("compress").prepare(folder);
    String common = "compress --model model.safetensors --layers backbone.body.layer1.* --runs 0";
    assertToldOnce(
        "compress: no charts: ",
        words(0, (common + " --ranks fixed:2 --out out.safetensors").split(" ")));
    String page = Files.readString(folder.resolve("out.safetensors.report/report.html"));
    assertTrue(page.contains("There are no charts: " + LACK), page);
    assertFalse(page.contains("<img"), page);
    assertTrue(Files.exists(folder.resolve("out.safetensors")));

    assertToldOnce(
        "compress: no charts: ", words(0, (common + " --sweep fixed:2 --out sweep").split(" ")));
    try (Stream<Path> files = Files.list(folder.resolve("sweep"))) {
      assertEquals(List.of(folder.resolve("sweep/sweep.csv")), files.toList());
    }
  }

  @Test
  void whatIsDrawnInWordsIsRefusedAndLeavesNothing() throws Exception {
    CrashWorks.named("detect").prepare(folder);
    for (String command :
        List.of(
            "trace pictures/sky-0.png --model model.safetensors --out drawn",
            "evaluate --set easy --count 1 --model model.safetensors --report drawn")) {
      List<String> words = words(Main.WRONG_INPUT, command.split(" "));
      assertEquals(1, words.size(), words.toString());
      assertTrue(words.getFirst().startsWith("tucana: "), words.toString());
      assertTrue(words.getFirst().endsWith(REMEDY), words.toString());
      assertFalse(Files.exists(folder.resolve("drawn")), command);
    }
  }

  @Test
  void doctorSaysWhatIsLacking() throws Exception {
    assertEquals(List.of(), words(0, "doctor", "--json"));
    String fonts =
        new ObjectMapper().readTree(folder.resolve("output").toFile()).get("fonts").asText();
    assertToldOnce("", List.of(fonts));
  }
}
