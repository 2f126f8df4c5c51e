package org.tucana.app;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.tucana.app.CommandLineTest.run;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.tucana.app.batch.FinishedWork;
import org.tucana.app.batch.FolderLock;
import org.tucana.astro.GalaxyClass;
import org.tucana.astro.io.FitsHeader;
import org.tucana.astro.io.FitsWriter;
import org.tucana.astro.io.PictureFormat;
import org.tucana.astro.simulation.Simulator;
import org.tucana.nn.data.Picture;

/** Folders of good and broken pictures, in one go and in several. */
class DetectFolderTest {
  private static final int SIDE = 64;
  private static final List<String> GOOD = List.of("a", "b.png", "b.fits", "c", "d", "e");
  private static final List<String> BROKEN = List.of("cut.png", "empty.jpg", "text.fits");
  private static final int MINUTES = 2;

  @TempDir Path folder;
  private Path pictures;
  private Path model;

  @BeforeEach
  void write() throws IOException {
    Path config = Files.writeString(folder.resolve("tiny.json"), CommandLineTest.TINY);
    model = folder.resolve("tiny.safetensors");
    CommandRun trained =
        run("train", "detector", "--out", model, "--config", config, "--steps", 1, "--batch", 1);
    assertEquals(0, trained.status(), trained.errors());
    pictures = Files.createDirectories(folder.resolve("pictures"));
    for (int i = 0; i < 4; i++) {
      PictureFormat.PNG.write(
          pictures.resolve(List.of("a", "b", "c", "d").get(i) + ".png"), sky(i));
    }
    PictureFormat.JPEG.write(pictures.resolve("e.dat"), sky(4));
    FitsWriter.writeImage(pictures.resolve("b.fits"), sky(5), FitsHeader.EMPTY);
    byte[] whole = Files.readAllBytes(pictures.resolve("a.png"));
    Files.write(pictures.resolve("cut.png"), Arrays.copyOf(whole, whole.length / 2));
    Files.createFile(pictures.resolve("empty.jpg"));
    Files.writeString(pictures.resolve("text.fits"), "no picture");
    Files.writeString(pictures.resolve("labels.csv"), "file,class\n");
    Files.writeString(pictures.resolve(".hidden.png"), "none of ours");
    Files.createDirectories(pictures.resolve("deeper.png"));
  }

  private static Picture sky(int number) {
    return Simulator.ofStamps(3, SIDE).stamp(number, Optional.of(GalaxyClass.SPIRAL)).picture();
  }

  private CommandRun detect(Object input, Path out, Object... more) {
    return run(
        Stream.concat(Stream.of("detect", input, "--model", model, "--out", out), Stream.of(more))
            .toArray());
  }

