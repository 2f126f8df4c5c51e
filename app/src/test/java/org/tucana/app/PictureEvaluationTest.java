package org.tucana.app;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.tucana.detection.detector.Detection;
import org.tucana.detection.evaluation.GroundTruth;
import org.tucana.detection.evaluation.LabelledPicture;
import org.tucana.detection.evaluation.LabelledPictures;
import org.tucana.detection.structure.FillRule;
import org.tucana.detection.structure.PictureSize;
import org.tucana.detection.structure.Region;
import org.tucana.detection.structure.Ring;
import org.tucana.detection.structure.RunLength;
import org.tucana.nn.data.Picture;
import org.tucana.nn.metric.Bootstrap;

/** Finders whose answers are known stand for networks. */
final class PictureEvaluationTest {
  private static final PictureSize SIZE = new PictureSize(32, 32);
  private static final int PICTURES = 12;
  private static final SortedMap<Integer, String> CLASSES =
      new TreeMap<>(Map.of(1, "elliptical", 2, "spiral"));

  @TempDir private Path folder;

  /** Two squares each; the first sample tells which picture it is. */
  private record Squares(int size) implements LabelledPictures {
    @Override
    public String title() {
      return "squares";
    }

    @Override
    public LabelledPicture picture(int index) {
      Picture picture = Picture.black(1, SIZE.height(), SIZE.width());
      picture.pixels()[0] = index;
      return new LabelledPicture(
          "squares " + index,
          picture,
          List.of(
              GroundTruth.of(1 + index % 2, square(index, 2)),
              GroundTruth.of(1, square(index + 1, 20))));
    }

    private static RunLength square(int x, int y) {
      return new Region.Rings(List.of(Ring.rectangle(x, y, 8, 8)), FillRule.UNION).runs(SIZE);
    }
  }

  private static List<Detection> truth(Picture picture) {
    List<Detection> found = new ArrayList<>();
    for (GroundTruth object : new Squares(PICTURES).picture((int) picture.pixels()[0]).truth()) {
      RunLength mask = object.mask().orElseThrow();
      found.add(new Detection(mask.bounds(), object.category(), "", 0.9f, mask, Optional.empty()));
    }
    return found;
  }

  private static List<Detection> half(Picture picture) {
    return truth(picture).subList(0, 1);
  }

  private static EvaluationResult result(boolean partial, Path written) throws IOException {
    FinderSet<NamedFinder> finders =
        new FinderSet<>(
            new NamedFinder("model", PictureEvaluationTest::truth),
            Optional.of(new NamedFinder("threshold", picture -> List.of())),
            Optional.of(new NamedFinder("other", PictureEvaluationTest::half)));
    EvaluationResult result =
        new EvaluationResult(finders.map(NamedFinder::name), new Bootstrap(99, 0.95, 1));
    PictureEvaluation evaluation = PictureEvaluation.of(new Squares(PICTURES), finders, partial);
    evaluation.addTo(result, "scenes_", CLASSES);
    evaluation.write(written, CLASSES);
    return result;
  }

  @Test
  void modelBaselineAndOtherModelStandSideBySide() throws IOException {
    EvaluationResult result = result(false, folder);
    JsonNode json = new ObjectMapper().valueToTree(result.json());
    assertEquals(PICTURES, json.get("scenes_n").asInt());
    assertEquals(2 * PICTURES, json.get("scenes_n_objects").asInt());
    for (String figure : List.of("AP50_box", "AP_box", "AP50_mask", "AP_mask")) {
      String key = "scenes_" + figure;
      assertEquals(1, json.get(key).asDouble(), 1e-12, key);
      assertEquals(1, json.get(key + "_interval").get(0).asDouble(), 1e-12, key);
      assertEquals(0, json.get("baseline").get(key).asDouble(), key);
      // Half of the objects: precision 1 up to recall 0.5, 51 of 101 points.
      JsonNode difference = json.get("comparison").get(key);
      assertEquals(50 / 101.0, difference.get("difference").asDouble(), 1e-12, key);
      assertEquals(2.0 / 100, difference.get("p").asDouble(), 1e-12, key);
      assertEquals(1, json.get("per_class").get("spiral").get(key).asDouble(), 1e-12, key);
    }
    assertEquals("threshold", json.get("baseline").get("method").asText());
    assertEquals("other", json.get("comparison").get("with").asText());
    String text = result.text();
    assertTrue(text.startsWith("figure"), text);
    assertTrue(text.contains("scenes_AP50_box of spiral"), text);
    assertTrue(text.contains("+0.495 (0.495 to 0.495), p = 0.020"), text);
  }

  @Test
  void whatIsWrittenMeasuresTheSame() throws IOException {
    result(true, folder.resolve("new"));
    CommandRun run =
        CommandLineTest.run(
            "evaluate",
            "--coco-gt",
            folder.resolve("new/truth.json"),
            "--coco-dets",
            folder.resolve("new/detections.json"),
            "--json");
    assertEquals(0, run.status(), run.errors());
    JsonNode json = new ObjectMapper().readTree(run.output());
    assertEquals(1, json.get("bbox").get("AP").asDouble(), 1e-12);
    assertEquals(1, json.get("segm").get("AP").asDouble(), 1e-12);
  }
}
