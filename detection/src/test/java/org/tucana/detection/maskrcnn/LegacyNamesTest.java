package org.tucana.detection.maskrcnn;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LegacyNamesTest {
  @ParameterizedTest
  @CsvSource({
    "backbone.fpn.inner_blocks.2.weight, backbone.fpn.inner_blocks.2.0.weight",
    "backbone.fpn.layer_blocks.0.bias, backbone.fpn.layer_blocks.0.0.bias",
    "rpn.head.conv.weight, rpn.head.conv.0.0.weight",
    "roi_heads.mask_head.mask_fcn1.weight, roi_heads.mask_head.0.0.weight",
    "roi_heads.mask_head.mask_fcn4.bias, roi_heads.mask_head.3.0.bias",
    "rpn.head.conv.0.0.weight, rpn.head.conv.0.0.weight",
    "backbone.fpn.inner_blocks.2.0.weight, backbone.fpn.inner_blocks.2.0.weight",
    "roi_heads.mask_predictor.mask_fcn_logits.weight,"
        + " roi_heads.mask_predictor.mask_fcn_logits.weight",
    "backbone.body.conv1.weight, backbone.body.conv1.weight"
  })
  void oldNamesBecomeTodays(String old, String today) {
    assertEquals(today, LegacyNames.renewed(old));
  }
}
