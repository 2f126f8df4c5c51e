package org.tucana.astro.data;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.stream.IntStream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.tucana.astro.data.StampRow.Content;
import org.tucana.core.testing.SharedData;
import org.tucana.core.type.FormatException;
import org.tucana.core.type.RandomKey;
import org.tucana.detection.structure.Box;
import org.tucana.detection.structure.Example;

class StampSetTest {
  private static final RandomKey KEY = new RandomKey(7, "test", 0);
  private static final String HEAD = "file,class,raw_label,survey,split";

  @TempDir private Path folder;

  @BeforeEach
  void writePictures() throws IOException {
    Files.createDirectory(folder.resolve("images"));
    for (String name : List.of("a.png", "b.png", "c.png")) {
      writeStamp(name);
    }
  }

  @Test
  void oneSurveyIsAskedFor() throws IOException {
    StampSet set =
        labelled(HEAD, "a.png,spiral,,sdss,train", "b.png,galaxy,,gama,val", "c.png,galaxy,,,");
    StampSet gama = set.ofSurvey("gama");
    assertEquals(1, gama.size());
    assertEquals("b.png", gama.row(0).file());
    assertEquals(Optional.of("gama"), gama.withoutClasses().survey());
    assertEquals(Optional.empty(), set.survey());
    for (String unknown : List.of("decals", "")) {
      String message =
          assertThrows(FormatException.class, () -> set.ofSurvey(unknown)).getMessage();
      assertTrue(
          message.endsWith(
              "holds no stamp of survey '"
                  + unknown
                  + "', expected one of gama, sdss; name another or leave it out"),
          message);
    }
    StampSet bare = labelled("file,class", "a.png,spiral");
    assertTrue(
        assertThrows(FormatException.class, () -> bare.ofSurvey("sdss"))
            .getMessage()
            .contains("expected a column survey; "));
  }

  @Test
  void rowsAreWhatTheLabelFileSays() throws IOException {
    StampSet set =
        labelled(
            HEAD,
            "a.png,barred-spiral,\"arms, and a bar\",sdss,train",
            "b.png,galaxy,,gama,val",
            "c.png,artifact,\"\"\"star\"\"\",,");
    assertEquals(3, set.size());
    assertEquals("arms, and a bar", set.row(0).rawLabel());
    assertEquals(OptionalInt.of(3), set.row(0).label());
    assertEquals(Content.UNCLASSIFIED, set.row(1).content());
    assertEquals(OptionalInt.empty(), set.row(1).label());
    assertEquals(Content.ARTIFACT, set.row(2).content());
    assertEquals("\"star\"", set.row(2).rawLabel());
    assertArrayEquals(new int[] {0}, set.publishedSplit().training());
    assertArrayEquals(new int[] {1}, set.publishedSplit().held());
  }

  @Test
  void onlyFileAndClassAreNeeded() throws IOException {
    assertEquals(OptionalInt.of(1), labelled("class,file", "elliptical,a.png").row(0).label());
  }

  @Test
  void aStampCarriesItsCentralObject() throws IOException {
    StampSet set = labelled(HEAD, "a.png,spiral,,,", "b.png,galaxy,,,", "c.png,artifact,,,");
    Example spiral = set.stamp(0);
    assertEquals("a.png", spiral.name());
    assertEquals(3, spiral.picture().channels());
    assertEquals(1, spiral.annotations().size());
    assertEquals(new Box(25, 25, 40, 40), spiral.annotations().getFirst().box());
    assertEquals(OptionalInt.of(2), spiral.annotations().getFirst().label());
    assertEquals(OptionalInt.empty(), set.stamp(1).annotations().getFirst().label());
    assertEquals(List.of(), set.stamp(2).annotations());
  }

