package org.tucana.app.crash;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.tucana.app.Main;
import org.tucana.app.crash.Scribe.Manner;
import org.tucana.core.type.RandomKey;
import org.tucana.nn.train.Progress;

/** Kills find what a program does badly, and nothing in one that works well. */
class CrashRunTest {
  private static final int KILLS = 8;

  /** What is done badly is found long before: that ends the run. */
  private static final int MOST_KILLS = 500;

  @TempDir private Path folder;

  private record Scribbling(Manner manner) implements CrashWork {
    @Override
    public String name() {
      return "scribbling";
    }

    @Override
    public void prepare(Path inputs) {}

    @Override
    public List<String> command(Path output) {
      return List.of(manner.name());
    }

    @Override
    public double aimedShare() {
      // Nobody sees that a file is written in place.
      return manner == Manner.IN_PLACE ? 0 : 0.8;
    }
  }

  private CrashResult kill(Manner manner, int kills) throws IOException {
    return new CrashRun(Product.of(Scribe.class), new Scribbling(manner), 1, folder)
        .kill(kills, Progress.none());
  }

  @Test
  void wellDoneWorkLosesNothing() throws IOException {
    CrashResult result = kill(Manner.WHOLE, KILLS);
    assertEquals(Optional.empty(), result.loss());
    assertEquals(KILLS, result.kills());
    assertTrue(result.whileWriting() > 0, result.toString());
    assertTrue(result.finished() > 0, result.toString());
  }

  static List<CrashWork> works() {
    return List.of(new TrainingWork("training", 3, 0.5), new CompressWork());
  }

  /** The whole test, longer and with all works, is the command. */
  @ParameterizedTest
  @MethodSource("works")
  void theProductLosesNothing(CrashWork work) throws IOException {
    CrashResult result =
        new CrashRun(Product.of(Main.class), work, 1, folder).kill(2, Progress.none());
    assertEquals(Optional.empty(), result.loss());
    assertEquals(2, result.kills());
  }

  @ParameterizedTest
  @CsvSource({
    "IN_PLACE, is empty",
    "FORGETFUL, 0.csv: is gone",
    "UNTIDY, half-written files stay for good",
    "MOODY, differs from that of a run without kills",
    "STUBBORN, a run ended with status 2: there is something"
  })
  void badlyDoneWorkIsFound(Manner manner, String words) throws IOException {
    String loss = kill(manner, MOST_KILLS).loss().orElse("nothing is found");
    assertTrue(loss.contains(words), loss);
  }

  /** Each kind of file that the works write, whole and cut. */
  @Test
  void aCutFileOfEachKindIsFound() throws IOException {
    Path inputs = Files.createDirectory(folder.resolve("inputs"));
    new DetectWork(1).prepare(inputs);
    for (Path good :
        List.of(
            inputs.resolve("model.safetensors"),
            inputs.resolve("pictures/sky-0.png"),
            written("a.csv", "a,b\n1,\"2,3\"\n"),
            written("a.json", "{\"a\": [1, 2]}"),
            written("a.jsonl", "{\"a\": 1}\n{\"a\": 2}\n{\"a\""),
            written("a.html", "<html></html>\n"))) {
      assertEquals(Optional.empty(), WholeFiles.fault(good));
      byte[] bytes = Files.readAllBytes(good);
      String name = good.getFileName().toString();
      Path cut = folder.resolve("cut-" + name);
      // The last line of a log may be cut, those before may not.
      int length = name.endsWith("jsonl") ? 5 : bytes.length - 3;
      Files.write(cut, Arrays.copyOf(bytes, length));
      if (name.endsWith("jsonl")) {
        Files.writeString(cut, "{\"a\"\n", StandardOpenOption.APPEND);
      }
      String fault = WholeFiles.fault(cut).orElse("nothing is found");
      assertTrue(fault.contains(cut.toString()), fault);
    }
    assertTrue(WholeFiles.fault(written("a.xyz", "a")).isPresent());
  }

  private Path written(String name, String text) throws IOException {
    return Files.writeString(folder.resolve(name), text);
  }

  @Test
  void momentsAreDrawnFromTheSeed() {
    Kill.Uninterrupted run = new Kill.Uninterrupted(1000, 10);
    int aimed = 0;
    for (int i = 0; i < 200; i++) {
      var key = new RandomKey(1, "kill", i);
      Kill kill = Kill.draw(key, 0.5, run);
      assertEquals(kill, Kill.draw(key, 0.5, run));
      switch (kill) {
        case Kill.AtTime(long time) -> assertTrue(time >= 0 && time < 1000);
        case Kill.AtWrite(int number, long delay) -> {
          aimed++;
          assertTrue(number >= 1 && number <= 10 && delay <= Kill.MOST_DELAY);
        }
        case Kill.Never _ -> throw new AssertionError("never");
      }
    }
    assertTrue(aimed > 70 && aimed < 130, "aimed " + aimed);
  }
}
