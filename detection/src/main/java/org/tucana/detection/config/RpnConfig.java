package org.tucana.detection.config;

import com.fasterxml.jackson.annotation.JsonProperty;

/**
 * How regions are proposed and how their proposer is trained; names and meanings are torchvision's.
 *
 * @param preNmsTopNTrain proposals of each level that enter suppression, in training
 * @param preNmsTopNTest the same in inference
 * @param postNmsTopNTrain proposals of each picture that leave it, in training
 * @param postNmsTopNTest the same in inference
 * @param nmsThreshold largest IoU of two proposals of a level
 * @param foregroundIou least IoU of an anchor that stands for an object
 * @param backgroundIou IoU below which an anchor is background
 * @param batchSizePerImage anchors of each picture that training draws
 * @param positiveFraction largest share of objects among them
 * @param scoreThreshold least objectness of a proposal
 */
public record RpnConfig(
    @JsonProperty("rpn_pre_nms_top_n_train") int preNmsTopNTrain,
    @JsonProperty("rpn_pre_nms_top_n_test") int preNmsTopNTest,
    @JsonProperty("rpn_post_nms_top_n_train") int postNmsTopNTrain,
    @JsonProperty("rpn_post_nms_top_n_test") int postNmsTopNTest,
    @JsonProperty("rpn_nms_thresh") double nmsThreshold,
    @JsonProperty("rpn_fg_iou_thresh") double foregroundIou,
    @JsonProperty("rpn_bg_iou_thresh") double backgroundIou,
    @JsonProperty("rpn_batch_size_per_image") int batchSizePerImage,
    @JsonProperty("rpn_positive_fraction") double positiveFraction,
    @JsonProperty("rpn_score_thresh") double scoreThreshold) {
  public RpnConfig {
    Require.positive(preNmsTopNTrain, "rpn_pre_nms_top_n_train");
    Require.positive(preNmsTopNTest, "rpn_pre_nms_top_n_test");
    Require.positive(postNmsTopNTrain, "rpn_post_nms_top_n_train");
    Require.positive(postNmsTopNTest, "rpn_post_nms_top_n_test");
    Require.fraction(nmsThreshold, "rpn_nms_thresh");
    Require.fraction(foregroundIou, "rpn_fg_iou_thresh");
    Require.fraction(backgroundIou, "rpn_bg_iou_thresh");
    Require.that(
        backgroundIou <= foregroundIou,
        "rpn_bg_iou_thresh",
        "at most rpn_fg_iou_thresh",
        backgroundIou);
    Require.positive(batchSizePerImage, "rpn_batch_size_per_image");
    Require.fraction(positiveFraction, "rpn_positive_fraction");
    Require.fraction(scoreThreshold, "rpn_score_thresh");
  }

  /**
   * The same with other proposals in inference. For networks that are not trained on with these
   * settings: the threshold of suppression counts in training as well.
   *
   * @param proposals of each picture that leave suppression
   * @param threshold largest IoU of two proposals of a level
   */
  public RpnConfig withTestProposals(int proposals, double threshold) {
    return new RpnConfig(
        preNmsTopNTrain,
        preNmsTopNTest,
        postNmsTopNTrain,
        proposals,
        threshold,
        foregroundIou,
        backgroundIou,
        batchSizePerImage,
        positiveFraction,
        scoreThreshold);
  }

  /** torchvision's defaults. */
  public static RpnConfig defaults() {
    return new RpnConfig(2000, 1000, 2000, 1000, 0.7, 0.7, 0.3, 256, 0.5, 0);
  }
}
