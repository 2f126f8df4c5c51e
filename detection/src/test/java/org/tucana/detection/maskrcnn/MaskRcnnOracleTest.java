package org.tucana.detection.maskrcnn;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.tucana.core.Backend;
import org.tucana.core.BackendOptions;
import org.tucana.core.EagerSession;
import org.tucana.core.testing.TestBackends;
import org.tucana.core.type.HostTensor;
import org.tucana.core.type.Shape;
import org.tucana.detection.config.AnchorConfig;
import org.tucana.detection.config.MaskRcnnConfig;
import org.tucana.detection.config.MaskRcnnConfigJson;
import org.tucana.detection.structure.Boxes;
import org.tucana.detection.structure.MaskCrop;
import org.tucana.nn.module.ParameterSpace;
import org.tucana.nn.testing.Close;
import org.tucana.nn.testing.RuleWeights;

/**
 * Inference equals torchvision 0.14.1 stage by stage, on weights by the rule: float stages within
 * 1e-3 of the largest value, detections one to one with IoU above 0.99 and scores within 1e-3.
 */
@Tag("slow-on-software-device")
class MaskRcnnOracleTest {
  private static final double TOLERANCE = 1e-3;

  /** Masks may differ where a probability is within float32 error of one half. */
  private static final double MASK_IOU = 0.99;

  private static final String SETTINGS =
      """
      {"min_size": 160, "max_size": 224, "box_score_thresh": 0.02,
       "rpn_pre_nms_top_n_test": 300, "rpn_post_nms_top_n_test": 100,
       "box_detections_per_img": 30}
      """;

  @ParameterizedTest
  @CsvSource({"maskrcnn_r18, resnet18, 8", "maskrcnn_r50, resnet50, 32"})
  void everyStageEqualsTorchvision(String file, String body, float smallestAnchor) {
    Oracle oracle = Oracle.named(file);
    try (Backend backend = TestBackends.chosen("cpu", BackendOptions.defaults());
        MaskRcnn model = model(backend, body, smallestAnchor);
        EagerSession session = new EagerSession(backend)) {
      RuleWeights.load(model, RuleWeights.VISIBLE);
      MaskRcnnTrace eager =
          model.detect(session, List.of(oracle.picture()), new EagerNetworks(model));
      checkStages(oracle, eager);
      checkDetections(oracle, eager.results().getFirst());
      try (PlannedNetworks planned = new PlannedNetworks(session, model)) {
        MaskRcnnTrace trace = model.detect(session, List.of(oracle.picture()), planned);
        checkStages(oracle, trace);
        checkDetections(oracle, trace.results().getFirst());
      }
    }
  }

  private static MaskRcnn model(Backend backend, String body, float smallestAnchor) {
    float s = smallestAnchor;
    MaskRcnnConfig defaults =
        MaskRcnnConfig.torchvision(body, List.of("a", "b", "c", "d"))
            .with(AnchorConfig.ofSizes(s, 2 * s, 4 * s, 8 * s, 16 * s));
    return new MaskRcnn(
        ParameterSpace.toBeLoaded(backend),
        MaskRcnnConfigJson.read("settings", SETTINGS, defaults));
  }

  private static void checkStages(Oracle oracle, MaskRcnnTrace trace) {
    assertEquals(oracle.scalar("image_size"), trace.batch().sizes().getFirst().height());
    assertEquals(oracle.get("image_size").get(1), trace.batch().sizes().getFirst().width());
    assertEquals(oracle.scalar("padded_size"), trace.batch().padded().height());
    assertEquals(oracle.get("padded_size").get(1), trace.batch().padded().width());
    HostTensor pixels = trace.batch().pixels().read();
    close("transformed", oracle.floats("transformed"), Oracle.slice(pixels, 1, 4));
    List<String> names = List.of("0", "1", "2", "3", "pool");
    for (int level = 0; level < names.size(); level++) {
      String name = "fpn." + names.get(level) + ".slice";
      HostTensor features = trace.pyramid().levels().get(level).read();
      int cellStep = Math.ceilDiv(features.shape().dim(2), oracle.shape(name).dim(1));
      close(name, oracle.floats(name), Oracle.slice(features, 32, cellStep));
    }
    close("objectness", oracle.floats("rpn.objectness"), trace.rpn().objectness().toFloats());
    close("deltas", secondLevelDeltas(oracle), ofSecondLevel(oracle, trace));
    checkProposals(oracle, trace);
    close("class logits", oracle.floats("box.logits"), logits(trace));
    close("box deltas", oracle.floats("box.deltas"), trace.boxPrediction().deltas().toFloats());
  }

