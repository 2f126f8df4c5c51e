package org.tucana.detection.annotation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.tucana.core.type.FormatException;
import org.tucana.detection.evaluation.EvaluatedImage;
import org.tucana.detection.evaluation.GroundTruth;

final class ViaReaderTest {
  private static final ClassAttribute CLASSES =
      new ClassAttribute("morphology", List.of("elliptical", "spiral"));

  /** Two pictures; the regions of one are a list, those of the other a map. */
  private static final String PICTURES =
      """
      {"a.png4711": {"filename": "a.png", "size": 4711, "regions": [
        {"shape_attributes": {"name": "polygon", "all_points_x": [2, 2, 8, 8],
                              "all_points_y": [3, 9, 9, 3]},
         "region_attributes": {"morphology": "spiral", "quality": {"good": true}}},
        {"shape_attributes": {"name": "rect", "x": 1, "y": 2, "width": 4, "height": 3},
         "region_attributes": {"morphology": {"elliptical": true}}}],
        "file_attributes": {}},
       "b.png1": {"filename": "b.png", "size": 1, "regions": {
        "0": {"shape_attributes": {"name": "circle", "cx": 10, "cy": 10, "r": 4},
              "region_attributes": {"morphology": "spiral"}},
        "1": {"shape_attributes": {"name": "ellipse", "cx": 9.5, "cy": 6, "rx": 5, "ry": 2,
                                   "theta": 1.5707963},
              "region_attributes": {"morphology": "spiral"}}}}}
      """;

  private static final String PROJECT =
      """
      {"_via_settings": {"ui": {}, "core": {"buffer_size": 18}}, "_via_img_metadata": %s,
       "_via_attributes": {"region": {}, "file": {}}}
      """
          .formatted(PICTURES);

  @TempDir private Path folder;

  private Path file(String text) throws Exception {
    return Files.writeString(folder.resolve("via.json"), text);
  }

  @Test
  void projectsAndPlainMapsSayTheSame() throws Exception {
    List<EvaluatedImage> plain =
        AnnotationFile.read(file(PICTURES), CLASSES).with("none", new TreeMap<>());
    AnnotationSet project = AnnotationFile.read(file(PROJECT), CLASSES);
    assertEquals(plain, project.with("none", new TreeMap<>()));
    assertEquals("a.png", project.images().get(1L).file());
    assertEquals("b.png", project.images().get(2L).file());
    assertEquals("{1=elliptical, 2=spiral}", project.categories().toString());
    GroundTruth polygon = plain.getFirst().truth().getFirst();
    GroundTruth rectangle = plain.getFirst().truth().getLast();
    assertEquals(36, polygon.area());
    assertEquals(2, polygon.category());
    assertEquals(12, rectangle.area());
    assertEquals(1, rectangle.category());
    assertEquals(52, plain.getLast().truth().getFirst().area());
    assertEquals(3, plain.getLast().truth().getLast().box().width());
    assertEquals(10, plain.getLast().truth().getLast().box().height());
  }

  @Test
  void oneClassAloneNeedsNoAttribute() throws Exception {
    AnnotationSet read =
        ViaReader.read(
            file(PICTURES.replace("morphology", "other")),
            new ClassAttribute("class", List.of("galaxy")));
    assertEquals(1, read.images().get(2L).objects().getFirst().category());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "polygon | point | a.png4711.regions[0] is wrong: shape \"point\" is no outline",
        "[3, 9, 9, 3] | [3, 9, 9] | a.png4711.regions[0] is wrong: polygon: it has 4 x but 3 y",
        "\"r\": 4 | \"r\": -4 | b.png1.regions.0 is wrong: ellipse: expected finite numbers",
        "\"r\": 4 | \"q\": 4 | b.png1.regions.0 is wrong: circle: it has no \"r\"",
        "\"x\": 1 | \"x\": \"1\" | regions[1].shape_attributes.x expected a number, got a text",
        "\"spiral\", \"quality\" | \"lenticular\", \"quality\" | is of class \"lenticular\","
            + " expected one of [elliptical, spiral]; name others with --classes",
        "\"morphology\": \"spiral\", | '' | a.png4711.regions[0] has no attribute \"morphology\"",
        "\"filename\": \"a.png\" | \"filename\": 3 | a.png4711.filename expected a text, got 3",
      })
  void faultsAreNamedByPlace(String good, String bad, String fault) throws Exception {
    assertTrue(PICTURES.contains(good), good);
    Path file = file(PICTURES.replaceFirst(java.util.regex.Pattern.quote(good), bad));
    FormatException e =
        assertThrows(FormatException.class, () -> AnnotationFile.read(file, CLASSES));
    assertTrue(e.getMessage().contains(fault), e::getMessage);
    assertTrue(e.getMessage().startsWith("VIA file " + file + ": "), e::getMessage);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{} | is neither a COCO dataset",
        "[] | expected an object, got a list",
        "{\"a\": {\"b\": [1, 2]}, \"c\": 4} | is neither a COCO dataset",
        "{\"a\": | no sound JSON",
        "{\"images\": [], \"annotations\": []} | has no \"categories\"",
      })
  void whatIsNeitherKindIsRefused(String text, String fault) throws Exception {
    Path file = file(text);
    FormatException e =
        assertThrows(FormatException.class, () -> AnnotationFile.read(file, CLASSES));
    assertTrue(e.getMessage().contains(fault), e::getMessage);
  }

  @Test
  void depthIsBounded() throws Exception {
    Path file = file("{\"a\": " + "[".repeat(100_000));
    FormatException e =
        assertThrows(FormatException.class, () -> AnnotationFile.read(file, CLASSES));
    assertTrue(e.getMessage().contains("nesting depth"), e::getMessage);
  }
}
