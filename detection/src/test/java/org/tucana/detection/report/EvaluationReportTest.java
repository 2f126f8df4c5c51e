package org.tucana.detection.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.TreeSet;
import javax.imageio.ImageIO;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.tucana.core.type.FormatException;
import org.tucana.detection.evaluation.EvaluatedImage;
import org.tucana.detection.evaluation.Stamp;
import org.tucana.nn.metric.Bootstrap;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;

class EvaluationReportTest {
  @TempDir private Path folder;

  private Document page() throws Exception {
    return DocumentBuilderFactory.newInstance()
        .newDocumentBuilder()
        .parse(folder.resolve("index.html").toFile());
  }

  private JsonNode json() throws IOException {
    return new ObjectMapper().readTree(folder.resolve("report.json").toFile());
  }

  private static List<String> attributes(Document page, String tag, String attribute) {
    NodeList elements = page.getElementsByTagName(tag);
    List<String> values = new ArrayList<>();
    for (int i = 0; i < elements.getLength(); i++) {
      values.add(((Element) elements.item(i)).getAttribute(attribute));
    }
    return values;
  }

  private static List<String> texts(Document page, String tag) {
    NodeList elements = page.getElementsByTagName(tag);
    List<String> values = new ArrayList<>();
    for (int i = 0; i < elements.getLength(); i++) {
      values.add(elements.item(i).getTextContent());
    }
    return values;
  }

  @Test
  void thePageIsWellFormedAndHasItsPictures() throws Exception {
    EvaluationReport.write(
        folder,
        SyntheticScenes.input()
            .with(new Bootstrap(20, 0.95, 1))
            .with(
                new ComparedDetector(
                    "threshold", List.of(SyntheticScenes.FULL, SyntheticScenes.MISSED))));
    Document page = page();
    List<String> pictures = attributes(page, "img", "src");
    for (String picture : pictures) {
      assertTrue(ImageIO.read(folder.resolve(picture).toFile()).getWidth() > 50, picture);
    }
    try (var files = Files.list(folder.resolve("images"))) {
      assertEquals(
          new TreeSet<>(pictures),
          new TreeSet<>(files.map(file -> "images/" + file.getFileName()).toList()));
    }
    assertEquals(9, pictures.size(), "four of precision, ROC, two of scores, best and worst");
    assertEquals("Two <scenes>", texts(page, "h1").getFirst());
    assertTrue(attributes(page, "a", "href").stream().noneMatch(link -> link.contains(":")));
    assertTrue(texts(page, "td").contains("background (false alarms)"));
    assertTrue(texts(page, "td").contains("threshold, any class"));
  }

  @Test
  void jsonHasTheNumbers() throws IOException {
    EvaluationReport.write(folder, SyntheticScenes.input().with(new Bootstrap(20, 0.95, 1)));
    JsonNode json = json();
    JsonNode row = json.at("/average_precision/0");
    assertEquals("box", row.get("overlap").asText());
    assertEquals(76 / 101.0, row.get("AP50").asDouble(), 1e-12);
    assertEquals(2, row.get("AP50_interval").size());
    assertEquals(101, json.at("/precision_recall/0/precision_at_recall_0_to_1").size());
    assertEquals("[[1,0],[1,0]]", json.at("/confusion/counts").toString());
    assertEquals("[1,0]", json.at("/confusion/not_found").toString());
    assertEquals("[0,1]", json.at("/confusion/false_alarms").toString());
    assertEquals(1, json.at("/roc/0/area").asDouble());
    assertEquals(0.3, json.at("/calibration_object/expected_error").asDouble(), 1e-12);
    assertTrue(json.at("/calibration_object/bins/0/mean_score").isNull());
    assertEquals(5.2 / 7, json.at("/pictures/0/quality").asDouble(), 1e-12);
    assertEquals("[\"full\"]", json.get("best").toString());
    assertEquals("[\"missed\"]", json.get("worst").toString());
  }

