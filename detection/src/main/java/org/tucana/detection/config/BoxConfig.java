package org.tucana.detection.config;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.List;

/**
 * The head that classifies proposals and moves their boxes; names and meanings are torchvision's,
 * {@code box_head_width} is the size of fc6 and fc7, {@code box_one_label} is ours.
 *
 * @param scoreThreshold detections are surer than this
 * @param nmsThreshold largest IoU of two detections of a class
 * @param detectionsPerImage most detections of a picture, the surest
 * @param foregroundIou least IoU of a proposal that stands for an object
 * @param backgroundIou IoU below which a proposal is background
 * @param batchSizePerImage proposals of each picture that training draws
 * @param positiveFraction largest share of objects among them
 * @param regressionWeights of the box coder
 * @param headWidth features of a region
 * @param oneLabel each region is one detection, of its likeliest class, as sure as it is of any
 *     class at all, and suppression crosses classes; otherwise, as in torchvision, a region may be
 *     a detection of several classes
 */
public record BoxConfig(
    @JsonProperty("box_score_thresh") double scoreThreshold,
    @JsonProperty("box_nms_thresh") double nmsThreshold,
    @JsonProperty("box_detections_per_img") int detectionsPerImage,
    @JsonProperty("box_fg_iou_thresh") double foregroundIou,
    @JsonProperty("box_bg_iou_thresh") double backgroundIou,
    @JsonProperty("box_batch_size_per_image") int batchSizePerImage,
    @JsonProperty("box_positive_fraction") double positiveFraction,
    @JsonProperty("bbox_reg_weights") List<Float> regressionWeights,
    @JsonProperty("box_head_width") int headWidth,
    @JsonProperty("box_one_label") boolean oneLabel) {
  public BoxConfig {
    regressionWeights = List.copyOf(regressionWeights);
    Require.fraction(scoreThreshold, "box_score_thresh");
    Require.fraction(nmsThreshold, "box_nms_thresh");
    Require.positive(detectionsPerImage, "box_detections_per_img");
    Require.fraction(foregroundIou, "box_fg_iou_thresh");
    Require.fraction(backgroundIou, "box_bg_iou_thresh");
    Require.that(
        backgroundIou <= foregroundIou,
        "box_bg_iou_thresh",
        "at most box_fg_iou_thresh",
        backgroundIou);
    Require.positive(batchSizePerImage, "box_batch_size_per_image");
    Require.fraction(positiveFraction, "box_positive_fraction");
    Require.that(
        regressionWeights.size() == 4 && regressionWeights.stream().allMatch(w -> w > 0),
        "bbox_reg_weights",
        "four positive numbers",
        regressionWeights);
    Require.that(
        headWidth >= 1 && headWidth <= Widths.LARGEST,
        "box_head_width",
        "1 to " + Widths.LARGEST,
        headWidth);
  }

  /** torchvision's defaults. */
  public static BoxConfig defaults() {
    return new BoxConfig(
        0.05, 0.5, 100, 0.5, 0.5, 512, 0.25, List.of(10f, 10f, 5f, 5f), 1024, false);
  }

  /** The same settings for a head of other width. */
  public BoxConfig withHeadWidth(int other) {
    return new BoxConfig(
        scoreThreshold,
        nmsThreshold,
        detectionsPerImage,
        foregroundIou,
        backgroundIou,
        batchSizePerImage,
        positiveFraction,
        regressionWeights,
        other,
        oneLabel);
  }
}
