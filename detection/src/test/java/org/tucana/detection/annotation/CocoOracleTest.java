package org.tucana.detection.annotation;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.tucana.detection.evaluation.CocoEvaluation;
import org.tucana.detection.evaluation.CocoSummary;
import org.tucana.detection.evaluation.DetectedObject;
import org.tucana.detection.evaluation.EvaluatedImage;
import org.tucana.detection.evaluation.OverlapKind;

/** Agreement with pycocotools, to 1e-9, on the files beside this test. */
public final class CocoOracleTest {
  private static final double TOLERANCE = 1e-9;

  static Path resource(String name) throws Exception {
    return Path.of(CocoOracleTest.class.getResource(name).toURI());
  }

  static AnnotationSet truth() throws Exception {
    return CocoReader.readTruth(resource("coco_gt.json"));
  }

  public static List<EvaluatedImage> images() throws Exception {
    return truth().with("coco_dets.json", CocoReader.readDetections(resource("coco_dets.json")));
  }

  @ParameterizedTest
  @CsvSource({"bbox,BOX", "segm,MASK"})
  void equalsPycocotools(String key, OverlapKind kind) throws Exception {
    JsonNode expected =
        new ObjectMapper().readTree(resource("coco_expected.json").toFile()).get(key);
    JsonNode actual =
        new ObjectMapper()
            .valueToTree(
                CocoEvaluation.perClass(images(), truth().categories().keySet(), kind)
                    .summary()
                    .named());
    assertEquals(expected.propertyStream().count(), actual.propertyStream().count());
    expected
        .propertyStream()
        .forEach(entry -> {
          JsonNode value = actual.get(entry.getKey());
          if (entry.getValue().isArray()) {
            assertEquals(entry.getValue().size(), value.size());
            for (int i = 0; i < value.size(); i++) {
              assertEquals(
                  entry.getValue().get(i).doubleValue(),
                  value.get(i).doubleValue(),
                  TOLERANCE,
                  entry.getKey() + " of class " + i);
            }
          } else {
            assertEquals(
                entry.getValue().doubleValue(), value.doubleValue(), TOLERANCE, entry.getKey());
          }
        });
  }

  @Test
  void truthItselfIsPerfect() throws Exception {
    List<EvaluatedImage> perfect =
        images().stream()
            .map(image ->
                new EvaluatedImage(
                    image.truth(),
                    image.truth().stream()
                        .map(g -> new DetectedObject(g.category(), 1, g.box(), g.mask()))
                        .toList()))
            .toList();
    for (OverlapKind kind : OverlapKind.values()) {
      CocoSummary summary =
          CocoEvaluation.perClass(perfect, truth().categories().keySet(), kind).summary();
      assertEquals(1, summary.ap(), TOLERANCE);
      assertEquals(1, summary.ar100(), TOLERANCE);
      assertEquals(1, CocoEvaluation.anyClass(perfect, kind).summary().ap(), TOLERANCE);
    }
  }
}