  @Test
  void onlyPicturesThatAreShownAreRead() throws IOException {
    List<String> read = new ArrayList<>();
    List<ReportPicture> pictures = new ArrayList<>();
    for (int i = 0; i < 30; i++) {
      String name = "picture " + i;
      EvaluatedImage image = i % 2 == 0 ? SyntheticScenes.FULL : SyntheticScenes.MISSED;
      pictures.add(
          new ReportPicture(
              name,
              () -> {
                read.add(name);
                return SyntheticScenes.picture();
              },
              image));
    }
    EvaluationReport.write(folder, ReportInput.of("t", SyntheticScenes.CLASSES, pictures));
    assertEquals(12, read.size());
    assertEquals("picture 0", read.getFirst());
  }

  @Test
  void picturesWithoutPixelsAreListed() throws Exception {
    EvaluationReport.write(
        folder,
        ReportInput.of(
            "t",
            SyntheticScenes.CLASSES,
            List.of(new ReportPicture("lost & found", Optional.empty(), SyntheticScenes.FULL))));
    assertTrue(texts(page(), "li").getFirst().startsWith("lost & found: quality 0.743"));
  }

  @Test
  void nothingAtAllIsAReportToo() throws Exception {
    EvaluationReport.write(
        folder,
        ReportInput.of(
            "empty",
            ReportInput.numbered(List.of("only")),
            List.of(
                new ReportPicture(
                    "p", SyntheticScenes::picture, new EvaluatedImage(List.of(), List.of())))));
    List<String> words = texts(page(), "p");
    assertTrue(words.contains("There is no true object, so that no curve is defined."));
    assertTrue(words.contains("No curve is defined: at least two classes must have been found."));
    assertTrue(words.contains("There is no detection to measure."));
    assertEquals(List.of(), attributes(page(), "img", "src"));
    assertTrue(json().at("/average_precision/0/AP").isNull());
  }

  @Test
  void aFileInItsPlaceIsRefusedBeforehand() throws IOException {
    Path file = Files.createFile(folder.resolve("taken"));
    for (ThrowingPlace place :
        List.<ThrowingPlace>of(
            EvaluationReport::prepare,
            taken -> EvaluationReport.write(taken, SyntheticScenes.input()))) {
      assertEquals(
          "report: " + file + " is a file; name a folder",
          assertThrows(FormatException.class, () -> place.use(file)).getMessage());
    }
    EvaluationReport.prepare(folder.resolve("new/one"));
    assertTrue(Files.isDirectory(folder.resolve("new/one")));
  }

  @FunctionalInterface
  private interface ThrowingPlace {
    void use(Path place) throws IOException;
  }

  @Test
  void stampsAreMeasuredByTheirCentralObject() throws IOException {
    Stamp stamp =
        new Stamp(
            SyntheticScenes.SIDE,
            SyntheticScenes.SIDE,
            OptionalInt.of(SyntheticScenes.ARMS),
            Optional.of(SyntheticScenes.rectangle(8, 8, 6, 6)),
            List.of(
                SyntheticScenes.detection(SyntheticScenes.ARMS, 0.9, 8, 8, 6, 6),
                SyntheticScenes.detection(SyntheticScenes.ROUND, 0.8, 0, 0, 4, 4)));
    ReportPicture picture =
        ReportPicture.central("stamp", SyntheticScenes::picture, stamp).orElseThrow();
    EvaluationReport.write(folder, ReportInput.of("t", SyntheticScenes.CLASSES, List.of(picture)));
    JsonNode json = json();
    assertEquals(1, json.at("/average_precision/0/AP").asDouble(), 1e-12);
    assertEquals("[0,0]", json.at("/confusion/false_alarms").toString());
    Stamp bare =
        new Stamp(
            stamp.height(), stamp.width(), stamp.category(), Optional.empty(), stamp.detections());
    assertFalse(ReportPicture.central("bare", SyntheticScenes::picture, bare).isPresent());
  }
}