  private static float[] logits(MaskRcnnTrace trace) {
    return trace.boxPrediction().classLogits().toFloats();
  }

  /** The stored offsets [1,12,H,W] of level 1, anchor by anchor as predictions are kept. */
  private static float[] secondLevelDeltas(Oracle oracle) {
    HostTensor stored = oracle.get("rpn.deltas.head");
    int cells = stored.shape().dim(2) * stored.shape().dim(3);
    int anchorsTimesFour = stored.shape().dim(1);
    float[] ordered = new float[cells * anchorsTimesFour];
    for (int cell = 0; cell < cells; cell++) {
      for (int k = 0; k < anchorsTimesFour; k++) {
        ordered[cell * anchorsTimesFour + k] = (float) stored.get(k * cells + cell);
      }
    }
    return ordered;
  }

  private static float[] ofSecondLevel(Oracle oracle, MaskRcnnTrace trace) {
    Shape grid = oracle.shape("rpn.deltas.head");
    int level = -1;
    int from = 0;
    for (int l = 0; l < trace.anchors().size() && level < 0; l++) {
      if (trace.pyramid().levels().get(l).dim(2) == grid.dim(2)) {
        level = l;
      } else {
        from += 4 * trace.anchors().get(l).size();
      }
    }
    int length = 4 * trace.anchors().get(level).size();
    return Arrays.copyOfRange(trace.rpn().deltas().toFloats(), from, from + length);
  }

  private static void checkProposals(Oracle oracle, MaskRcnnTrace trace) {
    Boxes expected = oracle.boxes("rpn.proposals");
    Boxes actual = trace.proposals().getFirst().boxes();
    assertEquals(expected.size(), actual.size());
    for (int i = 0; i < expected.size(); i++) {
      float iou = expected.get(i).iou(actual.get(i));
      assertTrue(iou > 0.99, "proposal " + i + ": IoU " + iou);
    }
  }

  private static void checkDetections(Oracle oracle, PictureDetections actual) {
    Boxes boxes = oracle.boxes("det.boxes");
    assertEquals(boxes.size(), actual.size());
    assertArrayEquals(oracle.get("det.labels").toInts(), actual.labels());
    assertArrayEquals(oracle.floats("det.scores"), actual.scores(), (float) TOLERANCE);
    byte[] masks = (byte[]) oracle.get("det.masks").array();
    int area = oracle.shape("det.masks").dim(1) * oracle.shape("det.masks").dim(2);
    for (int i = 0; i < boxes.size(); i++) {
      float iou = boxes.get(i).iou(actual.boxes().get(i));
      assertTrue(iou > 0.99, "detection " + i + ": IoU " + iou);
      MaskCrop mask = actual.masks().get(i);
      double expectedArea = oracle.get("det.mask_area").get(i);
      assertEquals(expectedArea, mask.toRunLength().area(), 0.01 * expectedArea, "mask " + i);
      if (i < oracle.shape("det.masks").dim(0)) {
        byte[] expected = Arrays.copyOfRange(masks, i * area, (i + 1) * area);
        assertTrue(iou(expected, mask.toRunLength().toMask().pixels()) > MASK_IOU, "mask " + i);
      }
    }
  }

  private static double iou(byte[] a, byte[] b) {
    int intersection = 0;
    int union = 0;
    for (int i = 0; i < a.length; i++) {
      intersection += a[i] & b[i];
      union += a[i] | b[i];
    }
    return union == 0 ? 1 : (double) intersection / union;
  }

  private static void close(String what, float[] expected, float[] actual) {
    Close.toLargest(what, expected, actual, TOLERANCE);
  }
}