  @Test
  void aLoneStampHasSkyInPlaceOfItsNeighbours() throws IOException {
    StampSet set = labelled(HEAD, "a.png,spiral,,,");
    Example stamp = set.stamp(0);
    Example lone = set.loneStamp(0, KEY);
    assertEquals(stamp.annotations().getFirst().box(), lone.annotations().getFirst().box());
    for (int y = 0; y < 64; y++) {
      for (int x = 0; x < 64; x++) {
        float value = lone.picture().at(1, y, x);
        if (stamp.annotations().getFirst().mask().at(y, x)) {
          assertEquals(stamp.picture().at(1, y, x), value);
        } else {
          assertTrue(value < 0.1, "pixel " + y + ", " + x + " is no sky: " + value);
        }
      }
    }
    assertArrayEquals(lone.picture().pixels(), set.loneStamp(0, KEY).picture().pixels());
  }

  @Test
  void foldsDivideTheClassifiedRowsEvenly() throws IOException {
    StampSet set = StampSet.open(SharedData.require("data/galaxies/labels.csv").getParent());
    List<Split> folds = set.folds(5, KEY);
    Set<Integer> held = new HashSet<>();
    for (Split fold : folds) {
      assertEquals(249, fold.training().length + fold.held().length);
      for (int i : fold.held()) {
        assertTrue(held.add(i), "row " + i + " is held out twice");
      }
      long mergers =
          IntStream.of(fold.held())
              .filter(i -> set.row(i).label().equals(OptionalInt.of(4)))
              .count();
      assertTrue(mergers == 4 || mergers == 5, "mergers in a fold of 23 over 5: " + mergers);
    }
    assertEquals(249, held.size());
    assertArrayEquals(folds.get(0).held(), set.folds(5, KEY).get(0).held());
    assertThrows(IllegalArgumentException.class, () -> set.folds(1, KEY));
  }

  @Test
  void faultsNameFileLineAndRemedy() {
    assertFault("line 2: there is no picture", HEAD, "d.png,spiral,,,");
    assertFault("line 2: the class is \"spirall\", expected one of", HEAD, "a.png,spirall,,,");
    assertFault("line 3: has 2 fields, expected 5", HEAD, "a.png,spiral,,,", "b.png,spiral");
    assertFault(
        "line 3: names a.png for the second time", HEAD, "a.png,galaxy,,,", "a.png,galaxy,,,");
    assertFault("line 2: \"../labels.csv\" names no file within", HEAD, "../labels.csv,spiral,,,");
    assertFault("is no name that a file can have", HEAD, "a\0.png,spiral,,,");
    assertFault("line 2: a quotation mark is open", HEAD, "a.png,\"spiral,,,");
    assertFault("line 1: expected a head with the columns file and class", "name,kind");
    assertFault("line 1: names the column \"file\" twice", "file,class,file");
    assertFault("holds no stamps", HEAD);
    FormatException missing =
        assertThrows(FormatException.class, () -> StampSet.open(folder.resolve("images")));
    assertTrue(missing.getMessage().contains("name a folder that holds labels.csv"));
  }

  private void assertFault(String expected, String... lines) {
    FormatException fault = assertThrows(FormatException.class, () -> labelled(lines));
    assertTrue(fault.getMessage().contains(expected), fault.getMessage());
    assertTrue(fault.getMessage().contains("labels.csv"), fault.getMessage());
  }

  private StampSet labelled(String... lines) throws IOException {
    Files.write(folder.resolve("labels.csv"), List.of(lines));
    return StampSet.open(folder);
  }

  /** A grey sky of 64x64 with a bright square at the centre and another one in a corner. */
  private void writeStamp(String name) throws IOException {
    BufferedImage image = new BufferedImage(64, 64, BufferedImage.TYPE_BYTE_GRAY);
    for (int y = 0; y < 64; y++) {
      for (int x = 0; x < 64; x++) {
        boolean centre = y >= 25 && y < 40 && x >= 25 && x < 40;
        boolean corner = y >= 3 && y < 10 && x >= 50 && x < 60;
        image.getRaster().setSample(x, y, 0, centre || corner ? 200 : 10 + (x * 7 + y * 3) % 5);
      }
    }
    ImageIO.write(image, "png", folder.resolve("images").resolve(name).toFile());
  }
}
