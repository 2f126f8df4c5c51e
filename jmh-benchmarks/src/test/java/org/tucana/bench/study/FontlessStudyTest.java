package org.tucana.bench.study;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.tucana.app.Main;
import org.tucana.app.crash.Product;
import org.tucana.core.testing.Fontless;
import picocli.CommandLine;

/** A study in a process that finds no fonts, and its page, made elsewhere. */
class FontlessStudyTest {
  @TempDir private Path home;
  @TempDir private Path folder;

  private static List<String> with(List<String> first, String... more) {
    return Stream.concat(first.stream(), Stream.of(more)).toList();
  }

  @Test
  void numbersComeFirstAndThePageLater() throws IOException, InterruptedException {
    Fontless fontless = Fontless.in(home, Product.of(Fontless.Word.class).start());
    Path normal = Samples.normal(folder.resolve("normal.safetensors"));
    Path compact = Samples.compact(folder.resolve("compact.safetensors"));
    Path out = folder.resolve("out");
    List<String> options =
        List.of(
            "--model=normal=" + normal,
            "--model=compact=" + compact,
            "--pictures=4",
            "--only=accuracy,cost",
            "--out=" + out);
    List<String> study = with(Product.of(Main.class).start(), "study", "compact");
    List<String> asked = Stream.concat(study.stream(), options.stream()).toList();

    assertEquals(2, fontless.status(asked, folder));
    String words = Files.readString(folder.resolve("words"));
    assertTrue(words.contains("tucana: study: words cannot be drawn here ("), words);
    assertFalse(Files.exists(out));

    int status = fontless.status(with(asked, "--no-page"), folder);
    words = Files.readString(folder.resolve("words"));
    assertEquals(0, status, words);
    assertTrue(words.contains("study: wrote " + out.resolve("study.json")), words);
    String text = Files.readString(folder.resolve("output"));
    assertTrue(text.contains("Simulated pictures, all sets"), text);
    assertFalse(Files.exists(out.resolve("index.html")));
    byte[] numbers = Files.readAllBytes(out.resolve("study.json"));

    // All is stored, so that nothing asks for the device that this machine may lack.
    CompactCommand later = new CompactCommand();
    new CommandLine(later).parseArgs(with(options, "--backend", "cuda").toArray(String[]::new));
    assertEquals(0, later.call());
    assertTrue(Files.readString(out.resolve("index.html")).contains(">Cost</h2>"));
    assertArrayEquals(numbers, Files.readAllBytes(out.resolve("study.json")));
  }
}