  /** All files of a folder with their content as text, by their names from there on. */
  private static Map<String, String> content(Path root) throws IOException {
    Map<String, String> content = new TreeMap<>();
    try (Stream<Path> files = Files.walk(root)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        content.put(
            root.relativize(file).toString(),
            new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1));
      }
    }
    return content;
  }

  @Test
  void goodPicturesAreDoneAndBrokenOnesListed() throws IOException {
    Path out = folder.resolve("found");
    CommandRun run = detect(pictures, out, "--json");
    assertEquals(2, run.status(), run.errors());
    JsonNode summaries = new ObjectMapper().readTree(run.output());
    assertEquals(GOOD.size(), summaries.size());
    List<String> errors = run.errors().lines().filter(l -> l.startsWith("tucana: ")).toList();
    assertEquals(BROKEN.size(), errors.size(), run.errors());
    List<String> failed = Files.readAllLines(out.resolve("failed.csv"));
    assertEquals("file,reason", failed.getFirst());
    assertEquals(BROKEN.size() + 1, failed.size());
    for (int i = 0; i < BROKEN.size(); i++) {
      assertTrue(errors.get(i).contains(BROKEN.get(i)), errors.get(i));
      assertTrue(failed.get(i + 1).startsWith('"' + pictures.resolve(BROKEN.get(i)).toString()));
      assertFalse(Files.exists(out.resolve(BROKEN.get(i).replaceAll("\\..*", ""))));
    }
    assertTrue(
        run.errors().contains("0 found before, 3 broken; 1 other files left out"), run.errors());
    for (String name : GOOD) {
      assertTrue(Files.exists(out.resolve(name).resolve(FinishedWork.FILE)), name);
    }
    try (Stream<Path> made = Files.list(out)) {
      assertEquals(GOOD.size() + 1, made.count(), "a folder each, and the list");
    }
  }

  @Test
  void aFolderIsFoundLikeItsPicturesOneByOne() throws IOException {
    Path together = folder.resolve("together");
    detect(pictures, together, "--threads", 2, "--soft-masks");
    Path single = folder.resolve("single");
    for (String name : GOOD) {
      Path file =
          pictures.resolve(name.contains(".") ? name : name + (name.equals("e") ? ".dat" : ".png"));
      CommandRun run = detect(file, single, "--name", name, "--threads", 1, "--soft-masks");
      assertEquals(0, run.status(), run.errors());
    }
    Map<String, String> expected = content(single);
    Map<String, String> found = content(together);
    found.remove("failed.csv");
    assertEquals(expected, found);
  }

  @Test
  void aRunThatWasStoppedGoesOn() throws IOException {
    Path whole = folder.resolve("whole");
    detect(pictures, whole);
    Path stopped = folder.resolve("stopped");
    detect(pictures, stopped);
    Files.delete(stopped.resolve("failed.csv"));
    Files.delete(stopped.resolve("a").resolve(FinishedWork.FILE));
    Files.writeString(stopped.resolve("c").resolve("catalog.csv"), "id,class\n");
    Files.delete(stopped.resolve("d").resolve("overlay.png"));
    Path left = Files.createDirectories(stopped.resolve(".e.tucana-partial"));
    Files.writeString(left.resolve("catalog.csv"), "id");
    Path kept = stopped.resolve("b.png").resolve("overlay.png");
    FileTime before = FileTime.fromMillis(1_000_000_000_000L);
    Files.setLastModifiedTime(kept, before);

    CommandRun run = detect(pictures, stopped);

    assertTrue(run.errors().contains("3 found before, 3 broken"), run.errors());
    assertEquals(content(whole), content(stopped));
    assertEquals(before, Files.getLastModifiedTime(kept));
  }

  @Test
  void whatOtherSettingsOrInputsMadeIsMadeAnew() throws IOException {
    Path out = folder.resolve("found");
    Path picture = pictures.resolve("a.png");
    Path note = out.resolve("a").resolve("note.txt");
    assertEquals(0, detect(picture, out, "--soft-masks").status());
    Files.writeString(note, "mine");
    assertTrue(detect(picture, out, "--soft-masks").errors().contains("found before"));
    assertFalse(detect(picture, out, "--soft-masks", "--again").errors().contains("found before"));
    String mark = Files.readString(out.resolve("a").resolve(FinishedWork.FILE));

    assertFalse(detect(picture, out).errors().contains("found before"), "other settings");
    assertFalse(Files.exists(out.resolve("a").resolve("soft-masks.fits")), "not of this run");
    assertNotEquals(mark, Files.readString(out.resolve("a").resolve(FinishedWork.FILE)));
    assertFalse(detect(picture, out, "--proposals", 3).errors().contains("found before"));
    assertTrue(detect(picture, out, "--proposals", 3).errors().contains("found before"));
    PictureFormat.PNG.write(picture, sky(9));
    assertFalse(detect(picture, out).errors().contains("found before"), "another picture");
    assertTrue(detect(picture, out).errors().contains("found before"));
    assertFalse(
        detect(picture, out, "--method", "threshold").errors().contains("found before"),
        "another method");
    assertEquals("mine", Files.readString(note), "what others put there stays");
    Files.writeString(out.resolve("a").resolve(FinishedWork.FILE), "{\"files\":{\"../x\":null}}");
    CommandRun damaged = detect(picture, out);
    assertEquals(0, damaged.status(), damaged.errors());
  }

  @Test
  void proposalsAreAsManyAsTheModelRanks() {
    Path picture = pictures.resolve("a.png");
    Path out = folder.resolve("found");
    for (int wrong : List.of(0, 601)) {
      CommandLineTest.refuses(
          "detect: --proposals must lie in 1..600, as many as " + model + " ranks, got " + wrong,
          "detect",
          picture,
          "--model",
          model,
          "--out",
          out,
          "--proposals",
          wrong);
    }
    CommandLineTest.refuses(
        "--proposals are for networks",
        "detect",
        picture,
        "--out",
        out,
        "--method",
        "threshold",
        "--proposals",
        3);
    assertFalse(Files.exists(out));
  }

  /** It is there when the folder is looked through, and gone when its turn comes. */
  @Test
  void aPictureThatVanishesIsListed() throws IOException {
    for (String broken : BROKEN) {
      Files.delete(pictures.resolve(broken));
    }
    Path gone = Files.createSymbolicLink(pictures.resolve("gone.png"), folder.resolve("nowhere"));
    CommandRun run = detect(pictures, folder.resolve("found"));
    assertEquals(2, run.status(), run.errors());
    assertTrue(
        run.errors().startsWith("tucana: picture " + gone + ": there is no such file"),
        run.errors());
    assertTrue(run.errors().contains("galaxies in 6 of them"), run.errors());
  }

  @Test
  void anEmptyFolderIsRefused() throws IOException {
    Path empty = Files.createDirectories(folder.resolve("empty"));
    CommandLineTest.refuses(
        "there is no picture in the folder", "detect", empty, "--out", folder.resolve("found"));
    assertFalse(Files.exists(folder.resolve("found")));
  }

  @Test
  void ofTwoProcessesOneWrites() throws Exception {
    Path out = folder.resolve("found");
    try (FolderLock _ = FolderLock.take("detect", out)) {
      Path said = folder.resolve("said");
      Process other =
          new ProcessBuilder(
                  Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                  "-cp",
                  System.getProperty("java.class.path"),
                  Main.class.getName(),
                  "detect",
                  pictures.toString(),
                  "--out",
                  out.toString())
              .redirectErrorStream(true)
              .redirectOutput(said.toFile())
              .start();
      assertTrue(other.waitFor(MINUTES, TimeUnit.MINUTES));
      assertEquals(2, other.exitValue(), Files.readString(said));
      assertEquals(
          "tucana: detect: --out "
              + out
              + " is being written by another tucana; wait for it, or name another folder\n",
          Files.readString(said));
      CommandLineTest.refuses("is being written", "detect", pictures, "--out", out);
    }
    assertFalse(Files.exists(out), "an empty folder does not stay");
  }
}
