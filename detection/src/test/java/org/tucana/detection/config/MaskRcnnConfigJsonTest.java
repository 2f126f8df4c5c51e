package org.tucana.detection.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.tucana.core.type.FormatException;

class MaskRcnnConfigJsonTest {
  private static final MaskRcnnConfig DEFAULTS =
      MaskRcnnConfig.torchvision("resnet18", List.of("spiral", "elliptical"));

  private static MaskRcnnConfig read(String json) {
    return MaskRcnnConfigJson.read("c.json", json, DEFAULTS);
  }

  @Test
  void whatIsWrittenIsRead() {
    MaskRcnnConfig config =
        read(
            """
            {"classes": ["a", "b", "c"], "min_size": 256, "max_size": 512,
             "image_mean": [0.1, 0.2], "image_std": [1, 2], "body": "resnet50", "fpn_width": 64,
             "anchor_sizes": [[8], [16], [32], [64], [128]],
             "aspect_ratios": [[1], [1], [1], [1], [1]],
             "rpn_nms_thresh": 0.6, "box_score_thresh": 0.1, "box_head_width": 128,
             "mask_layers": [64, 32], "mask_width": 16}
            """);
    assertEquals(256, config.transform().minSize());
    assertEquals(List.of(1.0, 2.0), config.transform().imageStd());
    assertEquals(1, config.anchors().anchorsPerCell());
    assertEquals(4, config.labels());
    assertEquals(List.of(64, 32), config.mask().layers());
    assertEquals(config, read(MaskRcnnConfigJson.write(config)));
  }

  @Test
  void whatIsNotSaidStaysTorchvisions() {
    assertEquals(DEFAULTS, read("{}"));
    assertEquals(1000, read("{}").rpn().postNmsTopNTest());
  }

  @Test
  void whatTorchvisionAllowsIsAllowed() {
    assertEquals(DEFAULTS, read("{\"image_mean\": null, \"image_std\": null}"));
    TransformConfig wide = read("{\"min_size\": 1500}").transform();
    assertEquals(1500, wide.minSize());
    assertEquals(1333, wide.maxSize());
  }

  @Test
  void anUnknownKeyIsNamed() {
    String message =
        assertThrows(FormatException.class, () -> read("{\"min_sise\": 3}")).getMessage();
    assertTrue(
        message.startsWith("c.json: unknown key 'min_sise', expected one of classes, min_size,"),
        message);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{\"min_size\": \"big\"} | 'min_size' has a value of the wrong type",
        "{\"min_size\": 2.5} | 'min_size' has a value of the wrong type",
        "{\"min_size\": null} | 'min_size' has a value of the wrong type",
        "{\"rpn_nms_thresh\": \"0.5\"} | 'rpn_nms_thresh' has a value of the wrong type",
        "{\"anchor_sizes\": 32} | 'anchor_sizes' has a value of the wrong type",
        "{\"classes\": null} | 'classes' has a value of the wrong type",
        "{\"classes\": [null]} | 'classes' has a value of the wrong type",
        "{\"anchor_sizes\": [[null]]} | 'anchor_sizes' has a value of the wrong type",
        "{\"classes\": 5} | 'classes' has a value of the wrong type",
        "{\"min_size\": 0} | config: min_size and max_size is out of range",
        "{\"rpn_nms_thresh\": 1.5} | config: rpn_nms_thresh is out of range, expected a number",
        "{\"fpn_width\": 100000} | config: fpn_width is out of range",
        "{\"anchor_sizes\": [[32]]} | expected one list for each of 5 levels, got 1 and 5 lists",
        "{\"image_mean\": [0.5]} | config: image_mean and image_std is out of range",
        "{\"classes\": []} | config: classes is out of range",
        "{\"min_size\": 1 | no usable JSON",
        "[1] | a configuration is a JSON object, got ARRAY",
        "{\"min_size\": 1, \"min_size\": 2} | no usable JSON"
      })
  void whatIsWrongIsSaid(String json, String expected) {
    String message = assertThrows(FormatException.class, () -> read(json)).getMessage();
    assertTrue(message.startsWith("c.json: ") && message.contains(expected), message);
  }
}
