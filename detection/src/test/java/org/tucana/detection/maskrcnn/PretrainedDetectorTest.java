package org.tucana.detection.maskrcnn;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.tucana.core.Backend;
import org.tucana.core.BackendOptions;
import org.tucana.core.testing.TestBackends;
import org.tucana.core.type.FormatException;
import org.tucana.core.type.HostTensor;
import org.tucana.detection.config.BackboneConfig;
import org.tucana.detection.config.MaskRcnnConfig;
import org.tucana.nn.module.ParameterSpace;
import org.tucana.nn.module.StateDict;

/** Weights of a narrow network with COCO's 91 labels start a network for two classes. */
class PretrainedDetectorTest {
  private static Backend backend;
  private static Map<String, HostTensor> coco;

  @BeforeAll
  static void makeWeights() {
    backend = TestBackends.chosen("cpu", BackendOptions.defaults());
    MaskRcnnConfig tiny = TinyModel.config();
    MaskRcnnConfig wide =
        new MaskRcnnConfig(
            IntStream.rangeClosed(1, 90).mapToObj(i -> "class " + i).toList(),
            tiny.transform(),
            tiny.backbone(),
            tiny.anchors(),
            tiny.rpn(),
            tiny.box(),
            tiny.mask());
    try (MaskRcnn network = TinyModel.random(backend, wide)) {
      coco = StateDict.read(network);
    }
    // As torchvision's file has it.
    coco.put("rpn.head.conv.weight", coco.remove("rpn.head.conv.0.0.weight"));
  }

  @AfterAll
  static void close() {
    backend.close();
  }

  private static PretrainedDetector pretrained() {
    return new PretrainedDetector("coco.pth", coco);
  }

  private static MaskRcnn network(MaskRcnnConfig config) {
    return new MaskRcnn(ParameterSpace.random(backend, 3), config);
  }

  @Test
  void allButWhatKnowsTheClassesIsTaken() {
    Map<String, HostTensor> today = pretrained().weights();
    try (MaskRcnn network = network(TinyModel.config())) {
      Map<String, HostTensor> before = StateDict.read(network);
      List<String> drawn = pretrained().load(network);
      assertEquals(
          List.of(
              "roi_heads.box_predictor.cls_score.weight",
              "roi_heads.box_predictor.cls_score.bias",
              "roi_heads.box_predictor.bbox_pred.weight",
              "roi_heads.box_predictor.bbox_pred.bias",
              "roi_heads.mask_predictor.mask_fcn_logits.weight",
              "roi_heads.mask_predictor.mask_fcn_logits.bias"),
          drawn);
      StateDict.read(network)
          .forEach((name, value) -> {
            Map<String, HostTensor> expected = drawn.contains(name) ? before : today;
            assertArrayEquals(expected.get(name).toFloats(), value.toFloats(), name);
          });
    }
  }

  @Test
  void bodyAndWidthsAreThoseOfTheWeights() {
    MaskRcnnConfig standard = MaskRcnnConfig.torchvision("resnet50", List.of("disc", "bar"));
    MaskRcnnConfig settings = pretrained().settings(standard);
    assertEquals(new BackboneConfig("resnet18", 8), settings.backbone());
    assertEquals(standard.box().withHeadWidth(16), settings.box());
    assertEquals(TinyModel.config().mask(), settings.mask());
    assertEquals(standard.transform(), settings.transform());
    assertEquals(standard.classes(), settings.classes());
  }

  @Test
  void detectorsAreKnownByTheirBody() {
    assertTrue(PretrainedDetector.isDetector(coco.keySet()));
    assertFalse(PretrainedDetector.isDetector(Set.of("conv1.weight", "fc.bias")));
  }

  private static String refusal(Map<String, HostTensor> weights) {
    PretrainedDetector pretrained = new PretrainedDetector("w.pth", weights);
    try (MaskRcnn network = network(TinyModel.config())) {
      return assertThrows(
              FormatException.class,
              () -> {
                pretrained.settings(TinyModel.config());
                pretrained.load(network);
              })
          .getMessage();
    }
  }

  @Test
  void weightsOfOtherNetworksAreRefused() {
    Map<String, HostTensor> cut = new HashMap<>(coco);
    cut.remove("rpn.head.cls_logits.bias");
    assertTrue(refusal(cut).startsWith("w.pth: lacks [rpn.head.cls_logits.bias]"));
    Map<String, HostTensor> more = new HashMap<>(coco);
    more.put("roi_heads.keypoint_predictor.bias", coco.get("rpn.head.cls_logits.bias"));
    assertTrue(refusal(more).contains("unexpected [roi_heads.keypoint_predictor.bias]"));
    Map<String, HostTensor> noStage = new HashMap<>(coco);
    noStage.keySet().removeIf(name -> name.contains("layer4"));
    assertTrue(refusal(noStage).contains("whose body is no residual network that is known"));
    Map<String, HostTensor> noMasks = new HashMap<>(coco);
    noMasks.keySet().removeIf(name -> name.contains("mask"));
    assertTrue(refusal(noMasks).contains("lacks roi_heads.mask_head.0.0.bias"));
  }
}
